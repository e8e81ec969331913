"""Signed for and not received: what is told, asked once, and done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from action_bench import Answer, entity, heard, run, services_of, shop_of
from support.shop_samples import NOW, MemoryCarrier, MemoryShop, an_order

from actions.signed_not_received import ActionSubmitNotReceived, ValidateNotReceived
from bot.commerce.carrier import Inquiry, OpenTrace, Signature, SignedHow, TraceAbout
from bot.commerce.outcomes import Refusal, Refused

SIGNED = an_order("signed", title="北欧落地台灯")
OPENING = [{"event": "active_loop", "name": "not_received_form"}]


def opened(*events: dict[str, Any]) -> list[dict[str, Any]]:
    """A conversation whose last message opened the form."""
    return [{"event": "user"}, *(events or OPENING)]


async def turn(
    shop: MemoryShop, text: str = "显示签收没收到", *, intent: str = "complain_not_received", **more: Any
) -> Answer:
    """A turn of the form."""
    services = services_of(shop)
    assert isinstance(services.carrier, MemoryCarrier)
    services.carrier.their_signature = more.pop("signature", Signature("门卫", NOW, SignedHow.BY_OTHERS, proof="POD1"))
    services.carrier.their_inquiries = more.pop("inquiries", [])
    return await run(ValidateNotReceived, shop, heard(intent, text, **more), services)


async def asked_turn(text: str, intent: str = "nlu_fallback", **more: Any) -> Answer:
    """The answer to the one question."""
    slots = {"about_order": SIGNED.order_id, "requested_slot": "asked_around", "matter": "complain_not_received"}
    return await turn(shop_of(SIGNED), text, intent=intent, slots=slots, events=[{"event": "user"}], **more)


@pytest.mark.parametrize(
    "how, response",
    [
        (SignedHow.IN_PERSON, "utter_not_received_ask_in_person"),
        (SignedHow.BY_OTHERS, "utter_not_received_ask_others"),
        (SignedHow.AT_STATION, "utter_not_received_ask_station"),
    ],
)
async def test_the_record_is_told_before_anything_is_asked(how: SignedHow, response: str) -> None:
    """In the words for whose hands it was left in."""
    answer = await turn(shop_of(SIGNED), signature=Signature("门卫", NOW, how, proof="POD1"), events=opened())

    assert answer.said == [response]
    assert answer.messages[0]["signed_at"] == "11月21日 10:30"
    assert answer.messages[0]["proof"] == "（底单POD1）"
    assert answer.slots["about_order"] == SIGNED.order_id


@pytest.mark.parametrize(
    "text, intent, expected",
    [
        ("都问过了，没有", "deny", "none"),
        ("问过了", "affirm", "none"),
        ("没人拿", "nlu_fallback", "none"),
        ("我没签过字", "complain_not_received", "none"),
        ("找到了，我妈拿了", "nlu_fallback", "found"),
        ("在驿站呢", "ask_logistics", "found"),
        ("没找到", "deny", "none"),
    ],
)
async def test_an_answer_in_any_words_is_taken(text: str, intent: str, expected: str) -> None:
    """The question is put once."""
    answer = await asked_turn(text, intent)

    assert answer.slots["asked_around"] == expected
    assert answer.slots["requested_slot"] is None


async def test_whoever_goes_to_look_is_waited_for() -> None:
    """And it counts as no misunderstanding."""
    answer = await asked_turn("我去问问门卫", "ask_help")

    assert answer.said == ["utter_not_received_take_time"]
    assert answer.slots["misses"] == 0.0


async def test_letting_go_is_no_answer() -> None:
    """算了 is understood as a no as well, and must not open a trace."""
    answer = await asked_turn("算了", "deny")

    assert answer.said == ["utter_form_dropped"]
    assert answer.slots.get("asked_around") is None


async def test_what_was_said_in_the_first_words_is_not_asked() -> None:
    """The form is complete at once."""
    answer = await turn(shop_of(SIGNED), "显示签收没收到，门卫说没有，家里也没人拿", events=opened())

    assert answer.said == []
    assert (answer.slots["asked_around"], answer.slots["about_order"]) == ("said", SIGNED.order_id)


@pytest.mark.parametrize(
    "minutes_ago, answered, response",
    [
        (60, False, "utter_not_received_under_way"),
        (60, True, "utter_not_received_answered"),
        (49 * 60, False, "utter_not_received_overdue"),
    ],
)
async def test_a_search_under_way_is_told_with_its_first_time(minutes_ago: int, answered: bool, response: str) -> None:
    """No second one is opened, and a person is offered."""
    assert SIGNED.parcel is not None
    at = NOW - timedelta(minutes=minutes_ago)
    about = TraceAbout.NOT_RECEIVED.value
    trace = Inquiry("CJ0009", SIGNED.parcel.tracking_no, about, at, at + timedelta(hours=1))
    trace = replace(trace, answered_at=NOW, answer="派件员正在回访。") if answered else trace
    shop = shop_of(SIGNED)

    answer = await turn(shop, inquiries=[trace], events=opened())

    assert answer.said == [response]
    assert answer.slots["offer"] == "human"
    assert answer.slots["about_order"] is None
    assert shop.asked == []


@pytest.mark.parametrize(
    "state, response", [("in_transit", "utter_delay_in_time"), ("returning", "utter_order_returning")]
)
async def test_a_parcel_that_did_not_arrive_is_told_as_it_is(state: str, response: str) -> None:
    """Named by number or the only one there is."""
    order = an_order(state)
    events = opened()

    only = await turn(shop_of(order), events=events)
    named = await turn(shop_of(order, SIGNED), entities=[entity("order_id", order.order_id)], events=events)

    assert only.said == named.said == [response]


async def test_a_visitor_signs_in_first() -> None:
    """Nothing of any order is told."""
    answer = await turn(shop_of(SIGNED), customer=None, events=opened())

    assert answer.said == ["utter_please_sign_in"]


async def submit(value: str, shop: MemoryShop) -> Answer:
    """The end of the form."""
    slots = {"about_order": SIGNED.order_id, "asked_around": value}
    services = services_of(shop)
    assert isinstance(services.carrier, MemoryCarrier)
    services.carrier.their_signature = Signature("门卫", NOW, SignedHow.BY_OTHERS)
    return await run(ActionSubmitNotReceived, shop, heard("deny", "没有", slots=slots), services)


@pytest.mark.parametrize(
    "value, said",
    [
        ("none", ["utter_not_received_traced"]),
        ("said", ["utter_not_received_record_others", "utter_not_received_traced"]),
    ],
)
async def test_the_courier_is_asked_and_the_answer_promised(value: str, said: list[str]) -> None:
    """Forty-eight hours by the rules, recorded, and nothing sent again (playbook F2)."""
    shop = shop_of(SIGNED)

    answer = await submit(value, shop)

    assert answer.said == said
    [(_, request, _)] = shop.asked
    assert isinstance(request, OpenTrace)
    assert request.about is TraceAbout.NOT_RECEIVED
    [promise] = [card["data"] for card in answer.cards if card["kind"] == "promise"]
    assert (promise["code"], promise["order_id"]) == ("trace_result", SIGNED.order_id)
    assert answer.messages[-1]["by"] == "11月23日10:30前"


async def test_what_was_found_is_not_looked_for() -> None:
    """A kind word closes it."""
    shop = shop_of(SIGNED)

    answer = await submit("found", shop)

    assert answer.said == ["utter_not_received_found"]
    assert shop.asked == []


async def test_a_carrier_that_refuses_is_quoted_and_nothing_is_promised() -> None:
    """With a person offered."""
    shop = shop_of(SIGNED)
    shop.answers[OpenTrace] = Refused(Refusal.OTHER, "超过查件期限。")

    answer = await submit("none", shop)

    assert answer.said == ["utter_request_refused"]
    assert [card for card in answer.cards if card["kind"] == "promise"] == []
