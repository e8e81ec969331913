"""Opening hours by rule: which days count as what, and how opening time is counted (playbook D6)."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.service_samples import HOUR_MS, OFFICE, Announced, at, office_hours, span

from bot.adapters.business_calendar import DAY_MS, MINUTE_MS, BusinessCalendar, CalendarRule, Spans
from bot.handoff.hours import FOREVER_MS, AlwaysOpen, Hours

WHOLE: Spans = ((0, DAY_MS),)


@pytest.mark.parametrize(
    ("moment", "is_open", "next_open", "closes_at"),
    [
        ("2026-11-23 08:59", False, "2026-11-23 09:00", "2026-11-23 08:59"),
        ("2026-11-23 09:00", True, "2026-11-23 09:00", "2026-11-23 12:00"),
        ("2026-11-23 12:00", False, "2026-11-23 13:00", "2026-11-23 12:00"),
        ("2026-11-23 17:59", True, "2026-11-23 17:59", "2026-11-23 18:00"),
        ("2026-11-27 18:00", False, "2026-11-30 09:00", "2026-11-27 18:00"),
        ("2026-11-29 00:00", False, "2026-11-30 09:00", "2026-11-29 00:00"),
    ],
)
def test_opening_belongs_to_the_span_and_closing_does_not(
    moment: str, is_open: bool, next_open: str, closes_at: str
) -> None:
    """Monday to Friday with a lunch break, at the edges."""
    hours = office_hours()

    assert hours.is_open(at(moment)) is is_open
    assert hours.next_open(at(moment)) == at(next_open)
    assert hours.closes_at(at(moment)) == at(closes_at)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-23 11:50", 10, "2026-11-23 12:00"),
        ("2026-11-23 11:50", 11, "2026-11-23 13:01"),
        ("2026-11-27 17:50", 30, "2026-11-30 09:20"),
        ("2026-11-28 03:00", 30, "2026-11-30 09:30"),
        ("2026-11-23 09:00", 8 * 60 * 5 + 1, "2026-11-30 09:01"),
        ("2026-11-28 03:00", 0, "2026-11-28 03:00"),
    ],
)
def test_opening_time_runs_over_lunch_night_and_weekend(start: str, minutes: int, end: str) -> None:
    """A promise of 30 minutes made ten minutes before the weekend is due on Monday at 09:20."""
    hours = office_hours()

    assert hours.after(at(start), minutes * MINUTE_MS) == at(end)
    assert hours.between(at(start), at(end)) == minutes * MINUTE_MS


def test_holidays_and_makeup_workdays_have_hours_of_their_own() -> None:
    """A holiday on a weekday is short, a Saturday that is worked for it is a whole day."""
    announced = Announced({date(2026, 10, 1): "holiday", date(2026, 10, 10): "makeup"})
    rule = CalendarRule((OFFICE,) * 5 + ((), ()), holidays=(span("10:00", "12:00"),), makeup_days=OFFICE)
    hours = BusinessCalendar(rule, announced)

    assert hours.next_open(at("2026-10-01 00:00")) == at("2026-10-01 10:00")
    assert hours.closes_at(at("2026-10-01 11:00")) == at("2026-10-01 12:00")
    assert hours.is_open(at("2026-10-10 09:30"))
    assert not hours.is_open(at("2026-10-17 09:30"))


def test_what_the_shop_says_of_a_day_goes_before_what_is_announced() -> None:
    """Hours of a single day go first, then the shop's word on what a day is, then the announcement."""
    holiday, own, taken = date(2026, 10, 1), date(2026, 10, 2), date(2027, 2, 5)
    rule = CalendarRule((OFFICE,) * 7, holidays=(), days={own: WHOLE}, kinds={taken: "holiday"})
    hours = BusinessCalendar(rule, Announced({holiday: "holiday", own: "holiday"}))

    assert not hours.is_open(at("2026-10-01 10:00"))
    assert hours.is_open(at("2026-10-02 23:59"))
    assert not hours.is_open(at("2027-02-05 10:00"))


def test_a_holiday_is_a_day_like_others_when_the_shop_says_nothing_of_holidays() -> None:
    """Without hours for holidays, weekdays decide."""
    hours = BusinessCalendar(CalendarRule((OFFICE,) * 7), Announced({date(2026, 10, 1): "holiday"}))

    assert hours.is_open(at("2026-10-01 10:00"))


