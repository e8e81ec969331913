"""``jiezhu train``: train the engine's model when its sources changed, with a progress display."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.cli import console
from bot.runtime import training
from bot.runtime.settings import Settings


def train(
    force: Annotated[bool, typer.Option("--force", help="Train even when nothing changed. 强制重新训练。")] = False,
) -> None:
    """Train the dialogue model when its sources changed. 训练对话模型。"""
    with console.one_sentence():
        knobs, _ = console.load()
        if not train_if_stale(knobs, force=force):
            console.out.print("模型是最新的，不用训练。 / The model is up to date.")


def train_if_stale(knobs: Settings, *, force: bool = False) -> bool:
    """Train if there is no model, its sources changed, or ``force``; say why. Gives whether it trained.

    Raises:
        SettingError: the training failed; the message carries its reason.
    """
    state = training.look(knobs)
    if state.fresh and not force:
        return False
    console.out.print(f"训练模型 / training: {state.why if not state.fresh else '--force'}", markup=False)
    if console.out.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
        with Progress(*columns, TimeElapsedColumn(), console=console.out) as progress:
            task = progress.add_task("…", total=None)
            training.train(
                knobs,
                lambda step: progress.update(task, description=step.name, completed=step.step, total=step.of),
                force=force,
            )
    else:
        training.train(knobs, _say_step, force=force)
    return True


def _say_step(step: training.Step) -> None:
    console.out.print(f"  {step.step}/{step.of} {step.name}", markup=False)
