"""What can be done before an order is sent, and only then: call it off, send it elsewhere, urge it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support.shop_requests import ELSEWHERE, KEY, accepted, now_of, refund_of, refused

from bot.commerce.addresses import Address
from bot.commerce.days import shop_day
from bot.commerce.orders import OrderStatus
from bot.commerce.outcomes import Milestone, Refusal
from bot.commerce.reasons import Reason
from bot.commerce.requests import CancelOrder, ChangeAddress, RemindShipping

if TYPE_CHECKING:
    from contract.conftest import World


async def test_a_cancelled_order_is_cancelled_and_its_money_is_on_the_way(world: World) -> None:
    """With a number and the day the money is back."""
    order = world.an_order(OrderStatus.PAID)

    outcome = await accepted(world, order, CancelOrder(order.order_id, Reason.NOT_WANTED))

    after = await now_of(world, order)
    refund = await refund_of(world, order)
    assert (after.status, after.cancelled_at) == (OrderStatus.CANCELLED, outcome.at)
    assert (refund.number, refund.amount_fen, refund.in_progress) == (outcome.number, order.paid_fen, True)
    assert outcome.amount_fen == order.paid_fen
    back = outcome.by(Milestone.MONEY_BACK)
    assert back is not None
    assert shop_day(back) == refund.expected_on


async def test_an_unpaid_order_is_cancelled_without_money(world: World) -> None:
    """There is none to give back."""
    order = world.an_order(OrderStatus.UNPAID)

    outcome = await accepted(world, order, CancelOrder(order.order_id))

    assert (outcome.amount_fen, outcome.expected) == (None, ())
    assert (await now_of(world, order)).refund is None


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (OrderStatus.SHIPPED, Refusal.ALREADY_SHIPPED),
        (OrderStatus.IN_TRANSIT, Refusal.ALREADY_SHIPPED),
        (OrderStatus.DELIVERED, Refusal.ALREADY_SHIPPED),
        (OrderStatus.SIGNED, Refusal.ALREADY_ARRIVED),
        (OrderStatus.RETURNING, Refusal.ALREADY_REQUESTED),
        (OrderStatus.REFUNDED, Refusal.ORDER_OVER),
        (OrderStatus.CANCELLED, Refusal.ORDER_OVER),
    ],
)
async def test_after_shipping_nothing_is_cancelled_sent_elsewhere_or_urged(
    world: World, status: OrderStatus, code: Refusal
) -> None:
    """The shop's reason says what stands in the way."""
    order = world.an_order(status)

    for at, request in enumerate(
        (CancelOrder(order.order_id), ChangeAddress(order.order_id, ELSEWHERE), RemindShipping(order.order_id))
    ):
        assert code is await refused(world, order, request, f"{KEY}{at}")


async def test_an_address_is_changed_before_shipping(world: World) -> None:
    """And the order goes there."""
    order = world.an_order(OrderStatus.PACKED)

    outcome = await accepted(world, order, ChangeAddress(order.order_id, ELSEWHERE))

    assert (await now_of(world, order)).ship_to == ELSEWHERE
    assert outcome.by(Milestone.SHIPPING) is not None


@pytest.mark.parametrize(
    "address", [replace(ELSEWHERE, phone="12"), replace(ELSEWHERE, text="家"), Address("", "", "")]
)
async def test_an_address_nothing_can_be_sent_to_is_refused(world: World, address: Address) -> None:
    """In words that say what is missing."""
    order = world.an_order(OrderStatus.PAID)

    assert await refused(world, order, ChangeAddress(order.order_id, address)) is Refusal.BAD_DETAILS


async def test_urging_the_warehouse_gives_a_day(world: World) -> None:
    """Asked again, it is the same reminder."""
    order = world.an_order(OrderStatus.PAID)

    first = await accepted(world, order, RemindShipping(order.order_id), "rq_1")
    again = await accepted(world, order, RemindShipping(order.order_id), "rq_2")

    assert first.by(Milestone.SHIPPING) is not None
    assert first.number == again.number
