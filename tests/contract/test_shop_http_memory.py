"""What the HTTP adapter tells from memory while the shop is down, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.shop_http_asking import KEY
from support.shop_server import Fault

from bot.adapters.shop_http.cache import KEPT_MS
from bot.commerce.orders import OrderStatus
from bot.commerce.requests import CancelOrder
from bot.kernel.clock import from_ms
from bot.kernel.errors import ShopUnavailable

if TYPE_CHECKING:
    from contract.conftest import Merchant


async def test_orders_read_before_are_told_with_their_time_while_the_shop_is_down(merchant: Merchant) -> None:
    """The list, and each order in it; for a while, and never for another customer."""
    live = await merchant.shop.orders("u1001")
    read_at = from_ms(merchant.clock.now_ms())
    merchant.clock.advance(minutes=3)
    merchant.server.next(*[Fault.PROXY_404] * 2)

    told = await merchant.shop.orders("u1001")
    one = await merchant.shop.order("u1001", live[0].order_id)

    assert [order.order_id for order in told] == [order.order_id for order in live]
    assert {order.as_of for order in told} == {read_at}
    assert one == told[0]
    assert {order.as_of for order in live} == {None}
    merchant.server.next(Fault.PROXY_404)
    with pytest.raises(ShopUnavailable):
        await merchant.shop.order("u1002", live[0].order_id)


async def test_what_was_read_too_long_ago_is_not_told(merchant: Merchant) -> None:
    """Ten minutes; and neither are fewer orders than were asked for."""
    some = await merchant.shop.orders("u1010", limit=2)
    assert len(some) == 2
    merchant.server.next(Fault.PROXY_404)
    with pytest.raises(ShopUnavailable):
        await merchant.shop.orders("u1010", limit=20)

    merchant.clock.advance(milliseconds=KEPT_MS + 1)

    merchant.server.next(Fault.PROXY_404)
    with pytest.raises(ShopUnavailable):
        await merchant.shop.orders("u1010", limit=2)


async def test_after_a_request_nothing_read_before_is_told(merchant: Merchant) -> None:
    """A cancelled order is not shown as paid because the shop went down."""
    order = next(one for one in merchant.stock.orders if one.status is OrderStatus.PAID)
    await merchant.shop.orders(order.customer_id)
    await merchant.shop.order(order.customer_id, order.order_id)
    await merchant.shop.carry_out(order.customer_id, CancelOrder(order.order_id), key=KEY)
    merchant.server.next(*[Fault.PROXY_404] * 2)

    with pytest.raises(ShopUnavailable):
        await merchant.shop.orders(order.customer_id)
    with pytest.raises(ShopUnavailable):
        await merchant.shop.order(order.customer_id, order.order_id)


async def test_nobody_is_told_that_they_have_no_orders_from_memory(merchant: Merchant) -> None:
    """They may have placed one since."""
    assert await merchant.shop.orders("u1003") == []
    merchant.server.next(Fault.PROXY_404)

    with pytest.raises(ShopUnavailable):
        await merchant.shop.orders("u1003")
