"""The demo shop has every state and the customers with a known story, on any day."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from bot.adapters.demo_customers import STORIES
from bot.adapters.demo_shop_seed import DEMO_CUSTOMERS, stock_of
from bot.commerce.cards import logistics_card, order_card
from bot.commerce.days import last_moment, moment, shop_day
from bot.commerce.orders import Order, OrderStatus, is_open, is_overdue
from bot.commerce.parcels import late_days
from bot.commerce.refunds import refund_window
from bot.kernel.patterns import order_numbers

TODAYS = [date(2025, 11, 21), date(2026, 1, 1), date(2024, 2, 29), date(2025, 3, 1), date(2025, 12, 31)]


@pytest.fixture(params=TODAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    """Ordinary days, ends and beginnings of months and years, a leap day."""
    day: date = request.param
    return day


def orders_of(customer_id: str, today: date) -> list[Order]:
    return [order for order in stock_of(today).orders if order.customer_id == customer_id]


def test_there_are_enough_customers_and_orders_in_every_state(today: date) -> None:
    """36 customers and 220 orders at least, and five of each state, late ones among them."""
    stock = stock_of(today)
    states = Counter(order.status for order in stock.orders)
    late = [order for order in stock.orders if is_overdue(order, moment(today, 12))]

    assert len(stock.customers) >= 36
    assert len(stock.orders) >= 220
    assert min(states[state] for state in OrderStatus) >= 5
    assert len(late) >= 5


def test_lin_xiao_has_a_parcel_two_days_late_and_an_order_signed_three_days_ago(today: date) -> None:
    """The default customer of scripts: two orders, both open."""
    now = moment(today, 12)
    orders = orders_of("u1001", today)
    moving, signed = sorted(orders, key=lambda order: order.status is OrderStatus.SIGNED)
    assert moving.parcel is not None
    assert signed.signed_at is not None

    assert all(is_open(order, now) for order in orders)
    assert (moving.status, late_days(moving.parcel, now)) == (OrderStatus.IN_TRANSIT, 2)
    assert (OrderStatus.SIGNED, today - timedelta(days=3)) == (signed.status, shop_day(signed.signed_at))


def test_the_other_known_customers_have_their_stories(today: date) -> None:
    """One on time, none at all, one disputed, one refund under way, one signed nine days ago."""
    now = moment(today, 12)
    [on_time], [disputed], [returning], [old] = (orders_of(f"u100{n}", today) for n in (2, 4, 5, 6))
    assert on_time.parcel is not None
    assert returning.refund is not None
    assert old.signed_at is not None

    assert orders_of("u1003", today) == []
    assert (on_time.status, late_days(on_time.parcel, now)) == (OrderStatus.IN_TRANSIT, 0)
    assert disputed.status is OrderStatus.DISPUTED
    assert disputed.signed_at is not None
    assert (returning.status, returning.refund.in_progress) == (OrderStatus.RETURNING, True)
    assert today - timedelta(days=9) == shop_day(old.signed_at)
    window = refund_window(old, now)
    assert window is not None
    assert not window.open


def test_every_customer_of_the_demo_page_has_a_known_story() -> None:
    """Whom the page lets one choose is whom the seed makes, Lin Xiao first."""
    assert [customer.customer_id for customer in DEMO_CUSTOMERS] == list(STORIES)
    assert (DEMO_CUSTOMERS[0].name, DEMO_CUSTOMERS[0].level) == ("林晓", "金卡会员")


def test_nothing_has_happened_in_the_future(today: date) -> None:
    """Seeded a minute after midnight, every event lies behind; what is promised may lie ahead."""
    minute = moment(today, 0, 1)
    for order in stock_of(today).orders:
        times = [order.placed_at, order.cancelled_at, order.signed_at]
        times += [step.at for step in order.parcel.steps] if order.parcel else []
        times += [step.at for step in order.refund.steps] if order.refund else []
        assert [at for at in times if at is not None and at >= minute] == [], order.order_id
        assert order.pay_by is None or order.pay_by > last_moment(today)


def test_every_story_runs_forward(today: date) -> None:
    """Placed, sent, on the road, signed, refunded: in that order, and the newest tracking line first."""
    for order in stock_of(today).orders:
        times = [order.placed_at]
        times += [step.at for step in reversed(order.parcel.steps)] if order.parcel else []
        times += [step.at for step in order.refund.steps if step.at] if order.refund else []
        assert sorted(times) == times, order.order_id
        if order.signed_at is not None and order.parcel is not None:
            assert order.signed_at == order.parcel.steps[0].at


def test_numbers_have_their_form_and_are_used_once(today: date) -> None:
    """An order number begins with the day it was placed; no tracking number can be taken for one."""
    orders = stock_of(today).orders
    tracking = [order.parcel.tracking_no for order in orders if order.parcel]

    assert len({order.order_id for order in orders}) == len(orders)
    assert len(set(tracking)) == len(tracking)
    assert all(f"JZ{shop_day(order.placed_at):%y%m%d}" == order.order_id[:8] for order in orders)
    assert all(re.fullmatch(r"JZ\d{12}", order.order_id) for order in orders)
    assert order_numbers(" ".join(tracking)) == []
    assert len({order.parcel.carrier for order in orders if order.parcel}) == 7


def test_every_order_can_be_shown(today: date) -> None:
    """Cards of all of them, at the first and the last minute of the day."""
    for now in (moment(today, 0, 1), last_moment(today)):
        for order in stock_of(today).orders:
            assert order_card(order, now)["title"]
            if order.parcel:
                assert logistics_card(order.parcel, now)["steps"]


def test_the_shop_is_the_same_on_every_machine_and_moves_with_the_day() -> None:
    """Two seeds of one day are equal; a day later the stories are the same, dated a day later."""
    first, again, later = stock_of(TODAYS[0]), stock_of(TODAYS[0]), stock_of(TODAYS[0] + timedelta(days=1))

    assert first == again
    assert first.customers == later.customers
    assert [order.status for order in first.orders] == [order.status for order in later.orders]
    assert [order.placed_at + timedelta(days=1) for order in first.orders] == [o.placed_at for o in later.orders]
