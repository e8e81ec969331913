"""``jiezhu try``: talk to the bot as the files are now, beside whatever runs, and leave nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from bot.cli import chat, console
from bot.runtime.designers import trial
from bot.runtime.designers.trial import Trial
from bot.runtime.training import ModelState, Step


def try_it(
    customer: Annotated[
        str, typer.Option(help="Demo customer to be. 以哪位演示顾客的身份聊天。")
    ] = chat.DEFAULT_CUSTOMER,
    script: Annotated[
        Path | None, typer.Option(help="Play a file of customer lines, one a line. 逐行播放顾客的话，输出 JSON 行。")
    ] = None,
) -> None:
    """Talk to the changed bot beside a running one. 用改过的文件聊聊看，不影响正在运行的服务。

    Trains aside when the files changed, starts everything on free ports with temporary data, chats as `jiezhu chat`
    does, and stops everything at the end.
    """
    with console.one_sentence(), _ended_as_by_ctrl_c():
        knobs, _ = console.load()
        lines = list(chat.script_lines(chat.read_script(script))) if script else None
        models = trial.model_for_trial(knobs, _tell, _say_step)
        try:
            with trial.running(knobs, models, _whisper) as there:
                if lines is None:
                    _introduce(there)
                    asyncio.run(chat.talk(there.settings, there.secrets, customer))
                else:
                    asyncio.run(chat.play(there.settings, there.secrets, customer, iter(lines)))
        except KeyboardInterrupt:
            _whisper("")
    _whisper("已全部停下，没有留下数据。 / Stopped, nothing left behind.")


def _introduce(there: Trial) -> None:
    console.out.print("这是单独起的一套，用的是您现在的文件；演示数据是临时的。", style="dim")
    desk = console.desk_address(there.settings)
    login = f"{there.login.username} / {there.login.password}"
    console.out.print(f"想扮同事接待，打开 {desk}/ ，账号 {login}", style="dim", markup=False, soft_wrap=True)


def _tell(state: ModelState) -> None:
    _whisper(f"文件有改动（{state.why}），先在旁边训练一个模型，正在用的那个不动。")


def _say_step(step: Step) -> None:
    _whisper(f"  {step.step}/{step.of} {step.name}")


def _whisper(line: str) -> None:
    """Progress goes to standard error: a script's answers on standard output are JSON lines."""
    console.err.print(line, style="dim", markup=False, soft_wrap=True)


@contextlib.contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """SIGTERM, too, stops everything that was started on the way out."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
