"""Opening hours from a rule: weekdays, public holidays, make-up workdays and the shop's own days (playbook D6).

Days are days in China, which has had one zone and no summer time since 1991: a day is 24 hours, so whole days are
counted, never minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from bot.adapters.public_holidays import DayKind, PublicHolidays
from bot.handoff.hours import FOREVER_MS

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
_ZONE_MS = 8 * 60 * MINUTE_MS
"""China Standard Time is eight hours ahead of UTC."""
_EPOCH = date(1970, 1, 1)
_LAST_DAY = FOREVER_MS // DAY_MS - 1
_FAR = 3660
"""Days looked ahead: a shop that stays closed for ten years does not open again."""

Spans = tuple[tuple[int, int], ...]
"""When it is open on a day: (from, until) in ms since midnight, in order, apart from each other; empty for closed."""


@dataclass(frozen=True)
class CalendarRule:
    """What the shop says of its hours.

    Attributes:
        weekdays: Monday to Sunday.
        holidays: on public holidays; None when they are days like others.
        makeup_days: on weekend days that are worked for a holiday; None when they are days like others.
        days: hours of single days, which go before everything else.
        kinds: what the shop itself says of a day, before what is announced: for a year that is not announced yet.
    """

    weekdays: tuple[Spans, ...]
    holidays: Spans | None = None
    makeup_days: Spans | None = None
    days: Mapping[date, Spans] = field(default_factory=dict)
    kinds: Mapping[date, DayKind] = field(default_factory=dict)

    @property
    def needs_announcements(self) -> bool:
        """Whether public holidays make a difference."""
        return self.holidays is not None or self.makeup_days is not None

    @property
    def never_closes(self) -> bool:
        """Whether it is open day and night on every day."""
        special = (spans for spans in (self.holidays, self.makeup_days, *self.days.values()) if spans is not None)
        return all(spans == ((0, DAY_MS),) for spans in (*self.weekdays, *special))


class BusinessCalendar:
    """Implements :class:`bot.handoff.hours.Hours` by a rule."""

    def __init__(self, rule: CalendarRule, announced: PublicHolidays) -> None:
        self._rule = rule
        self._announced = announced
        # More days than one look ahead meets, else they would push each other out.
        self._on = lru_cache(maxsize=4 * _FAR)(self._spans)

    def is_open(self, at_ms: int) -> bool:
        """See :class:`bot.handoff.hours.Hours`."""
        return self._present(at_ms) is not None

    def next_open(self, at_ms: int) -> int:
        """See :class:`bot.handoff.hours.Hours`."""
        return next((start for start, _ in self._ahead(at_ms)), FOREVER_MS)

    def after(self, at_ms: int, business_ms: int) -> int:
        """See :class:`bot.handoff.hours.Hours`."""
        if business_ms <= 0:
            return at_ms
        left = business_ms
        for start, end in self._ahead(at_ms):
            if left <= end - start:
                return start + left
            left -= end - start
        return FOREVER_MS

    def between(self, start_ms: int, end_ms: int) -> int:
        """See :class:`bot.handoff.hours.Hours`."""
        total = 0
        for start, end in self._ahead(start_ms, until_ms=end_ms):
            total += max(0, min(end, end_ms) - start)
        return total

    def closes_at(self, at_ms: int) -> int:
        """See :class:`bot.handoff.hours.Hours`."""
        if not self.is_open(at_ms):
            return at_ms
        closing = at_ms
        for start, end in self._ahead(at_ms):
            if start > closing:
                return closing
            closing = end
        return FOREVER_MS

    def _present(self, at_ms: int) -> tuple[int, int] | None:
        day, within = divmod(at_ms + _ZONE_MS, DAY_MS)
        return next(((start, end) for start, end in self._on(day) if start <= within < end), None)

    def _ahead(self, at_ms: int, *, until_ms: int = FOREVER_MS) -> Iterator[tuple[int, int]]:
        """Opening spans from a moment on, in ms since 1970; the first one begins no earlier than the moment."""
        first = (at_ms + _ZONE_MS) // DAY_MS
        last = min(first + _FAR if until_ms == FOREVER_MS else (until_ms + _ZONE_MS) // DAY_MS, _LAST_DAY)
        for day in range(first, last + 1):
            midnight = day * DAY_MS - _ZONE_MS
            for start, end in self._on(day):
                if midnight + end > at_ms:
                    yield max(midnight + start, at_ms), midnight + end

    def _spans(self, day: int) -> Spans:
        """When it is open on the day that begins so many days after 1970-01-01."""
        on = _EPOCH + timedelta(days=day)
        if on in self._rule.days:
            return self._rule.days[on]
        kind = self._rule.kinds.get(on)
        if kind is None:
            kind = self._announced.kind(on) if self._rule.needs_announcements else "ordinary"
        if kind == "holiday" and self._rule.holidays is not None:
            return self._rule.holidays
        if kind == "makeup" and self._rule.makeup_days is not None:
            return self._rule.makeup_days
        return self._rule.weekdays[on.weekday()]
