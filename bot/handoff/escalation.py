"""When a reading calls for a person, and how urgently (playbook D1, D3, E1; issue of the main path, point 4)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.handoff.control import Priority
from bot.kernel.reading import Reading

URGENT_KINDS = frozenset({"safety", "self_harm", "media", "legal", "regulator", "blackmail"})


@dataclass(frozen=True)
class Escalation:
    """Why a person is called; ``reason`` is a code of the handoff lines."""

    reason: str
    priority: Priority


def escalation(reading: Reading) -> Escalation | None:
    """The escalation one message asks for by itself, or None when the bot may answer.

    A request for a person wins over how it is said, so that the reason on the desk is the customer's own;
    the way it is said still lifts the priority.
    """
    priority = priority_of(reading)
    if "self_harm" in reading.kinds or "safety" in reading.kinds:
        return Escalation("safety", Priority.URGENT)
    if reading.risk == "high":
        return Escalation("threat", Priority.URGENT)
    if reading.wants_human:
        return Escalation("asked", priority)
    if reading.emotion == "angry":
        return Escalation("anger", priority)
    return None


def priority_of(reading: Reading) -> Priority:
    """The queue class a reading deserves."""
    if reading.risk == "high" or not URGENT_KINDS.isdisjoint(reading.kinds):
        return Priority.URGENT
    if reading.emotion == "angry" or reading.risk == "watch":
        return Priority.HIGH
    return Priority.NORMAL


def priority_of_reason(reason: str, reading: Reading) -> Priority:
    """The queue class when somebody else (the engine, a failed part) asks for the person."""
    if reason in {"threat", "safety"}:
        return Priority.URGENT
    if reason in {"anger", "service"}:
        return Priority.HIGH
    return priority_of(reading)
