"""Changing a delivery: what is asked, what is never asked, and what the shop is asked to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from action_bench import Answer, heard, run, shop_of
from rasa_sdk import Tracker
from support.shop_samples import MemoryShop, an_order

from actions.change_address import ActionSubmitAddress, ValidateAddress
from bot.commerce.addresses import Address
from bot.commerce.carrier import AskCarrier
from bot.commerce.requests import ChangeAddress

NUMBER = "JZ251120000001"
HOME = Address("林晓", "13812345678", "上海市浦东新区晴川大道58号3幢")
NEW = "杭州市余杭区良睦路1288号"
PHONE = {"entity": "phone", "value": {"number": "13900001234", "type": "mobile"}, "start": 0, "end": 11}
OPENED = [{"event": "user"}, {"event": "active_loop", "name": "address_form"}]


def a_shop(status: str) -> MemoryShop:
    """One order on its way to Lin's home."""
    return shop_of(replace(an_order(status), ship_to=HOME))


def opening(text: str, **more: Any) -> Tracker:
    """The message that opens the matter."""
    return heard("change_address", text, events=OPENED, **more)


def inside(text: str, intent: str = "change_address", **slots: Any) -> Tracker:
    """A message while the matter is open."""
    return heard(intent, text, events=[{"event": "user"}], slots={"matter": "change_address", **slots})


async def test_what_is_given_in_the_first_message_is_repeated_back_at_once() -> None:
    """The whole new delivery is known, so nothing is asked but the yes."""
    text = f"收货信息换一下,王丽 13900001234 {NEW}"

    answer = await run(ValidateAddress, a_shop("paid"), opening(text, entities=[PHONE]))

    assert answer.said == ["utter_address_confirm"]
    assert answer.messages[0]["changes"] == f"收件人改成王丽，电话改成139****1234，地址改成{NEW}"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("改地址", "utter_address_give_address"),
        ("只改电话", "utter_address_give_phone"),
        ("收件人写错了", "utter_address_give_receiver"),
        ("换成老师的名字和电话", "utter_address_ask_receiver_phone"),
        ("收货信息错了", "utter_address_which_part"),
        ("地址改好了没", "utter_address_now"),
    ],
)
async def test_only_the_part_that_changes_is_asked_for(text: str, asked: str) -> None:
    """And a question about what stands there is answered."""
    answer = await run(ValidateAddress, a_shop("paid"), opening(text))

    assert answer.said == [asked]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("unpaid", "utter_address_give_address"),
        ("paid", "utter_address_give_address"),
        ("packed", "utter_address_give_address"),
        ("shipped", "utter_address_on_its_way"),
        ("in_transit", "utter_address_on_its_way"),
        ("delivered", "utter_address_on_its_way"),
        ("signed", "utter_address_nothing_coming"),
        ("cancelled", "utter_address_nothing_coming"),
    ],
)
async def test_each_state_of_an_order_has_its_own_answer(status: str, said: str) -> None:
    """Playbook F4: what cannot be changed any more is told with what can be done instead."""
    answer = await run(ValidateAddress, a_shop(status), opening("改地址"))

    assert answer.said == [said]


async def test_a_number_one_digit_short_is_told_at_once_whatever_it_was_understood_as() -> None:
    """And the number before stays forgotten."""
    tracker = inside(
        "1390000123", "inform_order", about_order=NUMBER, address_parts=["phone"], requested_slot="new_phone"
    )

    answer = await run(ValidateAddress, a_shop("paid"), tracker)

    assert answer.said == ["utter_address_phone_misfit"]
    assert answer.messages[0]["digits"] == "10"
    assert answer.slots["new_phone"] is None


