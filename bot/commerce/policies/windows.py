"""Windows of so many days, counted from the day after, on the shop's calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.commerce.days import last_moment, shop_day


def closes_at(start: datetime, days: int) -> datetime:
    """The last second of the last day, when the first is the day after ``start``."""
    return last_moment(shop_day(start) + timedelta(days=days))


def still_open(until: datetime, now: datetime) -> bool:
    """Whether it has not closed; the last second counts."""
    return int(now.timestamp()) <= int(until.timestamp())
