"""China's holidays as announced: what a day is, and honesty about years nobody announced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.adapters.public_holidays import AnnouncedHolidays, DayKind
from bot.commerce.policies.due import is_working_day
from bot.runtime.policies.load import load


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 10, 1), "holiday"),
        (date(2026, 10, 4), "holiday"),
        (date(2026, 10, 10), "makeup"),
        (date(2026, 2, 14), "makeup"),
        (date(2026, 11, 21), "ordinary"),
        (date(2026, 11, 23), "ordinary"),
    ],
)
def test_a_day_is_a_holiday_a_makeup_workday_or_like_others(day: date, kind: DayKind) -> None:
    """Weekend days within a holiday belong to it; an ordinary weekend does not."""
    assert AnnouncedHolidays().kind(day) == kind


def test_a_year_that_is_not_announced_is_not_guessed() -> None:
    """It is called unknown, and all its days are ordinary."""
    announced = AnnouncedHolidays()

    assert announced.knows(2026)
    assert not announced.knows(2999)
    assert announced.kind(date(2999, 10, 1)) == "ordinary"


def test_the_holidays_of_the_shops_promises_agree_with_the_announced_ones() -> None:
    """Two places know the holidays (``data/policies/promises.yml`` and the library): no day of 2026 may differ."""
    policies, announced = load(date(2026, 11, 22)), AnnouncedHolidays()
    for ahead in range(365):
        day = date(2026, 1, 1) + timedelta(days=ahead)
        kind = announced.kind(day)
        works = kind == "makeup" or (kind == "ordinary" and day.weekday() < 5)

        assert is_working_day(policies, day) == works, day
