"""The seven-day rule and the steps of a refund."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.shop_samples import NOW, an_order, day

from bot.commerce.days import moment
from bot.commerce.orders import Order
from bot.commerce.refunds import Refund, refund_window


def signed_on(when: date, hour: int, minute: int) -> Order:
    order = an_order("signed")
    assert order.parcel is not None
    return replace(order, parcel=replace(order.parcel, signed_at=moment(when, hour, minute)))


@pytest.mark.parametrize(
    "signed, open_, left",
    [(0, True, 7), (-1, True, 6), (-3, True, 4), (-6, True, 1), (-7, True, 0), (-8, False, 0), (-9, False, 0)],
)
def test_the_window_closes_with_the_end_of_the_seventh_day(signed: int, open_: bool, left: int) -> None:
    """Days are counted from the day after signing; the seventh still counts in full."""
    window = refund_window(an_order("signed", signed=signed), NOW)

    assert window is not None
    assert (open_, left) == (window.open, window.days_left)
    assert moment(day(signed + 8), 0) - timedelta(seconds=1) == window.until


def test_the_window_is_open_in_its_last_second_and_closed_in_the_next() -> None:
    """The edge is midnight on the shop's wall clock."""
    order = signed_on(day(-7), 0, 5)
    window = refund_window(order, NOW)
    assert window is not None

    at_the_end = refund_window(order, window.until)
    after = refund_window(order, window.until + timedelta(seconds=1))

    assert at_the_end is not None
    assert at_the_end.open
    assert after is not None
    assert not after.open


@pytest.mark.parametrize(
    "signed, last",
    [
        (date(2025, 1, 28), date(2025, 2, 4)),
        (date(2024, 2, 25), date(2024, 3, 3)),
        (date(2025, 12, 27), date(2026, 1, 3)),
    ],
)
def test_the_window_runs_over_the_end_of_months_and_years(signed: date, last: date) -> None:
    """The rule counts days, not dates."""
    window = refund_window(signed_on(signed, 23, 50), moment(signed, 23, 55))

    assert window is not None
    assert moment(last + timedelta(days=1), 0) - timedelta(seconds=1) == window.until


@pytest.mark.parametrize("status", ["unpaid", "paid", "packed", "shipped", "in_transit", "delivered", "cancelled"])
def test_there_is_no_window_before_signing(status: str) -> None:
    """The seven days have not begun."""
    assert refund_window(an_order(status), NOW) is None


def test_a_refund_says_the_step_it_is_at() -> None:
    """The first step not done is what is going on; goods that stay are no step."""
    refund = an_order("returning").refund
    assert refund is not None
    without_goods = replace(refund, with_goods=False)
    done: Refund | None = an_order("refunded").refund
    assert done is not None

    assert refund.step_now == "等待退货寄回"
    assert without_goods.step_now == "财务审核中"
    assert "goods_back" not in [step.code for step in without_goods.steps]
    assert (done.step_now, done.in_progress) == ("已退回原支付账户", False)
