"""A member of staff as the router sees them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bot.handoff.people import SENIOR, Role

Status = Literal["online", "break", "away", "lost"]
"""``lost``: the presence lease lapsed without a goodbye."""


@dataclass(frozen=True)
class Seat:
    """Somebody who may be offered customers, at one moment.

    Attributes:
        active: customers they serve or are being offered now.
        capacity: customers they serve at once, the group's default already put in; 0 takes nobody.
        idle_since: when they last got or gave up a customer, or came on duty (ms).
    """

    agent_id: str
    name: str
    role: Role
    groups: frozenset[str]
    skills: frozenset[str]
    status: Status
    active: int
    capacity: int
    idle_since: int

    @property
    def free(self) -> bool:
        """On duty with room for one more."""
        return self.status == "online" and self.active < self.capacity

    @property
    def senior(self) -> bool:
        """Whether a complaint the first line cannot solve may go to them (D3)."""
        return self.role in SENIOR

    @property
    def load(self) -> float:
        """How full their hands are: 0 empty, 1 full, more when an urgent one came on top."""
        return self.active / self.capacity if self.capacity else 1.0

    def with_one_more(self, now_ms: int) -> Seat:
        """The seat after another customer was offered to it."""
        return replace(self, active=self.active + 1, idle_since=now_ms)
