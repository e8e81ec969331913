"""The order of the queue (invariant 7): priority class, then time queued, with ageing.

A class is worth a head start. A customer's place is the time they were queued minus the head start, so the
place never has to be computed again, and whoever has waited longer than the head start comes first all the same.
"""

from __future__ import annotations

from bot.handoff.control import Priority

HEAD_START_S: dict[Priority, int] = {Priority.URGENT: 3600, Priority.HIGH: 900, Priority.NORMAL: 0}
"""Seconds of waiting that each class is worth."""

DEFAULT_GROUP = "service"
"""The group that every handoff goes to until routing by skill is there."""


def score(priority: Priority, queued_at: int) -> int:
    """Sort key of a waiting customer (ms); the smallest is served first."""
    return queued_at - HEAD_START_S[priority] * 1000


def more_urgent(one: Priority, other: Priority) -> Priority:
    """The more urgent of two classes."""
    ranked = list(Priority)
    return min(one, other, key=ranked.index)
