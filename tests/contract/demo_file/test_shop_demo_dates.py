"""A demo shop that runs on: past midnight, for a month, a step ahead when told to."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from support.demo_file import NOW, days_late

from bot.adapters import demo_shop_file
from bot.adapters.demo_shop import DemoShop
from bot.adapters.demo_shop_seed import stock_of
from bot.commerce.days import shop_day
from bot.commerce.orders import OrderStatus
from bot.commerce.requests import CancelOrder, GrantCoupon, RemindShipping
from bot.kernel.clock import FixedClock
from bot.kernel.money import Fen


async def test_a_running_shop_moves_on_at_midnight(shop: DemoShop, clock: FixedClock) -> None:
    """The parcel that is two days late today is two days late tomorrow."""
    before = await days_late(shop, clock)

    clock.advance(minutes=30)

    assert before == [2, 0]
    assert before == await days_late(shop, clock)


async def test_a_shop_that_cannot_be_dated_anew_goes_on_with_its_old_dates(
    shop: DemoShop, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk the parcel of yesterday is a day later, which is the truth."""

    def full(path: Path, now: datetime) -> bool:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(demo_shop_file, "_date_anew", full)
    clock.advance(minutes=30)

    assert await days_late(shop, clock) == [3, 0]


async def test_what_was_done_about_an_order_outlives_the_night(shop: DemoShop, clock: FixedClock) -> None:
    """A cancelled order is cancelled tomorrow, under its number; its twin of the new day is left out."""
    unpaid = next(one for one in stock_of(shop_day(NOW)).orders if one.status is OrderStatus.UNPAID)
    who, number = unpaid.customer_id, unpaid.order_id
    before = await shop.orders(who, 50)
    outcome = await shop.carry_out(who, CancelOrder(number), key="rq_1")
    await shop.carry_out(who, GrantCoupon(Fen(1000), "delay"), key="rq_2")
    granted = len(await shop.coupons(who))

    clock.advance(minutes=30)

    after = await shop.orders(who, 50)
    kept = await shop.order(who, number)
    assert kept is not None
    assert (kept.status, kept.placed_at) == (OrderStatus.CANCELLED, unpaid.placed_at)
    assert len(after) == len(before)
    assert {one.order_id for one in after} & {one.order_id for one in before} == {number}
    assert await shop.outcome(who, "rq_1") == outcome
    assert len(await shop.coupons(who)) == granted


async def test_after_a_month_an_order_is_the_seeds_again(shop: DemoShop, clock: FixedClock) -> None:
    """A demo that runs for ever does not fill up."""
    before = await shop.orders("u1001")
    await shop.carry_out("u1001", RemindShipping("JZ0"), key="rq_1")
    late = next(order for order in before if order.status is OrderStatus.IN_TRANSIT)
    await shop.carry_out("u1001", GrantCoupon(Fen(1000), "delay", order_id=late.order_id), key="rq_2")
    clock.advance(days=20)
    assert await shop.order("u1001", late.order_id) is not None

    clock.advance(days=11)

    assert await shop.order("u1001", late.order_id) is None
    assert len(await shop.orders("u1001")) == len(before)
    assert await shop.outcome("u1001", "rq_2") is None
    assert await days_late(shop, clock) == [2, 0]


async def test_two_that_date_the_file_anew_at_once_do_it_once(path: Path, clock: FixedClock) -> None:
    """The hub and the actions pass midnight together, with a request in between."""
    shops = [DemoShop(path, clock) for _ in range(4)]
    clock.advance(minutes=30)

    found = await asyncio.gather(
        *(one.orders("u1001") for one in shops), shops[0].carry_out("u1001", CancelOrder("JZ0"), key="rq_1")
    )

    assert found[0] == found[1] == found[2] == found[3]
    assert await days_late(shops[3], clock) == [2, 0]
    for one in shops:
        await one.close()


async def test_the_demo_control_does_the_next_step_now(shop: DemoShop) -> None:
    """For showing how a refund goes on, without waiting days; an order with nothing under way stays as it is."""
    [order] = await shop.orders("u1005")
    assert order.refund is not None
    done = [step.code for step in order.refund.steps if step.at]

    pushed = await shop.push(order.order_id)

    assert pushed is not None
    assert pushed.refund is not None
    assert len([step for step in pushed.refund.steps if step.at]) == len(done) + 1
    assert await shop.order("u1005", order.order_id) == pushed
    [quiet] = await shop.orders("u1002")
    assert await shop.push(quiet.order_id) == quiet
    assert await shop.push("JZ0") is None
