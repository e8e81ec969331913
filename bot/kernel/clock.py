"""Time as everybody uses it: aware UTC, or whole milliseconds since 1970 where a store or a browser reads it."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from typing import Protocol
from zoneinfo import ZoneInfo

SHOP_ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """The port to time; tests pass a :class:`FixedClock`."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC."""
        ...


class SystemClock:
    """The machine's own time."""

    def now_ms(self) -> int:
        """See :class:`Clock`."""
        return time.time_ns() // 1_000_000


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self._ms = int(at.timestamp() * 1000)

    def now_ms(self) -> int:
        """See :class:`Clock`."""
        return self._ms

    def advance(self, **delta: float) -> None:
        """Move on by ``timedelta(**delta)``."""
        self._ms += int(timedelta(**delta).total_seconds() * 1000)


def from_ms(ms: int) -> datetime:
    """Aware UTC time of a count of milliseconds."""
    return datetime.fromtimestamp(ms / 1000, tz=timezone.utc)


def to_ms(at: datetime) -> int:
    """Whole milliseconds since 1970 of an aware time."""
    return int(at.timestamp() * 1000)


def in_shop_zone(at: datetime) -> datetime:
    """The same instant on the shop's wall clock (China Standard Time)."""
    return at.astimezone(SHOP_ZONE)


def spoken_date(at: datetime) -> str:
    """A day as an agent would write it in a chat: ``11月23日``."""
    local = in_shop_zone(at)
    return f"{local.month}月{local.day}日"


def spoken_time(at: datetime) -> str:
    """A moment as an agent would write it in a chat: ``11月23日 18:05``."""
    return f"{spoken_date(at)} {in_shop_zone(at):%H:%M}"
