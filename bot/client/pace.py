"""How patient a client is: waiting times of connections, answers and repeats."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

_chance = secrets.SystemRandom().random


@dataclass(frozen=True)
class Pace:
    """Times in seconds.

    Attributes:
        open_s: for one try to connect, the welcome included.
        answer_s: for the answer to a message; then the connection counts as dead and is made anew.
        first_s, most_s: pause before connecting again; doubles with each try that leads nowhere, half of it by chance,
            so that many clients of a hub that comes back do not all arrive at once.
        steady_s: a connection that held so long makes the next pause the first one again.
        tries: tries in a row to connect before giving up; None: for ever.
        repeats: how often a message the hub could not take now (``store_unavailable``, ``too_much``) is sent again.
        unanswered: messages that may wait for an answer; ``send`` waits for room.
        unread: happenings kept for a reader who is slow; what is more is fetched again from the hub.
    """

    open_s: float = 10.0
    answer_s: float = 30.0
    first_s: float = 0.5
    most_s: float = 30.0
    steady_s: float = 5.0
    tries: int | None = None
    repeats: int = 8
    unanswered: int = 100
    unread: int = 1000


class Backoff:
    """The pauses between tries. ``chance`` gives numbers from 0 to 1."""

    def __init__(self, pace: Pace, chance: Callable[[], float] = _chance) -> None:
        self._pace = pace
        self._chance = chance
        self.tries = 0

    def reset(self) -> None:
        """It worked."""
        self.tries = 0

    def next(self) -> float:
        """Seconds to wait before the next try."""
        # No further doubling once the longest pause is reached: the number would grow without end.
        whole = min(self._pace.most_s, self._pace.first_s * 2.0 ** min(self.tries, 30))
        self.tries += 1
        return whole / 2 + self._chance() * whole / 2

    @property
    def worn_out(self) -> bool:
        """Whether there were as many tries as there may be."""
        return self._pace.tries is not None and self.tries >= self._pace.tries
