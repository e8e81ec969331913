"""Logistics: which parcel is meant, and what is said of where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from action_bench import entity, heard, run, shop_of
from support.shop_samples import NOW, an_order, day

from actions.logistics import ActionTellLogistics
from bot.commerce.cards import logistics_card
from bot.commerce.carrier import CarrierWish
from bot.commerce.days import moment

LATE = an_order("in_transit", number="JZ251114000001", due=-2, placed=moment(day(-7), 9))
MOVING = an_order("shipped", number="JZ251119000002", placed=moment(day(-2), 9))
SIGNED = an_order("signed", number="JZ251113000003", placed=moment(day(-8), 9))
PAID = an_order("paid", number="JZ251120000004", placed=moment(day(-1), 9))


@pytest.mark.parametrize(
    "state, due, response, facts",
    [
        ("shipped", 2, "utter_logistics", {"eta": "11月23日", "carrier": "顺丰速运"}),
        ("in_transit", 0, "utter_logistics", {"latest": "快件已到达上海青浦转运中心", "latest_at": "11月20日 15:08"}),
        ("in_transit", -2, "utter_logistics_late", {"late_days": "2"}),
        ("delivered", 0, "utter_logistics_at_station", {"place": "丰巢快递柜"}),
        ("signed", 0, "utter_logistics_signed", {"signed_at": "11月18日 16:20", "signer": "门卫"}),
        ("disputed", 0, "utter_logistics_signed", {"signer": "门卫"}),
        ("refunded", 0, "utter_logistics_signed", {"signer": "门卫"}),
    ],
)
async def test_where_a_parcel_is_has_its_own_words(state: str, due: int, response: str, facts: dict[str, str]) -> None:
    """With the timeline as a card, and late said as late."""
    order = an_order(state, due=due)
    assert order.parcel is not None

    answer = await run(ActionTellLogistics, shop_of(order), heard("ask_logistics"))

    assert [response] == answer.said
    assert facts.items() <= answer.messages[0].items()
    assert answer.cards == [{"kind": "logistics_card", "data": logistics_card(order.parcel, NOW)}]
    assert answer.slots == {"order_id": order.order_id, "topic": "logistics"}


@pytest.mark.parametrize(
    "state, response",
    [
        ("paid", "utter_logistics_not_shipped"),
        ("packed", "utter_logistics_not_shipped"),
        ("unpaid", "utter_logistics_none"),
        ("cancelled", "utter_logistics_none"),
        ("in_transit", "utter_logistics_none"),
    ],
)
async def test_an_order_without_a_parcel_says_so_and_shows_the_order(state: str, response: str) -> None:
    """Also when it is said to be on the road and the courier knows nothing yet."""
    order = an_order(state, with_parcel=False)

    answer = await run(ActionTellLogistics, shop_of(order), heard("ask_logistics"))

    assert [response] == answer.said
    assert [card["kind"] for card in answer.cards] == ["order_card"]


async def test_the_only_parcel_on_its_way_is_the_one_meant() -> None:
    """Nobody asks where the parcel is that they hold in their hands."""
    answer = await run(ActionTellLogistics, shop_of(LATE, SIGNED, PAID), heard("ask_logistics"))

    assert answer.said == ["utter_logistics_late"]


async def test_of_two_on_their_way_the_customer_picks() -> None:
    """Neither is likelier than the other."""
    answer = await run(ActionTellLogistics, shop_of(LATE, MOVING, SIGNED), heard("ask_logistics"))

    assert answer.said == ["utter_choose_order"]
    assert answer.slots == {"topic": "logistics"}


async def test_goods_named_in_the_words_are_the_parcel_meant() -> None:
    """Before the order being talked about: who names another thing means that."""
    lamp = an_order("shipped", number="JZ251119000009", title="北欧落地台灯", placed=moment(day(-2), 9))
    tracker = heard("ask_logistics", "我的台灯到哪了", slots={"order_id": LATE.order_id})

    answer = await run(ActionTellLogistics, shop_of(LATE, lamp, SIGNED), tracker)

    assert answer.slots["order_id"] == lamp.order_id


async def test_not_this_one_is_the_other_one() -> None:
    """With more than one other they are offered, without the one rejected."""
    tracker = heard("inform_order", "不是这单", slots={"order_id": LATE.order_id})

    one = await run(ActionTellLogistics, shop_of(LATE, SIGNED), tracker)
    several = await run(ActionTellLogistics, shop_of(LATE, SIGNED, PAID), tracker)

    assert one.slots["order_id"] == SIGNED.order_id
    offered = {order["order_id"] for order in several.cards[0]["data"]["orders"]}
    assert offered == {SIGNED.order_id, PAID.order_id}


async def test_the_couriers_phone_is_the_carriers_number() -> None:
    """A courier's own number no shop has."""
    answer = await run(ActionTellLogistics, shop_of(MOVING), heard("ask_logistics", "快递员电话多少"))

    assert answer.said == ["utter_logistics_phone"]
    assert answer.messages[0]["hotline"] == "95338"


async def test_a_call_before_coming_is_asked_of_the_carrier() -> None:
    """Not only answered: it is done."""
    shop = shop_of(MOVING)

    answer = await run(ActionTellLogistics, shop, heard("ask_logistics", "送之前先给我打个电话"))

    assert answer.said == ["utter_logistics_call_first"]
    assert [request.wish for _, request, _ in shop.asked] == [CarrierWish.CALL_FIRST]


async def test_an_older_word_of_a_shop_that_is_down_is_labelled() -> None:
    """With the time it is of (``as_of``)."""
    stale = replace(MOVING, as_of=moment(day(0), 10, 5))

    answer = await run(ActionTellLogistics, shop_of(stale), heard("ask_logistics"))

    assert answer.said == ["utter_order_as_of", "utter_logistics"]
    assert answer.messages[0]["as_of"] == "今天10:05"


async def test_a_follow_up_is_about_the_order_talked_about() -> None:
    """那物流呢 after an order was shown."""
    tracker = heard("ask_logistics", "那物流呢", slots={"order_id": SIGNED.order_id})

    answer = await run(ActionTellLogistics, shop_of(LATE, SIGNED), tracker)

    assert answer.said == ["utter_logistics_signed"]


async def test_a_tracking_number_finds_its_order() -> None:
    """Of the customer's own parcels only."""
    assert MOVING.parcel is not None
    tracker = heard("ask_logistics", entities=[entity("tracking_no", MOVING.parcel.tracking_no.lower())])
    stranger = heard("ask_logistics", entities=[entity("tracking_no", "SF0000000000000")])

    found = await run(ActionTellLogistics, shop_of(LATE, MOVING), tracker)
    unknown = await run(ActionTellLogistics, shop_of(LATE, MOVING), stranger)

    assert found.slots["order_id"] == MOVING.order_id
    assert unknown.said == ["utter_choose_order"]


async def test_a_visitor_is_asked_to_sign_in_before_any_parcel_is_shown() -> None:
    """An order number is no key."""
    answer = await run(ActionTellLogistics, shop_of(LATE), heard("ask_logistics", LATE.order_id, customer=None))

    assert answer.said == ["utter_please_sign_in"]
    assert answer.cards == []
