"""A request put to a shop of the contract suite, and what must be true of its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commerce.addresses import Address
from bot.commerce.orders import Order
from bot.commerce.outcomes import Accepted, NeedsApproval, Refusal, Refused
from bot.commerce.refunds import Refund
from bot.commerce.requests import ShopRequest, request_key

if TYPE_CHECKING:
    from contract.conftest import World


ELSEWHERE = Address("林小晓", "13900001111", "杭州市西湖区文三路1号2幢303室")
KEY = request_key("c_1", "test")


async def asked(world: World, order: Order, request: ShopRequest, key: str = KEY) -> Accepted | Refused | NeedsApproval:
    """What the shop decides on a request of the order's customer."""
    outcome = await world.shop.carry_out(order.customer_id, request, key=key)
    assert isinstance(outcome, Accepted | Refused | NeedsApproval)
    return outcome


async def accepted(world: World, order: Order, request: ShopRequest, key: str = KEY) -> Accepted:
    outcome = await asked(world, order, request, key)
    assert isinstance(outcome, Accepted), outcome
    return outcome


async def refused(world: World, order: Order, request: ShopRequest, key: str = KEY) -> Refusal:
    """The code of a refusal that has words and changes nothing."""
    before = await world.shop.order(order.customer_id, order.order_id)
    outcome = await asked(world, order, request, key)
    assert isinstance(outcome, Refused), outcome
    assert outcome.reason
    assert before == await world.shop.order(order.customer_id, order.order_id)
    return outcome.code


async def now_of(world: World, order: Order) -> Order:
    """The order as it is now."""
    found = await world.shop.order(order.customer_id, order.order_id)
    assert found is not None
    return found


async def refund_of(world: World, order: Order) -> Refund:
    found = (await now_of(world, order)).refund
    assert found is not None
    return found
