"""Order status: which order is meant, and what is said of each state."""

from __future__ import annotations

import json
from typing import Any

import pytest
from action_bench import context_of, entity, heard, run, shop_of
from support.shop_samples import NOW, an_order, day

from actions.order_status import ActionChooseOrder, ActionTellOrderStatus
from bot.commerce.cards import order_card
from bot.commerce.days import moment

MINE = an_order("in_transit", number="JZ251118000001", title="保温杯")
ALSO = an_order("paid", number="JZ251120000002", placed=moment(day(-1), 9), title="落地扇")
OVER = an_order("refunded", number="JZ251101000003", placed=moment(day(-1), 10), title="浴巾")
HERS = an_order("signed", number="JZ251117000004", owner="u1002")
SHOP = shop_of(MINE, ALSO, OVER, HERS)


@pytest.mark.parametrize(
    "state, due, response, facts",
    [
        ("unpaid", 1, "utter_order_unpaid", {"amount": "¥299"}),
        ("paid", 1, "utter_order_paid", {"ship_by": "11月22日"}),
        ("paid", -1, "utter_order_to_ship_late", {"ship_by": "11月20日", "title": "保温杯"}),
        ("packed", 0, "utter_order_packed", {"ship_by": "11月21日"}),
        ("shipped", 2, "utter_order_shipped", {"carrier": "顺丰速运", "eta": "11月23日"}),
        ("in_transit", 0, "utter_order_in_transit", {"carrier": "顺丰速运", "eta": "11月21日"}),
        ("in_transit", -2, "utter_logistics_late", {"late_days": "2", "latest_at": "11月20日 15:08"}),
        ("delivered", 0, "utter_order_delivered", {"title": "保温杯"}),
        ("signed", 0, "utter_order_signed", {"signed_at": "11月18日 16:20", "signer": "门卫"}),
        ("disputed", 0, "utter_order_disputed", {"signed_at": "11月18日 16:20"}),
        ("returning", 0, "utter_order_returning", {"refund_amount": "¥299"}),
        ("refunded", 0, "utter_order_refunded", {"refund_amount": "¥299", "refund_at": "11月20日"}),
        ("cancelled", 0, "utter_order_cancelled", {"title": "保温杯"}),
    ],
)
async def test_the_only_order_is_told_straight_away(state: str, due: int, response: str, facts: dict[str, str]) -> None:
    """Each state in its own words, with its card, and remembered as the one being talked about."""
    order = an_order(state, due=due, title="保温杯")

    answer = await run(ActionTellOrderStatus, shop_of(order), heard("ask_order_status"))

    assert [response] == answer.said
    assert facts.items() <= answer.messages[0].items()
    assert answer.cards == [{"kind": "order_card", "data": order_card(order, NOW)}]
    assert answer.slots == {"order_id": order.order_id, "topic": "order_status"}


async def test_several_orders_are_offered_as_cards() -> None:
    """Open ones first; each card carries the payload that chooses it."""
    answer = await run(ActionTellOrderStatus, SHOP, heard("ask_order_status"))
    [card] = answer.cards
    orders = card["data"]["orders"]

    assert answer.said == ["utter_choose_order"]
    assert card["kind"] == "order_choices"
    assert [ALSO.order_id, MINE.order_id, OVER.order_id] == [order["order_id"] for order in orders]
    assert orders[0]["choice"] == {"title": "落地扇", "payload": '/choose_order{"order_id": "JZ251120000002"}'}
    assert json.loads(orders[0]["choice"]["payload"].removeprefix("/choose_order")) == {"order_id": ALSO.order_id}
    assert answer.slots == {"topic": "order_status"}


@pytest.mark.parametrize(
    "text, entities",
    [
        ("帮我查下JZ251118000001到哪一步了", []),
        ("jz 251118000001", []),
        ("251118000001", []),
        ("这个单", [entity("order_id", "JZ251118000001")]),
        ("這個 jz251118000001", [entity("order_id", "jz251118000001")]),
    ],
)
async def test_a_number_in_the_text_is_the_order_meant(text: str, entities: list[dict[str, Any]]) -> None:
    """In any spelling, found by the pipeline or not."""
    answer = await run(ActionTellOrderStatus, SHOP, heard("ask_order_status", text, entities=entities))

    assert answer.said == ["utter_order_in_transit"]
    assert answer.slots["order_id"] == MINE.order_id


async def test_two_numbers_of_ones_own_are_offered_to_choose_from() -> None:
    """Only those two."""
    text = f"{MINE.order_id}和{OVER.order_id}怎么样了"

    answer = await run(ActionTellOrderStatus, SHOP, heard("ask_order_status", text))

    assert {MINE.order_id, OVER.order_id} == {order["order_id"] for order in answer.cards[0]["data"]["orders"]}


