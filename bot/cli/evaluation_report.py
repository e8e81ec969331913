"""The report of ``jiezhu evaluate`` as people read it: figures, labels, worst confusions."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from bot.cli.figures_table import figures_table
from bot.runtime.evaluation import metrics
from bot.runtime.evaluation.figures import SAMPLINGS, Figures, confusions, figures, label_pairs
from bot.runtime.evaluation.predictions import Judged

_WORST = 12
_EXAMPLES = 3
_EXAMPLE_CHARS = 40


def show(out: Console, judged: Sequence[Judged]) -> None:
    """Print everything the rows allow; plain text when ``out`` is not a terminal."""
    _show_figures(out, judged)
    if any(one.row.intent is not None for one in judged):
        _show_labels(out, judged)
        _show_confusions(out, judged)


def _show_figures(out: Console, judged: Sequence[Judged]) -> None:
    columns: dict[str, Figures] = {"全部 / all": figures(judged)}
    for sampling in SAMPLINGS:
        part = [one for one in judged if one.row.sampling == sampling]
        if part:
            columns[sampling] = figures(part)
    table = figures_table(out, "指标 / figure", *columns)
    for name in next(iter(columns.values())):
        table.add_row(name, *(_shown(column.get(name)) for column in columns.values()))
    out.print(table)


def _show_labels(out: Console, judged: Sequence[Judged]) -> None:
    strict = metrics.scores_by_label(label_pairs(judged, lenient=False))
    lenient = metrics.scores_by_label(label_pairs(judged, lenient=True))
    out.print("\n各标签 / by label（P 准确率 precision，R 召回率 recall；括号里是宽松 lenient）", soft_wrap=True)
    table = figures_table(out, "标签 / label", "n", "P", "R", "F1", "(P)", "(R)", "(F1)")
    for label in sorted(strict, key=lambda name: (strict[name].f1 or 0.0, name)):
        cells = [
            _shown(value)
            for found in (strict[label], lenient[label])
            for value in (found.precision, found.recall, found.f1)
        ]
        table.add_row(label, str(strict[label].meant), *cells)
    out.print(table)


def _show_confusions(out: Console, judged: Sequence[Judged]) -> None:
    worst = confusions(judged)[:_WORST]
    if worst:
        out.print("\n最常见的混淆 / worst confusions（应为 → 判为；宽松口径下算对的不列）", soft_wrap=True)
    for mistake in worst:
        out.print(f"  {len(mistake.texts)} × {mistake.truth} → {mistake.verdict}", markup=False, soft_wrap=True)
        for text in mistake.texts[:_EXAMPLES]:
            out.print(f"      {_short(text)}", markup=False, soft_wrap=True)


def _shown(value: float | int | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXAMPLE_CHARS else f"{line[:_EXAMPLE_CHARS]}…"
