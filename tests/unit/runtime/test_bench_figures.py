"""The figures of ``jiezhu bench engine``: their names, their arithmetic, and what is asked of them."""

from __future__ import annotations

import pytest

from bot.runtime.bench.contest import Turn
from bot.runtime.bench.figures import GOALS, MAIN, beside, met, of_growth, of_turns
from bot.runtime.bench.load import LONG, SHORT

GOOD = {
    "turn_ms_p50": 10.0,
    "turn_ms_p99": 30.0,
    "turns_per_s": 80.0,
    "rss_mb": 300.0,
    "ready_s": 5.0,
    "growth_500": 1.1,
    "train_s": 60.0,
    "stock_turn_ms_p50": 30.0,
    "stock_turn_ms_p99": 90.0,
    "stock_turns_per_s": 20.0,
    "stock_rss_mb": 600.0,
    "stock_ready_s": 10.0,
    "stock_growth_500": 40.0,
    "stock_train_s": 4000.0,
}


def test_every_figure_has_its_name_for_both_engines() -> None:
    """What a judge's program reads."""
    ours = dict.fromkeys(MAIN, 1.0)

    found = beside(ours, ours)

    asked = {"turn_ms_p50", "turn_ms_p99", "turns_per_s", "rss_mb", "ready_s", "growth_500", "train_s"}
    assert found.keys() == asked | {f"stock_{name}" for name in asked}


def test_turns_are_told_by_length_and_by_whether_an_action_was_called() -> None:
    """The nearest rank: of a hundred turns the 99th percentile is the ninety-ninth, not the worst."""
    turns = {
        SHORT: [Turn(float(ms), action=ms % 2 == 0) for ms in range(1, 51)],
        LONG: [Turn(float(ms), action=False) for ms in range(51, 101)],
    }

    found = of_turns(turns)

    assert (found["turn_ms_p50"], found["turn_ms_p99"]) == (50, 99)
    assert (found["turn_ms_p50_6"], found["turn_ms_p50_40"]) == (25, 75)
    assert (found["turn_ms_p50_action"], found["turn_ms_p99_action"]) == (26, 50)


def test_a_kind_of_turn_that_did_not_occur_has_no_figure() -> None:
    """Not a zero that looks like a very good one."""
    found = of_turns({SHORT: [Turn(5, action=False)], LONG: []})

    assert "turn_ms_p50_40" not in found
    assert "turn_ms_p50_action" not in found


def test_growth_compares_medians() -> None:
    """One slow turn among many says nothing about growth."""
    found = of_growth([10, 10, 900], [12, 12, 12])

    assert found == {"growth_500": 1.2, "turn_ms_5th": 10, "turn_ms_500th": 12}


def test_growth_of_nothing_is_an_error() -> None:
    """Rather than a figure."""
    with pytest.raises(ValueError, match="no turns"):
        of_growth([], [1.0])


def test_figures_exactly_at_the_bound_are_good_enough() -> None:
    """ "At most", "at least"."""
    good, missed = met(GOOD)

    assert missed == []
    assert len(good) == len(GOALS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("turn_ms_p50", 10.1),
        ("turn_ms_p99", 31.0),
        ("turns_per_s", 79.0),
        ("rss_mb", 301.0),
        ("ready_s", 5.1),
        ("growth_500", 1.21),
        ("train_s", 301.0),
    ],
)
def test_each_goal_can_be_missed(name: str, value: float) -> None:
    """A note that always says "met" would say nothing."""
    _, missed = met({**GOOD, name: value})

    assert [goal.key for goal in missed] == [name]
