"""When people are there: opening hours as a port, and the hours of a shop that never closes (playbook D6, invariant 9).

All times are milliseconds since 1970 (UTC). "Opening time" is time within opening hours; what an opening hour is on
which day is an adapter's business (:mod:`bot.adapters.business_calendar`).
"""

from __future__ import annotations

from typing import Protocol

FOREVER_MS = 253_402_214_400_000
"""The last day of the year 9999: "never", as a time that every part can still write down."""


class Hours(Protocol):
    """A calendar of opening hours. All methods are pure and quick, over months as well."""

    def is_open(self, at_ms: int) -> bool:
        """Whether it is open; the moment of opening belongs to it, the moment of closing does not."""
        ...

    def next_open(self, at_ms: int) -> int:
        """``at_ms`` itself when open, else the next opening; :data:`FOREVER_MS` when none is to be seen."""
        ...

    def after(self, at_ms: int, business_ms: int) -> int:
        """The first moment by which ``business_ms`` of opening time have passed since ``at_ms``.

        Nothing to wait for (zero or less) gives ``at_ms``; :data:`FOREVER_MS` when it never comes.
        """
        ...

    def between(self, start_ms: int, end_ms: int) -> int:
        """Opening time from ``start_ms`` to ``end_ms``; 0 when the end is not later than the start."""
        ...

    def closes_at(self, at_ms: int) -> int:
        """End of the present opening span, ``at_ms`` when closed, :data:`FOREVER_MS` when no end is to be seen."""
        ...


class AlwaysOpen:
    """Hours of a shop where somebody is there day and night: opening time is time."""

    def is_open(self, at_ms: int) -> bool:  # noqa: ARG002 - the port names it
        """See :class:`Hours`."""
        return True

    def next_open(self, at_ms: int) -> int:
        """See :class:`Hours`."""
        return at_ms

    def after(self, at_ms: int, business_ms: int) -> int:
        """See :class:`Hours`."""
        return at_ms + max(business_ms, 0)

    def between(self, start_ms: int, end_ms: int) -> int:
        """See :class:`Hours`."""
        return max(end_ms - start_ms, 0)

    def closes_at(self, at_ms: int) -> int:  # noqa: ARG002 - the port names it
        """See :class:`Hours`."""
        return FOREVER_MS
