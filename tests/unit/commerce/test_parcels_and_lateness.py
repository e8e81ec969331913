"""When a parcel or an order is late, on the shop's calendar."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.shop_samples import NOW, an_order, day

from bot.commerce.days import last_moment, moment, shop_day, spoken_day
from bot.commerce.orders import is_open, is_overdue
from bot.commerce.parcels import Parcel, eta, is_late, late_days


def parcel_of(status: str, due: int) -> Parcel:
    parcel = an_order(status, due=due).parcel
    assert parcel is not None
    return parcel


@pytest.mark.parametrize(
    "status, due, late, days",
    [
        ("in_transit", 1, False, 0),
        ("in_transit", 0, False, 0),
        ("in_transit", -1, True, 1),
        ("in_transit", -2, True, 2),
        ("shipped", -3, True, 3),
        ("delivered", -3, False, 0),
        ("signed", -3, False, 0),
    ],
)
def test_a_parcel_is_late_from_the_day_after_the_promised_one(status: str, due: int, late: bool, days: int) -> None:
    """The promised day itself is still in time, and a parcel that arrived is late no more."""
    parcel = parcel_of(status, due)

    assert (late, days) == (is_late(parcel, NOW), late_days(parcel, NOW))


def test_a_parcel_becomes_late_at_midnight_of_the_shop_not_of_utc() -> None:
    """China is eight hours ahead: 16:00 UTC already is the next day there."""
    parcel = parcel_of("in_transit", 0)
    midnight = last_moment(parcel.promised_on) + timedelta(seconds=1)

    assert not is_late(parcel, midnight - timedelta(seconds=1))
    assert is_late(parcel, midnight)
    assert midnight.hour == 16


def test_a_late_or_arrived_parcel_has_no_expected_day() -> None:
    """A day that has passed is no expectation."""
    assert day(1) == eta(parcel_of("in_transit", 1), NOW)
    assert eta(parcel_of("in_transit", -1), NOW) is None
    assert eta(parcel_of("signed", 1), NOW) is None


@pytest.mark.parametrize(
    "status, due, overdue",
    [
        ("paid", 0, False),
        ("paid", -1, True),
        ("packed", -1, True),
        ("in_transit", -1, True),
        ("signed", -1, False),
        ("unpaid", -1, False),
        ("cancelled", -1, False),
    ],
)
def test_an_order_is_overdue_when_its_own_promise_has_passed(status: str, due: int, overdue: bool) -> None:
    """Sending off for what is in the warehouse, arrival for what is on the road, nothing for the rest."""
    assert overdue == is_overdue(an_order(status, due=due), NOW)


@pytest.mark.parametrize(
    "status, signed, still_open",
    [
        ("unpaid", 0, True),
        ("in_transit", 0, True),
        ("disputed", -30, True),
        ("returning", -30, True),
        ("signed", -7, True),
        ("signed", -8, False),
        ("refunded", -3, False),
        ("cancelled", 0, False),
    ],
)
def test_an_order_is_open_while_something_may_still_be_done(status: str, signed: int, still_open: bool) -> None:
    """A signed order stays open while it may go back."""
    assert still_open == is_open(an_order(status, signed=signed), NOW)


def test_days_are_spoken_and_counted_on_the_shops_calendar() -> None:
    """The first second of a Chinese day belongs to that day."""
    first = moment(day(0), 0)

    assert day(0) == shop_day(first)
    assert day(-1) == shop_day(first - timedelta(seconds=1))
    assert spoken_day(day(0)) == "11月21日"
