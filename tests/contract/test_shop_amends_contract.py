"""Money and coupons a shop gives of its own: a fallen price made good, a coupon, each once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from support.shop_requests import accepted, asked, refused

from bot.commerce.orders import Order, OrderStatus
from bot.commerce.outcomes import Milestone, NeedsApproval, Refusal, Refused
from bot.commerce.requests import GrantCoupon, RequestPriceProtection
from bot.kernel.clock import from_ms
from bot.kernel.money import Fen

if TYPE_CHECKING:
    from contract.conftest import World


async def test_a_price_difference_is_given_back_once(world: World) -> None:
    """As much as the check said; then the check says that it was."""
    order = await cheaper_now(world)
    check = await world.shop.price_check(order.customer_id, order.order_id)
    assert check is not None

    outcome = await accepted(world, order, RequestPriceProtection(order.order_id), "rq_1")

    assert outcome.amount_fen == check.difference_fen
    after = await world.shop.price_check(order.customer_id, order.order_id)
    assert after is not None
    assert not after.eligible
    again = await asked(world, order, RequestPriceProtection(order.order_id), "rq_2")
    assert isinstance(again, Refused)
    assert (again.code, again.number) == (Refusal.ALREADY_REQUESTED, outcome.number)


async def test_without_a_difference_there_is_nothing_to_give_back(world: World) -> None:
    """The shop says why."""
    order = world.an_order(OrderStatus.CANCELLED)

    assert await refused(world, order, RequestPriceProtection(order.order_id)) is Refusal.NOT_ELIGIBLE


async def test_a_coupon_is_in_the_account_at_once(world: World) -> None:
    """Usable now, until the day that was said; once for an order."""
    order = world.an_order(OrderStatus.IN_TRANSIT)
    request = GrantCoupon(Fen(1000), "delivery_delay", order_id=order.order_id)

    outcome = await accepted(world, order, request, "rq_1")

    [coupon] = [one for one in await world.shop.coupons(order.customer_id) if one.coupon_id == outcome.number]
    assert (coupon.amount_fen, coupon.threshold_fen) == (1000, 0)
    assert coupon.usable(from_ms(world.clock.now_ms()))
    assert outcome.by(Milestone.VALID_UNTIL) == coupon.valid_until
    again = await asked(world, order, request, "rq_2")
    assert isinstance(again, Refused)
    assert again.number == outcome.number
    assert len(await world.shop.coupons(order.customer_id)) == len(world.stock.coupons[order.customer_id]) + 1


async def test_a_large_coupon_needs_somebodys_word(world: World) -> None:
    """Without it nothing is in the account; with it, it is; beyond reason it never is."""
    order = world.an_order(OrderStatus.IN_TRANSIT)
    before = await world.shop.coupons(order.customer_id)
    large = GrantCoupon(Fen(5000), "delivery_delay", order_id=order.order_id)

    waiting = await asked(world, order, large, "rq_1")

    assert isinstance(waiting, NeedsApproval)
    assert before == await world.shop.coupons(order.customer_id)
    await accepted(world, order, replace(large, approved_by="s_7"), "rq_2")
    huge = await asked(world, order, GrantCoupon(Fen(99_999_900), "anger", approved_by="s_7"), "rq_3")
    assert isinstance(huge, Refused)
    assert huge.code is Refusal.AMOUNT_TOO_HIGH


async def cheaper_now(world: World) -> Order:
    """An order whose goods cost less today."""
    for order in world.stock.orders:
        check = await world.shop.price_check(order.customer_id, order.order_id)
        if check is not None and check.eligible:
            return order
    raise AssertionError("nothing has become cheaper")
