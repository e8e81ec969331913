"""A circuit breaker: after several failures in a row a shop is left alone for a while, and then tried with one call."""

from __future__ import annotations

from enum import Enum

from bot.kernel.clock import Clock

FAILURES = 5
"""Failures in a row after which the shop is taken to be down."""

OPEN_FOR_MS = 15_000
"""How long it is then left alone."""


class State(str, Enum):
    """Calls go through; none does; one does, and its end decides."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Breaker:
    """Every call that was admitted ends in exactly one of :meth:`succeeded`, :meth:`failed`, :meth:`gave_up`."""

    def __init__(self, clock: Clock, *, failures: int = FAILURES, open_for_ms: int = OPEN_FOR_MS) -> None:
        self._clock = clock
        self._limit = failures
        self._open_for_ms = open_for_ms
        self._failures = 0
        self._opened_at: int | None = None
        self._trying = False

    @property
    def state(self) -> State:
        """How it stands now."""
        if self._opened_at is None:
            return State.CLOSED
        over = self._clock.now_ms() - self._opened_at >= self._open_for_ms
        return State.HALF_OPEN if over else State.OPEN

    def admit(self) -> bool:
        """Whether a call may be made. When half open, only the first one may."""
        state = self.state
        if state is State.HALF_OPEN and not self._trying:
            self._trying = True
            return True
        return state is State.CLOSED

    def succeeded(self) -> None:
        """The shop answered."""
        self._failures, self._opened_at, self._trying = 0, None, False

    def failed(self) -> None:
        """The shop did not answer, or answered that it is not well."""
        self._failures += 1
        if self._trying or (self._opened_at is None and self._failures >= self._limit):
            self._opened_at, self._trying = self._clock.now_ms(), False

    def gave_up(self) -> None:
        """The call ended for a reason of ours and says nothing about the shop."""
        self._trying = False
