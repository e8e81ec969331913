"""When a promise is due: on which clock, over nights, weekends and holidays (playbook B3, B4, B5, F6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from support.policy_samples import BOOK
from support.shop_samples import NOW, an_order, day

from bot.commerce.days import last_moment, moment
from bot.commerce.policies.due import due_at, is_working_day, refund_step_due, spoken_within

FRIDAY = date(2025, 11, 21)


def at(hour: int, minute: int = 0, ahead: int = 0) -> datetime:
    return moment(FRIDAY + timedelta(days=ahead), hour, minute)


@pytest.mark.parametrize(
    "code, start, due",
    [
        ("courier_news", at(10, 30), at(11, 30)),
        ("courier_news", at(21), at(22)),
        ("courier_news", at(21, 40), at(8, 40, ahead=1)),
        ("courier_news", at(22), at(9, 0, ahead=1)),
        ("courier_news", at(3), at(9)),
        ("courier_news", at(8), at(9)),
        ("long_talk", at(12), at(18, 0, ahead=1)),
        ("senior", at(23, 55), at(0, 5, ahead=1)),
        ("trace", at(10), at(10, 0, ahead=2)),
        ("review", at(10), last_moment(FRIDAY + timedelta(days=2))),
        ("bank", at(10), last_moment(FRIDAY + timedelta(days=5))),
    ],
)
def test_a_promise_is_due_on_its_own_clock(code: str, start: datetime, due: datetime) -> None:
    """Minutes and hours run on or wait for the morning; days end at midnight; working days leave out the weekend."""
    assert due == due_at(BOOK, code, start)


def test_no_promise_is_made_that_is_not_in_the_book() -> None:
    """What is not written down is not promised."""
    assert due_at(BOOK, "as_soon_as_possible", NOW) is None


def test_the_shop_without_hours_is_always_there() -> None:
    """A promise in service hours then runs on."""
    [hours] = BOOK.promises.service_hours.versions
    always = replace(hours, from_hour=0, until_hour=24)
    versions = replace(BOOK.promises.service_hours, versions=(always,))
    book = replace(BOOK, promises=replace(BOOK.promises, service_hours=versions))

    assert due_at(book, "courier_news", at(23, 40)) == at(0, 40, ahead=1)


@pytest.mark.parametrize(
    "today, works",
    [
        (date(2026, 2, 13), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 15), False),
        (date(2026, 2, 18), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),
        (date(2026, 3, 1), False),
    ],
)
def test_holidays_are_no_working_days_and_the_days_worked_for_them_are(today: date, works: bool) -> None:
    """The Spring Festival of 2026, with its two Saturdays."""
    assert works == is_working_day(BOOK, today)


def test_a_bank_takes_longer_over_the_spring_festival() -> None:
    """Three working days after the 13th are the 14th, the 24th and the 25th."""
    assert due_at(BOOK, "bank", moment(date(2026, 2, 13), 16)) == last_moment(date(2026, 2, 25))


def test_each_step_of_a_refund_is_due_after_the_one_before() -> None:
    """Approved yesterday: the goods have three working days; nothing is due when the money is back."""
    waiting = an_order("returning").refund
    done = an_order("refunded").refund
    assert waiting is not None
    assert done is not None
    back = replace(waiting, goods_back_at=moment(day(0), 9))

    assert refund_step_due(BOOK, waiting) == last_moment(date(2025, 11, 25))
    assert refund_step_due(BOOK, back) == last_moment(day(2))
    assert refund_step_due(BOOK, done) is None
    assert refund_step_due(BOOK, replace(waiting, approved_at=None)) is None


@pytest.mark.parametrize(
    "due, words",
    [
        (at(11, 30), "今天11:30前"),
        (at(9, 0, ahead=1), "明天09:00前"),
        (last_moment(FRIDAY), "今天24点前"),
        (last_moment(FRIDAY + timedelta(days=1)), "明天24点前"),
        (last_moment(FRIDAY + timedelta(days=4)), "11月25日24点前"),
        (at(8, 5, ahead=2), "11月23日08:05前"),
    ],
)
def test_a_due_moment_is_said_as_a_person_would(due: datetime, words: str) -> None:
    """A concrete time, never as soon as possible."""
    assert words == spoken_within(at(10, 30), due)