def test_hours_that_meet_at_midnight_are_one_span() -> None:
    """A night shift written as two days does not close at midnight."""
    rule = CalendarRule(((span("00:00", "02:00"), (20 * HOUR_MS, DAY_MS)),) * 7)
    hours = BusinessCalendar(rule, Announced())

    assert hours.closes_at(at("2026-11-23 21:00")) == at("2026-11-24 02:00")
    assert hours.is_open(at("2026-11-24 00:00"))


def test_a_shop_that_never_opens_gives_forever_and_not_an_endless_search() -> None:
    """Nothing to be seen within ten years is never, and never stays never."""
    hours = BusinessCalendar(CalendarRule(((),) * 7), Announced())

    assert hours.next_open(at("2026-11-23 09:00")) == FOREVER_MS
    assert hours.after(at("2026-11-23 09:00"), 1) == FOREVER_MS
    assert hours.after(FOREVER_MS, 1) == FOREVER_MS
    assert hours.between(at("2026-11-23 09:00"), at("2027-11-23 09:00")) == 0


def test_a_year_of_opening_time_is_counted_in_days_and_not_in_minutes() -> None:
    """A year there and back takes less than a tenth of a second; walking minutes takes far more."""
    hours, start = office_hours(), at("2026-01-01 00:00")
    began = time.perf_counter()
    total = hours.between(start, start + 365 * DAY_MS)

    assert hours.between(start, hours.after(start, total)) == total
    assert time.perf_counter() - began < 0.1


_MINUTES = st.lists(st.integers(0, 1440), max_size=6, unique=True).map(sorted)
_DAYS = st.lists(_MINUTES, min_size=7, max_size=7).map(
    lambda days: tuple(
        tuple((a * MINUTE_MS, b * MINUTE_MS) for a, b in zip(d[::2], d[1::2], strict=False)) for d in days
    )
)


@given(_DAYS, st.integers(0, 4 * 1440), st.integers(0, 4 * 1440), st.integers(1, 3000))
def test_counting_by_spans_agrees_with_walking_minute_by_minute(
    weekdays: tuple[Spans, ...], start_minute: int, span_minutes: int, business_minutes: int
) -> None:
    """Any week, any stretch of four days: the slow way and the quick way say the same."""
    rule = CalendarRule(weekdays)
    hours = BusinessCalendar(rule, Announced())
    start = at("2026-11-23 00:00") + start_minute * MINUTE_MS
    walked = [minute for minute in range(span_minutes) if _open_by_hand(rule, start_minute + minute)]

    assert hours.between(start, start + span_minutes * MINUTE_MS) == len(walked) * MINUTE_MS
    assert hours.is_open(start) == _open_by_hand(rule, start_minute)
    if hours.after(start, business_minutes * MINUTE_MS) <= start + span_minutes * MINUTE_MS:
        assert (
            hours.after(start, business_minutes * MINUTE_MS) == start + (walked[business_minutes - 1] + 1) * MINUTE_MS
        )
    else:
        assert len(walked) < business_minutes


@given(st.sampled_from([office_hours(), AlwaysOpen()]), st.integers(0, 10**10), st.integers(0, 10**9))
def test_after_is_the_first_moment_by_which_so_much_opening_time_has_passed(
    hours: Hours, start: int, business_ms: int
) -> None:
    """To the millisecond: all of it has passed then, and not yet a millisecond before."""
    end = hours.after(start, business_ms)

    assert hours.between(start, end) == business_ms
    assert business_ms == 0 or hours.between(start, end - 1) < business_ms


def test_a_shop_that_is_always_open_never_closes() -> None:
    """Opening time is time."""
    hours = AlwaysOpen()

    assert (hours.is_open(5), hours.next_open(5), hours.closes_at(5)) == (True, 5, FOREVER_MS)
    assert (hours.after(5, 10), hours.after(5, -1), hours.between(5, 7), hours.between(7, 5)) == (15, 5, 2, 0)


def _open_by_hand(rule: CalendarRule, minute: int) -> bool:
    day, within = divmod(minute, 1440)
    return any(start <= within * MINUTE_MS < end for start, end in rule.weekdays[day % 7])