async def test_a_yes_that_brings_another_number_is_repeated_back_once_more() -> None:
    """The customer has not seen it yet."""
    known = {
        "about_order": NUMBER,
        "address_parts": ["phone"],
        "new_phone": "13911112222",
        "requested_slot": "confirmed",
    }
    tracker = heard(
        "affirm",
        "对,电话是13900001234",
        events=[{"event": "user"}],
        slots={"matter": "change_address", **known},
        entities=[PHONE],
    )

    answer = await run(ValidateAddress, a_shop("paid"), tracker)

    assert answer.said == ["utter_address_confirm"]
    assert not answer.slots.get("confirmed")


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({}, "utter_address_ask_all"),
        ({"new_receiver": "王丽"}, "utter_address_ask_phone_address"),
        ({"new_phone": "13900001234"}, "utter_address_ask_receiver_address"),
        ({"new_address": {"text": NEW}}, "utter_address_ask_receiver_phone"),
        ({"new_receiver": "王丽", "new_phone": "13900001234"}, "utter_address_still_address"),
    ],
)
async def test_several_parts_are_asked_for_in_one_go_and_none_twice(known: dict[str, Any], asked: str) -> None:
    """Only what is missing is named."""
    answer = await run(ValidateAddress, a_shop("paid"), inside("收货信息全换成新的", about_order=NUMBER, **known))

    assert answer.said == [asked]


async def test_a_part_that_is_said_to_be_wrong_is_asked_for_at_once() -> None:
    """Though it was named before in this conversation."""
    known = {"about_order": NUMBER, "address_parts": ["address"], "new_address": {"text": NEW}}
    said = {"address": {"region": "", "detail": NEW}}

    answer = await run(
        ValidateAddress, a_shop("paid"), inside("地址不对", requested_slot="confirmed", said=said, **known)
    )

    assert answer.said == ["utter_address_give_address"]


async def test_not_this_address_keeps_the_order() -> None:
    """ "不是这个地址" speaks of the place."""
    tracker = inside("不是这个地址", about_order=NUMBER, address_parts=["address"], requested_slot="confirmed")

    answer = await run(ValidateAddress, a_shop("paid"), tracker)

    assert "about_order" not in answer.slots or answer.slots["about_order"] == NUMBER


async def submit(status: str, **slots: Any) -> tuple[Answer, MemoryShop]:
    """The confirmed matter, carried out."""
    shop = a_shop(status)
    tracker = heard("affirm", "对", slots={"confirmed": True, "about_order": NUMBER, **slots})
    return await run(ActionSubmitAddress, shop, tracker), shop


async def test_the_shop_is_asked_for_the_whole_address_with_what_stays() -> None:
    """Receiver and number are those of the order."""
    answer, shop = await submit("paid", address_parts=["address"], new_address={"text": NEW})

    assert [request for _, request, _ in shop.asked] == [
        ChangeAddress(NUMBER, Address(HOME.recipient, HOME.phone, NEW))
    ]
    assert answer.said == ["utter_address_done"]


async def test_a_packed_parcel_gets_the_promise_of_word_from_the_warehouse() -> None:
    """The label is printed already, so the change is recorded as a promise (playbook F6)."""
    answer, _ = await submit("packed", address_parts=["address"], new_address={"text": NEW})

    assert answer.said == ["utter_address_done_check"]
    assert [card["data"]["code"] for card in answer.cards if card["kind"] == "promise"] == ["warehouse_check"]


async def test_a_parcel_on_its_way_is_redirected_by_a_person_who_knows_everything() -> None:
    """No carrier takes that from a program: the promise is recorded and a person called."""
    answer, shop = await submit(
        "in_transit", address_way="redirect", address_parts=["address"], new_address={"text": NEW}
    )

    assert shop.asked == []
    assert answer.said == ["utter_address_redirect_taken"]
    assert answer.handoff == "offered"
    assert [card["data"]["code"] for card in answer.cards if card["kind"] == "promise"] == ["courier_news"]


async def test_the_courier_is_asked_to_ring_first() -> None:
    """The carrier's own time is what is promised."""
    answer, shop = await submit("in_transit", address_way="call_first")

    assert isinstance(shop.asked[0][1], AskCarrier)
    assert answer.said == ["utter_address_called_first"]


async def test_a_visitor_is_asked_to_sign_in() -> None:
    """No order is anybody's."""
    answer = await run(ValidateAddress, a_shop("paid"), opening("改地址", customer=None))

    assert answer.said == ["utter_please_sign_in"]
