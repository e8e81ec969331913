"""What the shop gives to a handoff brief."""

from __future__ import annotations

import pytest
from support.shop_samples import LIN, NOW, SHEN, MemoryShop, an_order, day, now_ms

from bot.adapters.shop_facts import gather
from bot.commerce.cards import logistics_card, order_card
from bot.commerce.days import moment
from bot.kernel.errors import ShopUnavailable

LATE = an_order("in_transit", number="JZ251115000001", due=-2, placed=moment(day(-6), 9))
NEW = an_order("paid", number="JZ251120000002", placed=moment(day(-1), 9))
GONE = an_order("refunded", number="JZ251101000003", placed=moment(day(-20), 9))
HERS = an_order("signed", number="JZ251118000004", owner="u1002")


@pytest.fixture
def shop() -> MemoryShop:
    """Lin's three orders and one of somebody else."""
    return MemoryShop([LIN, SHEN], [LATE, NEW, GONE, HERS])


async def test_named_orders_come_in_the_order_they_were_named(shop: MemoryShop) -> None:
    """The hub names them by importance; a repeated one counts once."""
    facts = await gather(shop, "u1001", [GONE.order_id, LATE.order_id, GONE.order_id], now_ms())

    assert [GONE.order_id, LATE.order_id] == [order["card"]["order_id"] for order in facts["orders"]]


async def test_an_order_carries_its_parcel_and_its_refund(shop: MemoryShop) -> None:
    """Cards are those of the protocol; what an order has not got is None."""
    facts = await gather(shop, "u1001", [LATE.order_id, GONE.order_id], now_ms())
    late, gone = facts["orders"]
    assert LATE.parcel is not None

    assert order_card(LATE, NOW) == late["card"]
    assert logistics_card(LATE.parcel, NOW) == late["parcel"]
    assert late["refund"] is None
    assert gone["refund"]["amount_fen"] == 29900


async def test_without_a_name_the_late_orders_come_first_and_those_that_are_over_not_at_all(shop: MemoryShop) -> None:
    """Three at most: the brief is read in ten seconds."""
    facts = await gather(shop, "u1001", [], now_ms())

    assert [LATE.order_id, NEW.order_id] == [order["card"]["order_id"] for order in facts["orders"]]


async def test_at_most_three_orders_are_shown_unasked() -> None:
    """More would bury the one that matters."""
    many = [an_order(number=f"JZ25112000000{at}") for at in range(6)]

    facts = await gather(MemoryShop([LIN], many), "u1001", [], now_ms())

    assert len(facts["orders"]) == 3


async def test_somebody_elses_order_never_reaches_the_brief(shop: MemoryShop) -> None:
    """A number in a conversation is a claim."""
    facts = await gather(shop, "u1001", [HERS.order_id, LATE.order_id], now_ms())

    assert [LATE.order_id] == [order["card"]["order_id"] for order in facts["orders"]]


async def test_the_phone_is_masked(shop: MemoryShop) -> None:
    """In full it stays in the shop (playbook H2)."""
    facts = await gather(shop, "u1001", [], now_ms())

    assert facts["customer"] == {"id": "u1001", "name": "林晓", "level": "金卡会员", "phone": "138****5678"}


@pytest.mark.parametrize("customer_id", [None, "", "u9999"])
async def test_nothing_is_known_of_a_visitor(shop: MemoryShop, customer_id: str | None) -> None:
    """Not even with an order number at hand."""
    assert await gather(shop, customer_id, [LATE.order_id], now_ms()) == {"customer": None, "orders": []}


async def test_a_shop_that_is_down_is_said_to_be(shop: MemoryShop) -> None:
    """The hub then makes the brief without it."""
    shop.down = True

    with pytest.raises(ShopUnavailable):
        await gather(shop, "u1001", [], now_ms())
