"""``jiezhu evaluate``: how well messages are understood, on labelled files or by cross-validation on our examples."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.cli import console, evaluation_report
from bot.kernel.errors import BadInput
from bot.runtime import settings
from bot.runtime.evaluation import labels, plot, predictions, rows
from bot.runtime.evaluation.figures import all_figures
from bot.runtime.evaluation.predictions import Judged, OnProgress
from bot.runtime.evaluation.rows import Row


def evaluate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE…", help="Labelled JSON lines. 标注好的 JSONL 文件。"),
    ] = None,
    cross: Annotated[
        bool, typer.Option("--cross", help="5-fold cross-validation on data/nlu. 在自己的例句上交叉验证。")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object of figures. 只输出 JSON。")] = False,
    picture: Annotated[
        Path | None, typer.Option("--plot", metavar="SVG", help="Draw the labels' F1 into a file. 另存为图。")
    ] = None,
) -> None:
    """Measure how well messages are understood. 评测：顾客的话听懂了多少。"""
    with console.one_sentence():
        if bool(files) == cross:
            raise BadInput("请给出要评测的 JSONL 文件，或者用 --cross 在自己的例句上交叉验证（二选一）。")
        judged = _cross_validated() if cross else _evaluated(files or [])
        if as_json:
            typer.echo(json.dumps(all_figures(judged), ensure_ascii=False, indent=2))
        else:
            evaluation_report.show(console.out, judged)
        # Last: a picture that cannot be written must not take minutes of work with it.
        if picture is not None:
            _draw(picture, judged, "5-fold cross-validation on data/nlu" if cross else "Evaluation on labelled rows")


def load_rows(files: list[Path], label_by_intent: Mapping[str, str]) -> list[Row]:
    """The rows of the files; lines that have no text are counted on standard error.

    Raises:
        BadInput: a file is not what it should be, or there is not one row.
    """
    known = frozenset(label_by_intent.values())
    found: list[Row] = []
    for path in files:
        loaded = rows.load(path, known)
        if loaded.skipped:
            console.err.print(f"{path}：{loaded.skipped} 行没有 text，已跳过。", markup=False, soft_wrap=True)
        found += loaded.rows
    if not found:
        raise BadInput("没有可以评测的内容：文件里没有带 text 的行。")
    return found


def _evaluated(files: list[Path]) -> list[Judged]:
    label_by_intent = labels.load()
    found = load_rows(files, label_by_intent)
    with progress("评测 / evaluating") as tell:
        return predictions.predict(settings.load(), found, label_by_intent, tell)


def _cross_validated() -> list[Judged]:
    with progress("交叉验证 / cross-validating") as tell:
        return predictions.cross_validate(settings.load(), labels.load(), tell)


def _draw(path: Path, judged: list[Judged], title: str) -> None:
    if not any(one.row.intent is not None for one in judged):
        raise BadInput("画图需要 intent，这些行里没有。")
    try:
        path.write_text(plot.draw(judged, title), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"图写不进 {path}（{error.strerror or error}）。") from error


@contextmanager
def progress(name: str) -> Iterator[OnProgress]:
    """A bar on standard error while it is a terminal; nothing otherwise."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    hidden = not console.err.is_terminal
    with Progress(*columns, TimeElapsedColumn(), console=console.err, transient=True, disable=hidden) as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)
