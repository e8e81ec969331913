"""What every shop behind the port does with any request: once, for its own customer, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from support.shop_requests import ELSEWHERE, KEY, accepted, asked, now_of, refund_of

from bot.commerce.aftersales import ReturnKind
from bot.commerce.invoices import InvoiceKind
from bot.commerce.orders import OrderStatus
from bot.commerce.outcomes import Accepted, Refusal, Refused
from bot.commerce.reasons import Reason
from bot.commerce.requests import (
    CancelOrder,
    ChangeAddress,
    GrantCoupon,
    RemindShipping,
    RequestInvoice,
    RequestPriceProtection,
    RequestRefund,
    RequestReturn,
    ShopRequest,
)
from bot.kernel.errors import BadInput, ShopUnavailable
from bot.kernel.money import Fen

if TYPE_CHECKING:
    from contract.conftest import World


async def test_the_same_key_gives_the_first_outcome_and_changes_nothing(world: World) -> None:
    """Also much later, when the order is in another state, and for a refusal."""
    order = world.an_order(OrderStatus.PAID)
    request = CancelOrder(order.order_id)
    first = await accepted(world, order, request)
    refusal = await asked(world, order, RemindShipping(order.order_id), "rq_2")

    world.clock.advance(days=2)

    assert first == await asked(world, order, request)
    assert refusal == await asked(world, order, RemindShipping(order.order_id), "rq_2")
    assert (await refund_of(world, order)).requested_at == first.at


async def test_many_at_once_with_one_key_do_one_thing(world: World) -> None:
    """A turn that was delivered several times."""
    order = world.an_order(OrderStatus.IN_TRANSIT)
    request = GrantCoupon(Fen(1000), "delivery_delay")

    outcomes = await asyncio.gather(*(world.shop.carry_out(order.customer_id, request, key=KEY) for _ in range(6)))

    assert len(set(outcomes)) == 1
    assert len(await world.shop.coupons(order.customer_id)) == len(world.stock.coupons[order.customer_id]) + 1


async def test_of_two_wishes_that_exclude_each_other_one_wins(world: World) -> None:
    """A cancellation and a refund at the same moment: the money goes back once."""
    order = world.an_order(OrderStatus.PAID, large=False)
    wishes = (CancelOrder(order.order_id), RequestRefund(order.order_id, order.paid_fen, Reason.NOT_WANTED))

    outcomes = await asyncio.gather(
        *(world.shop.carry_out(order.customer_id, wish, key=f"rq_{at}") for at, wish in enumerate(wishes))
    )

    [won] = [outcome for outcome in outcomes if isinstance(outcome, Accepted)]
    assert len([outcome for outcome in outcomes if isinstance(outcome, Refused)]) == 1
    assert (await refund_of(world, order)).number == won.number


async def test_a_key_stands_for_one_wish(world: World) -> None:
    """Another wish under it is a mistake of the program, not an answer for a customer."""
    order = world.an_order(OrderStatus.PAID)
    await accepted(world, order, RemindShipping(order.order_id))

    with pytest.raises(BadInput) as caught:
        await world.shop.carry_out(order.customer_id, CancelOrder(order.order_id), key=KEY)

    assert caught.value.fields == {"why": "key_reused"}
    assert (await now_of(world, order)).status is OrderStatus.PAID


async def test_one_can_ask_what_became_of_a_key(world: World) -> None:
    """The outcome; nothing for a key that never arrived, and nothing for another customer's."""
    order = world.an_order(OrderStatus.PAID)
    outcome = await accepted(world, order, CancelOrder(order.order_id))

    assert outcome == await world.shop.outcome(order.customer_id, KEY)
    assert await world.shop.outcome(order.customer_id, "rq_never") is None
    assert await world.shop.outcome("u1003", KEY) is None


async def test_nothing_is_done_about_somebody_elses_order(world: World) -> None:
    """Every request: refused in the words for an order that does not exist, and nothing changed."""
    for order in (world.an_order(OrderStatus.PAID), world.an_order(OrderStatus.SIGNED)):
        none = "JZ990101000001"
        for at, make in enumerate(EVERY_REQUEST):
            theirs = await world.shop.carry_out("u1003", make(order.order_id), key=f"rq_{order.order_id}_{at}")
            nobodys = await world.shop.carry_out("u1003", make(none), key=f"rq_{none}_{order.order_id}_{at}")

            assert isinstance(theirs, Refused)
            assert (theirs.code, theirs) == (Refusal.NOT_FOUND, nobodys)
        assert order == await now_of(world, order)
    assert len(await world.shop.coupons("u1003")) == len(world.stock.coupons["u1003"])


EVERY_REQUEST: tuple[Callable[[str], ShopRequest], ...] = (
    lambda number: RequestRefund(number, Fen(100), Reason.QUALITY, evidence=("p_1",)),
    lambda number: RequestReturn(number, ReturnKind.RETURN, Reason.DISLIKE),
    CancelOrder,
    lambda number: ChangeAddress(number, ELSEWHERE),
    lambda number: RequestInvoice(number, InvoiceKind.PERSONAL, "林晓", "a@b.cn"),
    RequestPriceProtection,
    RemindShipping,
    lambda number: GrantCoupon(Fen(1000), "delivery_delay", order_id=number),
)


async def test_a_broken_shop_has_done_nothing(world: World) -> None:
    """Said as such, so that the customer can be told to wait or be given a person."""
    order = world.an_order(OrderStatus.PAID)
    world.break_it()

    with pytest.raises(ShopUnavailable):
        await world.shop.carry_out(order.customer_id, CancelOrder(order.order_id), key=KEY)
