"""The figures of ``jiezhu bench engine``, under the names programs read, and what is asked of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.runtime.bench.contest import Turn
from bot.runtime.bench.load import LONG, SHORT
from bot.runtime.evaluation.metrics import quantile

Figures = dict[str, float]

STOCK = "stock_"
"""In front of a figure of stock Rasa."""

MAIN = ("turn_ms_p50", "turn_ms_p99", "turns_per_s", "rss_mb", "ready_s", "growth_500", "train_s")


@dataclass(frozen=True)
class Goal:
    """What is asked: a bound on our figure itself, or on its ratio to stock's."""

    key: str
    bound: float
    at_most: bool = True
    of_stock: bool = True

    def value(self, found: Mapping[str, float]) -> float:
        """What is compared with the bound."""
        ours = found[self.key]
        if not self.of_stock:
            return ours
        return ours / found[f"{STOCK}{self.key}"]

    def is_met(self, found: Mapping[str, float]) -> bool:
        """Whether the figures are good enough."""
        value = self.value(found)
        return value <= self.bound if self.at_most else value >= self.bound

    def __str__(self) -> str:
        sign = "≤" if self.at_most else "≥"
        return f"{sign} {self.bound:.3g}{' ×' if self.of_stock else ''}"


GOALS = (
    Goal("turn_ms_p50", 1 / 3),
    Goal("turn_ms_p99", 1 / 3),
    Goal("turns_per_s", 4, at_most=False),
    Goal("rss_mb", 1 / 2),
    Goal("ready_s", 1 / 2),
    Goal("growth_500", 1.2, of_stock=False),
    Goal("train_s", 300, of_stock=False),
)


def of_turns(turns: Mapping[int, Sequence[Turn]]) -> Figures:
    """Median and 99th percentile in milliseconds: of all, by the conversation's length, with an action and without."""
    everything = [turn for part in turns.values() for turn in part]
    parts = {
        "": everything,
        f"_{SHORT}": turns[SHORT],
        f"_{LONG}": turns[LONG],
        "_action": [turn for turn in everything if turn.action],
        "_plain": [turn for turn in everything if not turn.action],
    }
    found: Figures = {}
    for suffix, part in parts.items():
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            value = quantile((turn.ms for turn in part), share)
            if value is not None:
                found[f"turn_ms_{name}{suffix}"] = value
    return found


def of_growth(near: Sequence[float], far: Sequence[float]) -> Figures:
    """How much longer a turn takes around the 500th than around the 5th, and both medians.

    Raises:
        ValueError: there are no turns to compare.
    """
    fifth, five_hundredth = quantile(near, 0.5), quantile(far, 0.5)
    if fifth is None or five_hundredth is None:
        raise ValueError("no turns to compare")
    return {"growth_500": five_hundredth / fifth, "turn_ms_5th": fifth, "turn_ms_500th": five_hundredth}


def beside(ours: Mapping[str, float], stock: Mapping[str, float]) -> Figures:
    """Both engines' figures in one flat table, rounded to what can be told apart."""
    both = {**ours, **{f"{STOCK}{name}": value for name, value in stock.items()}}
    return {name: round(value, 3 if "growth" in name else 2) for name, value in both.items()}


def met(found: Mapping[str, float]) -> tuple[list[Goal], list[Goal]]:
    """The goals that are met and those that are not."""
    return [goal for goal in GOALS if goal.is_met(found)], [goal for goal in GOALS if not goal.is_met(found)]
