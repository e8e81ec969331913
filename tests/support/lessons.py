"""Lessons for tests of what is suggested to the designers."""

from __future__ import annotations

import itertools

from bot.handoff.ports import Lesson
from bot.runtime.lessons.designers_files import Examples

NOW = 1_795_219_200_000
"""21 November 2026, 08:00 in China."""
DAY = 24 * 3600 * 1000

EXAMPLES = Examples(
    by_intent={
        "ask_logistics": ["我的快递到哪了", "[SF1928374650112](tracking_no)到哪了"],
        "complain_delay": ["怎么还不到"],
        "request_refund": ["我要退款"],
        "out_of_scope": ["明天下雨吗"],
    },
    skill_of={
        "ask_logistics": "logistics",
        "complain_delay": "logistics",
        "request_refund": "other_matters",
        "out_of_scope": "fallback",
    },
    indent={"logistics": 0, "other_matters": 2, "fallback": 0},
)

_numbers = itertools.count(1)


def missed(text: str, *ranking: tuple[str, float], days: float = 1, predicted: str = "nlu_fallback") -> Lesson:
    """A message the bot did not understand, so many days ago."""
    confidence = ranking[0][1] if ranking else 0.0
    at = NOW - int(days * DAY)
    return Lesson(f"c_{next(_numbers)}", 1, at, text, predicted, confidence, list(ranking), "missed")


def unsure(text: str, *ranking: tuple[str, float], days: float = 1) -> Lesson:
    """A message the bot answered, but barely."""
    at = NOW - int(days * DAY)
    return Lesson(f"c_{next(_numbers)}", 1, at, text, ranking[0][0], ranking[0][1], list(ranking), "unsure")


def labelled(text: str, label: str, *, predicted: str = "nlu_fallback", days: float = 1) -> Lesson:
    """A message an agent said the meaning of."""
    at = NOW - int(days * DAY)
    return Lesson(f"c_{next(_numbers)}", 1, at, text, predicted, 0.3, [], "relabelled", label, "s_xiaolin")
