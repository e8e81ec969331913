"""The newest events of one conversation, as a process remembers them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

from bot.handoff.history import RECENT, typed_by_customer

LINES = 8
"""So many of the customer's last lines are kept apart."""

Event = dict[str, Any]


class Tail:
    """The last :data:`RECENT` events without a gap; more are forgotten as new ones come.

    Every message of a customer is read after their last lines, and to look for those among the events each time costs
    more than to keep them: a dozen events are a dozen places of memory.

    Args:
        events: at least one.

    Attributes:
        last: number of the newest event.
    """

    def __init__(self, events: Sequence[Event]) -> None:
        self._events: deque[Event] = deque(maxlen=RECENT)
        self._lines: deque[tuple[int, str]] = deque(maxlen=LINES)
        self.last = 0
        self.extend(events)

    @property
    def first(self) -> int:
        """Number of the oldest event."""
        return self.last - len(self._events) + 1

    def extend(self, events: Sequence[Event]) -> None:
        """Add the events that follow."""
        self._events.extend(events)
        self._lines.extend((event["seq"], event["text"]) for event in events if typed_by_customer(event))
        self.last = events[-1]["seq"]

    def newest(self, count: int) -> list[Event] | None:
        """The newest events, or None when they are not all here."""
        if len(self._events) < count and self.first > 1:
            return None
        return list(self._events)[-count:]

    def after(self, since: int) -> list[Event] | None:
        """Everything after a number, or None when it is not all here."""
        return None if self.first > since + 1 else [event for event in self._events if event["seq"] > since]

    def customer_lines(self, most: int) -> list[str] | None:
        """What the customer typed last among the :data:`RECENT` newest events, or None when that is not all here."""
        if most > LINES or (len(self._events) < RECENT and self.first > 1):
            return None
        first = self.first
        return [text for seq, text in self._lines if seq >= first][-most:]
