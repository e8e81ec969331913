"""What every shop behind the port knows: checked on each adapter with the same goods in it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.commerce.orders import OrderStatus
from bot.kernel.clock import from_ms
from bot.kernel.errors import ShopUnavailable

if TYPE_CHECKING:
    from contract.conftest import World


async def test_a_customer_is_found_by_id(readable: World) -> None:
    """And nobody by an id the shop does not know."""
    for customer in readable.stock.customers[:3]:
        assert customer == await readable.shop.customer(customer.customer_id)

    assert await readable.shop.customer("u9999") is None


async def test_orders_come_whole_and_newest_first(readable: World) -> None:
    """Lines, parcel with its steps, and refund are part of the order, for every customer."""
    for customer in readable.stock.customers:
        theirs = [order for order in readable.stock.orders if order.customer_id == customer.customer_id]
        newest_first = sorted(theirs, key=lambda order: (order.placed_at, order.order_id), reverse=True)

        assert newest_first == await readable.shop.orders(customer.customer_id)


async def test_no_more_orders_come_than_asked_for(readable: World) -> None:
    """The newest are kept."""
    everything = await readable.shop.orders("u1010")

    assert everything[:2] == await readable.shop.orders("u1010", limit=2)


async def test_somebody_unknown_has_no_orders(readable: World) -> None:
    """An empty list, not an error."""
    assert await readable.shop.orders("u9999") == []
    assert await readable.shop.orders("u1003") == []


async def test_a_customer_never_sees_another_customers_order(readable: World) -> None:
    """Every order is looked up as every fixed customer: only the owner gets it."""
    for order in readable.stock.orders[:40]:
        for asking in ("u1001", "u1002", "u1003", order.customer_id):
            found = await readable.shop.order(asking, order.order_id)

            assert found == (order if asking == order.customer_id else None)


@pytest.mark.parametrize("number", ["JZ999999999999", "", "' OR 1=1 --", "jz"])
async def test_a_number_that_is_none_finds_nothing(readable: World, number: str) -> None:
    """Whatever a customer types is only ever compared."""
    assert await readable.shop.order("u1001", number) is None


async def test_an_order_says_where_it_goes_and_what_its_lines_are(world: World) -> None:
    """What a change of address, a refund of one line and a price check need."""
    order = await world.shop.order("u1001", world.stock.orders[0].order_id)

    assert order is not None
    assert order.ship_to is not None
    assert order.ship_to.recipient == "林晓"
    assert [line.line_id for line in order.lines] == [str(at + 1) for at in range(len(order.lines))]
    assert all(line.sku and line.category for line in order.lines)
    assert order.as_of is None


async def test_personal_data_is_not_in_the_repr_of_an_order(world: World) -> None:
    """What is logged by mistake names nobody."""
    order = await world.shop.order("u1001", world.stock.orders[0].order_id)

    assert order is not None
    assert order.ship_to is not None
    assert order.ship_to.phone not in repr(order)
    assert order.ship_to.text not in repr(order)


async def test_a_member_has_a_level_and_points(world: World) -> None:
    """As the seed says; nobody unknown has any."""
    for customer in world.stock.customers[:8]:
        member = await world.shop.membership(customer.customer_id)

        assert member == world.stock.members[customer.customer_id]

    assert await world.shop.membership("u9999") is None


async def test_coupons_come_soonest_to_lapse_first(world: World) -> None:
    """Spent and lapsed ones too; the time says which can be used."""
    coupons = await world.shop.coupons("u1002")

    assert {coupon.coupon_id for coupon in coupons} == {one.coupon_id for one in world.stock.coupons["u1002"]}
    assert coupons == sorted(coupons, key=lambda coupon: coupon.valid_until)
    assert [coupon.usable(from_ms(world.clock.now_ms())) for coupon in coupons].count(True) == 1
    assert await world.shop.coupons("u9999") == []


async def test_products_are_found_by_number_and_by_words(world: World) -> None:
    """With what they cost today, what is left of each kind, and the facts of their page."""
    [cup] = [page for page in world.stock.products if "保温杯" in page.title]

    assert await world.shop.product(cup.sku) == cup
    assert (await world.shop.find_products("你们的不锈钢保温杯有货吗"))[0] == cup
    assert len(await world.shop.find_products("不锈钢", limit=2)) == 2
    assert await world.shop.find_products("量子纠缠") == []
    assert await world.shop.find_products("  ") == []
    assert await world.shop.product("JZP999") is None


async def test_a_price_check_tells_what_would_be_given_back(world: World) -> None:
    """Per piece what was paid and what it costs now, and why not when nothing is."""
    found = {}
    for order in world.stock.orders:
        if order.status in (OrderStatus.PAID, OrderStatus.IN_TRANSIT):
            check = await world.shop.price_check(order.customer_id, order.order_id)
            assert check is not None
            found[check.eligible] = check
            saved = sum(max(one.paid_fen - one.now_fen, 0) * one.quantity for one in check.lines)
            assert check.difference_fen == (saved if check.eligible else 0)

    assert found[True].difference_fen > 0
    assert found[True].until is not None
    assert found[False].reason


async def test_pick_up_slots_lie_ahead_and_come_soonest_first(world: World) -> None:
    """For goods that are there to be fetched, and for nothing else."""
    signed, paid = world.an_order(OrderStatus.SIGNED), world.an_order(OrderStatus.PAID)
    slots = await world.shop.pickup_slots(signed.customer_id, signed.order_id)

    assert slots[0].start > from_ms(world.clock.now_ms())
    assert slots == sorted(slots, key=lambda slot: slot.start)
    assert all(slot.end - slot.start <= timedelta(hours=6) for slot in slots)
    assert await world.shop.pickup_slots(paid.customer_id, paid.order_id) == []


async def test_what_belongs_to_somebody_elses_order_looks_like_nothing(world: World) -> None:
    """Invoices, prices, slots."""
    order = world.an_order(OrderStatus.SIGNED)
    other = "u1003"

    assert await world.shop.invoices(other, order.order_id) == []
    assert await world.shop.price_check(other, order.order_id) is None
    assert await world.shop.pickup_slots(other, order.order_id) == []


async def test_a_broken_shop_says_so_on_every_call(world: World) -> None:
    """Never None, never an empty list: that would be an answer."""
    shop, theirs = world.shop, ("u1001", "JZ251101000001")
    await shop.ping()
    world.break_it()

    for call in (
        shop.ping(),
        shop.customer("u1001"),
        shop.membership("u1001"),
        shop.coupons("u1001"),
        shop.orders("u1001"),
        shop.order(*theirs),
        shop.invoices(*theirs),
        shop.price_check(*theirs),
        shop.pickup_slots(*theirs),
        shop.product("JZP001"),
        shop.find_products("保温杯"),
        shop.outcome("u1001", "rq_1"),
    ):
        with pytest.raises(ShopUnavailable):
            await call


async def test_the_fake_of_the_unit_tests_breaks_as_shops_do(readable: World) -> None:
    """And answers again with what it was asked."""
    readable.break_it()

    with pytest.raises(ShopUnavailable):
        await readable.shop.orders("u1001")
    with pytest.raises(ShopUnavailable):
        await readable.shop.ping()