async def test_somebody_elses_order_and_none_at_all_get_the_same_answer() -> None:
    """Nothing tells that the one exists."""
    hers = await run(ActionTellOrderStatus, SHOP, heard("ask_order_status", HERS.order_id))
    nobodys = await run(ActionTellOrderStatus, SHOP, heard("ask_order_status", "JZ251117999999"))

    assert ["utter_order_not_found"] == hers.said == nobodys.said
    assert hers.messages[0] | {"order_id": ""} == nobodys.messages[0] | {"order_id": ""}
    assert hers.slots == nobodys.slots


async def test_a_slot_with_somebody_elses_order_opens_nothing() -> None:
    """What the conversation remembers is a claim as well."""
    answer = await run(ActionTellOrderStatus, SHOP, heard("ask_order_status", slots={"order_id": HERS.order_id}))

    assert answer.said == ["utter_choose_order"]


@pytest.mark.parametrize("context", ["", "forged.token.here", context_of(None)])
async def test_a_visitor_is_asked_to_sign_in(context: str) -> None:
    """Whatever number they name, whatever the slots say."""
    tracker = heard("ask_order_status", MINE.order_id, context=context, slots={"order_id": MINE.order_id})

    answer = await run(ActionTellOrderStatus, SHOP, tracker)

    assert answer.said == ["utter_please_sign_in"]
    assert answer.cards == []


async def test_a_customer_without_orders_is_told_so() -> None:
    """Not asked to choose from nothing."""
    answer = await run(ActionTellOrderStatus, shop_of(HERS), heard("ask_order_status"))

    assert answer.said == ["utter_no_orders"]


async def test_the_order_talked_about_is_meant_until_another_is_named() -> None:
    """A follow-up needs no number; a number wins; turning to another order brings the choice."""
    slots = {"order_id": MINE.order_id}

    again = await run(ActionTellOrderStatus, SHOP, heard("ask_order_status", "现在呢", slots=slots))
    named = await run(ActionTellOrderStatus, SHOP, heard("ask_order_status", ALSO.order_id, slots=slots))
    other = await run(ActionTellOrderStatus, SHOP, heard("ask_order_status", "那其他订单呢", slots=slots))

    assert again.said == ["utter_order_in_transit"]
    assert named.said == ["utter_order_paid"]
    assert other.said == ["utter_choose_order"]


async def test_an_order_not_found_is_no_longer_talked_about() -> None:
    """So that 查订单 after it shows the list, as the sentence says."""
    tracker = heard("ask_order_status", HERS.order_id, slots={"order_id": MINE.order_id})

    answer = await run(ActionTellOrderStatus, SHOP, tracker)

    assert answer.slots["order_id"] is None


@pytest.mark.parametrize(
    "topic, said",
    [
        (None, ["utter_order_in_transit"]),
        ("order_status", ["utter_order_in_transit"]),
        ("logistics", ["utter_logistics"]),
        ("refund_policy", ["utter_refund_not_signed_yet"]),
        ("complain_delay", ["utter_delay_in_time"]),
        ("something old", ["utter_order_in_transit"]),
    ],
)
async def test_a_chosen_order_goes_on_with_what_was_wanted(topic: str | None, said: list[str]) -> None:
    """The question before the choice is the one that is answered."""
    tracker = heard(
        "choose_order",
        f'/choose_order{{"order_id": "{MINE.order_id}"}}',
        entities=[entity("order_id", MINE.order_id)],
        slots={"topic": topic},
    )

    answer = await run(ActionChooseOrder, SHOP, tracker)

    assert said == answer.said
    assert answer.slots["order_id"] == MINE.order_id


async def test_a_choice_of_somebody_elses_order_is_refused() -> None:
    """A payload is checked like everything else."""
    tracker = heard("choose_order", "", entities=[entity("order_id", HERS.order_id)])

    answer = await run(ActionChooseOrder, SHOP, tracker)

    assert answer.said == ["utter_order_not_found"]


async def test_this_one_means_the_order_talked_about() -> None:
    """就是这个单 names nothing; without one, the cards are shown again for the same question."""
    known = await run(ActionChooseOrder, SHOP, heard("inform_order", "就是这个单", slots={"order_id": ALSO.order_id}))
    unknown = await run(ActionChooseOrder, SHOP, heard("inform_order", "就是这个单", slots={"topic": "logistics"}))

    assert known.said == ["utter_order_paid"]
    assert unknown.said == ["utter_choose_order"]
    assert unknown.slots.get("topic", "logistics") == "logistics"
