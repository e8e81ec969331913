"""Days on the shop's calendar: what customers and couriers mean by "today" and "the 23rd"."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from bot.kernel.clock import SHOP_ZONE, in_shop_zone, spoken_date


def shop_day(at: datetime) -> date:
    """The day an instant falls on, on the shop's wall clock."""
    return in_shop_zone(at).date()


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A wall-clock time of the shop on a day, as aware UTC."""
    return datetime.combine(day, time(hour, minute), SHOP_ZONE).astimezone(timezone.utc)


def last_moment(day: date) -> datetime:
    """The last second of a day on the shop's wall clock, as aware UTC."""
    return moment(day + timedelta(days=1), 0) - timedelta(seconds=1)


def spoken_day(day: date) -> str:
    """A day as an agent would write it in a chat: ``11月23日``."""
    return spoken_date(moment(day, 12))
