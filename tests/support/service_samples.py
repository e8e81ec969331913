"""Targets, calendars and moments for tests of the rules of service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.adapters.business_calendar import MINUTE_MS, BusinessCalendar, CalendarRule, Spans
from bot.adapters.public_holidays import DayKind
from bot.handoff.targets import Target
from bot.kernel.clock import SHOP_ZONE, to_ms

SECOND_MS, HOUR_MS = 1_000, 60 * MINUTE_MS

TARGETS = (
    Target("first_response", "首次响应", 60_000, 20_000, "handoff", "first_reply", True, True, "warning"),
    Target("next_response", "回复客户", 180_000, 60_000, "customer", "reply", True, True, "warning"),
    Target("resolution", "办结", 4 * HOUR_MS, 30 * MINUTE_MS, "handoff", "resolved", True, True, "info"),
    Target("senior_10", "资深接手", 10 * MINUTE_MS, 180_000, "handoff", "senior", True, False, "urgent", "urgent"),
    Target("golden_30", "黄金30分钟", 30 * MINUTE_MS, 10 * MINUTE_MS, "risk", "first_reply", True, False, "urgent"),
    Target("anger_2h", "情绪高点", 2 * HOUR_MS, 30 * MINUTE_MS, "risk", "resolved", False, False, "urgent"),
)


class Announced:
    """Public holidays as a test says them."""

    def __init__(self, kinds: Mapping[date, DayKind] | None = None, known: tuple[int, ...] = (2026,)) -> None:
        self._kinds, self._known = kinds or {}, known

    def knows(self, year: int) -> bool:
        """See :class:`bot.adapters.public_holidays.PublicHolidays`."""
        return year in self._known

    def kind(self, day: date) -> DayKind:
        """See :class:`bot.adapters.public_holidays.PublicHolidays`."""
        return self._kinds.get(day, "ordinary")


def _since_midnight(text: str) -> int:
    hour, minute = text.split(":")
    return (int(hour) * 60 + int(minute)) * MINUTE_MS


def span(begin: str, end: str) -> tuple[int, int]:
    """A span of a day: ``span("09:00", "22:00")``."""
    return _since_midnight(begin), _since_midnight(end)


OFFICE: Spans = (span("09:00", "12:00"), span("13:00", "18:00"))


def office_hours() -> BusinessCalendar:
    """Nine to six with an hour of lunch, Monday to Friday."""
    return BusinessCalendar(CalendarRule((OFFICE,) * 5 + ((), ())), Announced())


def at(text: str) -> int:
    """A moment on the shop's wall clock, in ms: ``at("2026-11-23 09:00")``."""
    return to_ms(datetime.fromisoformat(text).replace(tzinfo=SHOP_ZONE))
