"""When a reading calls for a person, and where that person stands in the queue."""

from __future__ import annotations

import pytest

from bot.handoff.control import Priority
from bot.handoff.escalation import escalation, priority_of, priority_of_reason
from bot.handoff.queue_order import HEAD_START_S, more_urgent, score
from bot.kernel.reading import Reading


@pytest.mark.parametrize(
    ("reading", "reason", "priority"),
    [
        (Reading(wants_human=True), "asked", Priority.NORMAL),
        (Reading(wants_human=True, emotion="angry"), "asked", Priority.HIGH),
        (Reading(emotion="angry"), "anger", Priority.HIGH),
        (Reading(risk="high", kinds=("regulator",)), "threat", Priority.URGENT),
        (Reading(risk="high", kinds=("safety",), wants_human=True), "safety", Priority.URGENT),
    ],
)
def test_what_calls_for_a_person(reading: Reading, reason: str, priority: Priority) -> None:
    """Reason and class of each trigger."""
    found = escalation(reading)

    assert found is not None
    assert (found.reason, found.priority) == (reason, priority)


@pytest.mark.parametrize(
    "reading", [Reading(), Reading(emotion="worried"), Reading(emotion="dissatisfied"), Reading(risk="watch")]
)
def test_what_the_bot_may_still_answer(reading: Reading) -> None:
    """Displeasure alone is answered, with empathy."""
    assert escalation(reading) is None


def test_a_reason_from_elsewhere_keeps_the_urgency_of_the_reading() -> None:
    """A bot that failed an angry customer does not put them last."""
    assert priority_of_reason("bot_failed", Reading(emotion="angry")) is Priority.HIGH
    assert priority_of_reason("threat", Reading()) is Priority.URGENT
    assert priority_of(Reading()) is Priority.NORMAL


def test_class_comes_before_time_and_waiting_wins_in_the_end() -> None:
    """Invariant 7: ageing, so nobody waits for ever behind newer and more urgent ones."""
    hour = HEAD_START_S[Priority.URGENT] * 1000

    assert score(Priority.URGENT, 1_000) < score(Priority.NORMAL, 0)
    assert score(Priority.NORMAL, 0) < score(Priority.URGENT, hour + 1)
    assert score(Priority.HIGH, 5) < score(Priority.HIGH, 6)


def test_the_more_urgent_of_two_classes_is_kept() -> None:
    """A calm line does not take an urgent customer back."""
    assert more_urgent(Priority.URGENT, Priority.NORMAL) is Priority.URGENT
