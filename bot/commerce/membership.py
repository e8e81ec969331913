"""A customer's standing with the shop: level, points, account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class AccountState(str, Enum):
    """Whether the account can be used: yes, locked for safety, or being closed at the customer's wish."""

    NORMAL = "normal"
    LOCKED = "locked"
    CLOSING = "closing"


@dataclass(frozen=True)
class Membership:
    """Level, points and account.

    Attributes:
        expiring_points: how many of the points lapse on ``expiring_on``.
        next_level: what comes after this level, empty at the top.
        points_to_next: how many points it still takes to get there.
    """

    level: str
    points: int
    state: AccountState = AccountState.NORMAL
    expiring_points: int = 0
    expiring_on: date | None = None
    next_level: str = ""
    points_to_next: int = 0
    benefits: tuple[str, ...] = ()
