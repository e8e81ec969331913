"""Goods that go back: returned, exchanged, repaired, fetched in a slot that was offered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from support.shop_requests import accepted, now_of, refused

from bot.commerce.aftersales import PickupSlot, ReturnKind
from bot.commerce.days import shop_day
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.outcomes import Milestone, Refusal
from bot.commerce.reasons import Reason
from bot.commerce.requests import RequestReturn
from bot.kernel.clock import from_ms

if TYPE_CHECKING:
    from contract.conftest import World


async def test_goods_go_back_in_the_slot_chosen_and_their_money_follows(world: World) -> None:
    """The case and the refund are the order's own, under one number."""
    order = recent(world)
    slot = (await world.shop.pickup_slots(order.customer_id, order.order_id))[1]
    request = RequestReturn(order.order_id, ReturnKind.RETURN, Reason.WRONG_SIZE, pickup=slot)

    outcome = await accepted(world, order, request)

    after = await now_of(world, order)
    assert after.after_sale is not None
    assert after.refund is not None
    assert (after.after_sale.pickup, after.after_sale.kind) == (slot, ReturnKind.RETURN)
    assert (after.refund.with_goods, after.refund.step_now) == (True, "等待退货寄回")
    assert after.after_sale.number == after.refund.number == outcome.number
    assert outcome.by(Milestone.PICK_UP) == slot.end
    world.clock.advance(days=7)
    done = await now_of(world, order)
    assert (done.status, done.after_sale and done.after_sale.in_progress) == (OrderStatus.REFUNDED, False)


@pytest.mark.parametrize("kind", [ReturnKind.EXCHANGE, ReturnKind.REPAIR])
async def test_an_exchange_and_a_repair_give_new_goods_and_no_money(world: World, kind: ReturnKind) -> None:
    """With the day they are expected to be sent."""
    order = recent(world)
    request = RequestReturn(order.order_id, kind, Reason.QUALITY, evidence=("p_1",))

    outcome = await accepted(world, order, request)

    after = await now_of(world, order)
    assert after.after_sale is not None
    assert (after.after_sale.kind, after.refund, outcome.amount_fen) == (kind, None, None)
    assert outcome.by(Milestone.NEW_GOODS) is not None
    world.clock.advance(days=5)
    done = await now_of(world, order)
    assert (done.status, done.after_sale and done.after_sale.in_progress) == (OrderStatus.SIGNED, False)


async def test_goods_cannot_go_back_before_they_came_or_long_after(world: World) -> None:
    """Not sent, on the road, past the days."""
    old = next(one for one in world.stock.orders if one.order_id and days_signed(world, one) > 30)
    for at, (order, code) in enumerate(
        (
            (world.an_order(OrderStatus.PAID), Refusal.NOT_SHIPPED_YET),
            (world.an_order(OrderStatus.IN_TRANSIT), Refusal.NOT_ARRIVED_YET),
            (old, Refusal.WINDOW_CLOSED),
        )
    ):
        request = RequestReturn(order.order_id, ReturnKind.RETURN, Reason.DISLIKE)

        assert code is await refused(world, order, request, f"rq_{at}")


async def test_a_slot_nobody_offered_is_refused(world: World) -> None:
    """A courier cannot come in the past."""
    order = recent(world)
    start = from_ms(world.clock.now_ms()) - timedelta(days=1)
    slot = PickupSlot(start, start + timedelta(hours=2))
    request = RequestReturn(order.order_id, ReturnKind.RETURN, Reason.DISLIKE, pickup=slot)

    assert await refused(world, order, request) is Refusal.BAD_DETAILS


def recent(world: World) -> Order:
    """A signed order within its seven days."""
    return next(
        one for one in world.stock.orders if 0 <= days_signed(world, one) < 7 and one.status is OrderStatus.SIGNED
    )


def days_signed(world: World, order: Order) -> int:
    """Days since it was signed for; -1 when it was not."""
    return (shop_day(from_ms(world.clock.now_ms())) - shop_day(order.signed_at)).days if order.signed_at else -1
