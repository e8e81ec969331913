"""The reports of ``jiezhu bench`` as people read them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.console import Console

from bot.cli.figures_table import figures_table
from bot.runtime.bench.figures import GOALS, MAIN, STOCK, Goal, met
from bot.runtime.bench.models import EPOCHS
from bot.runtime.bench.parity import Parity

_SHOWN = 20

_MEANING = {
    "turn_ms_p50": "一轮中位",
    "turn_ms_p99": "一轮 99%",
    "turns_per_s": "每秒轮数",
    "rss_mb": "内存",
    "ready_s": "启动",
    "growth_500": "第500轮:第5轮",
    "train_s": "训练",
}


def show_speed(out: Console, found: Mapping[str, float], notes: Mapping[str, object]) -> None:
    """The goals' figures with what is asked, then the rest, then which goals are met."""
    goals = {goal.key: goal for goal in GOALS}
    good, missed = met(found)
    table = figures_table(out, "指标 / figure", "ours", "stock", "ratio", "goal", "")
    for key in MAIN:
        mark = "✓" if goals[key] in good else "✗"
        table.add_row(f"{key} {_MEANING[key]}", *_pair(found, key), str(goals[key]), mark)
    for key in sorted(found):
        if not key.startswith(STOCK) and key not in MAIN:
            table.add_row(key, *_pair(found, key), "", "")
    out.print(table)
    out.print(f"负载 / load average: {notes['load_before']} → {notes['load_after']}", markup=False)
    if not notes["same_data"]:
        out.print("对照模型用的是旧数据。 / The stock model was trained on older data.", markup=False)
    if notes["stock_epochs"] != EPOCHS:
        out.print(
            f"对照模型只训练了 {notes['stock_epochs']} 轮。 / Stock was trained for so many epochs only.", markup=False
        )
    out.print(f"达到 / met: {_names(good)}", markup=False, soft_wrap=True)
    out.print(f"没达到 / not met: {_names(missed)}", markup=False, soft_wrap=True)


def show_understanding(out: Console, found: Mapping[str, float | int | None], *, same: bool) -> None:
    """Our figures beside stock's."""
    table = figures_table(out, "指标 / figure", "ours", "stock")
    for name, value in found.items():
        if not name.startswith(STOCK):
            table.add_row(name, _number(value), _number(found.get(f"{STOCK}{name}")))
    out.print(table)
    if not same:
        out.print("对照模型用的是旧数据。 / The stock model was trained on older data.", markup=False)


def show_parity(out: Console, found: Parity) -> None:
    """The count, and the first differences."""
    out.print(
        f"{found.conversations} conversations, {found.texts} texts, with TensorFlow {found.tensorflow} and without: "
        f"{len(found.differences)} differences",
        markup=False,
        soft_wrap=True,
    )
    for one in found.differences[:_SHOWN]:
        out.print(f"  {one.what}: {one.light} ≠ {one.full}  “{one.text[:40]}”", markup=False, soft_wrap=True)


def parity_figures(found: Parity) -> dict[str, object]:
    """Parity as programs read it."""
    return {
        "conversations": found.conversations,
        "texts": found.texts,
        "tensorflow": found.tensorflow,
        "different": len(found.differences),
        "differences": [asdict(one) for one in found.differences],
    }


def show_goals(out: Console, found: Mapping[str, float], goals: Sequence[Goal]) -> None:
    """The figures of a measurement of the hub, those that something is asked of first."""
    asked = {goal.key: goal for goal in goals}
    table = figures_table(out, "指标 / figure", "", "goal", "")
    for key in [*asked, *(name for name in found if name not in asked)]:
        goal = asked.get(key)
        table.add_row(
            key, _number(found[key]), str(goal or ""), "" if goal is None else "✓" if goal.is_met(found) else "✗"
        )
    out.print(table)


def _pair(found: Mapping[str, float], key: str) -> tuple[str, str, str]:
    ours, stock = found.get(key), found.get(f"{STOCK}{key}")
    ratio = ours / stock if ours is not None and stock else math.nan
    return _number(ours), _number(stock), "" if math.isnan(ratio) else f"{ratio:.2f}"


def _names(goals: Sequence[Goal]) -> str:
    return "、".join(goal.key for goal in goals) or "–"


def _number(value: float | int | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"
