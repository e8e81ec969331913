"""A complaint turn by turn: what each message adds, and what is asked next."""

from __future__ import annotations

from typing import Any

import pytest
from action_bench import Answer, entity, heard, run, shop_of

from actions.complaint import ActionSubmitComplaint, ValidateComplaint

OPENED = [{"event": "user"}, {"event": "active_loop", "name": "complaint_form"}]
LISTENING = {"complaint_story": ["客服不理我"], "requested_slot": "complaint_heard_out", "matter": "complain_shop"}
REPEATED = {
    "complaint_story": ["昨天客服不理我"],
    "complaint_heard_out": True,
    "complaint_when": "昨天",
    "complaint_wishes": ["compensation", "apology"],
    "requested_slot": "confirmed",
    "matter": "complain_shop",
}


async def hear(intent: str, text: str, slots: dict[str, Any] | None = None, **more: Any) -> Answer:
    """One message to the form."""
    return await run(ValidateComplaint, shop_of(), heard(intent, text, slots=slots, **more))


@pytest.mark.parametrize(
    "intent, text, said",
    [
        ("complain_shop", "我要投诉", "utter_complaint_tell"),
        ("complain_service", "投诉客服", "utter_service_sorry"),
        ("complain_shop", "我要投诉，赠品没有给", "utter_complaint_anything_else"),
        ("complain_service", "客服半天不回我", "utter_service_sorry_and_else"),
    ],
)
async def test_the_first_question_is_one_and_fits_what_was_said(intent: str, text: str, said: str) -> None:
    """Bad service gets its apology first; who has told already is only asked whether there is more."""
    answer = await hear(intent, text, events=OPENED)

    assert answer.said == [said]


async def test_all_of_the_first_message_counts() -> None:
    """Story, time and every demand."""
    answer = await hear("complain_shop", "昨天你们没给赠品，我要求补发，再给我道歉", events=OPENED)

    assert answer.slots["complaint_story"] == ["昨天你们没给赠品,我要求补发,再给我道歉"]
    assert answer.slots["complaint_when"] == "昨天"
    assert answer.slots["complaint_wishes"] == ["apology", "reship"]


@pytest.mark.parametrize(
    "intent, text, requested",
    [
        ("complain_service", "还挂我电话", "complaint_heard_out"),
        ("deny", "没了", "complaint_when"),
        ("nlu_fallback", "就这些", "complaint_when"),
    ],
)
async def test_it_is_listened_to_until_the_customer_says_that_is_all(intent: str, text: str, requested: str) -> None:
    """Playbook C4."""
    answer = await hear(intent, text, LISTENING)

    assert answer.slots["requested_slot"] == requested


async def test_letting_go_is_no_end_of_the_story() -> None:
    """算了 is understood as a no, and is one to the whole matter."""
    answer = await hear("deny", "算了", LISTENING)

    assert answer.said == ["utter_form_dropped"]


async def test_a_question_in_the_middle_is_left_to_its_own_rule() -> None:
    """The form sets nothing, so that Rasa turns to the rules."""
    answer = await hear("ask_refund_policy", "退款几天到账？", LISTENING)

    assert (answer.said, answer.slots) == ([], {})


@pytest.mark.parametrize(
    "text, wishes",
    [
        ("不要赔偿了，只要道歉", ["apology"]),
        ("道歉就不用了", ["compensation"]),
        ("还要退款", ["compensation", "apology", "refund"]),
    ],
)
async def test_wishes_are_put_right_after_they_were_repeated_back(text: str, wishes: list[str]) -> None:
    """The last word on each counts, and what was repeated is repeated anew."""
    answer = await hear("request_refund", text, REPEATED)

    assert answer.slots["complaint_wishes"] == wishes
    assert answer.said == ["utter_complaint_repeat"]


async def test_only_a_visitor_is_asked_for_a_phone_number() -> None:
    """Who is signed in can be reached."""
    told = {**REPEATED, "complaint_wishes": None, "requested_slot": "complaint_wishes"}

    visitor = await hear("nlu_fallback", "道歉", told, customer=None)
    customer = await hear("nlu_fallback", "道歉", told)

    assert visitor.said == ["utter_complaint_phone"]
    assert customer.said == ["utter_complaint_repeat"]


async def test_pictures_sent_meanwhile_are_kept() -> None:
    """Playbook F1."""
    answer = await hear("send_evidence", "/send_evidence", LISTENING, entities=[entity("evidence", "i_1,i_2")])

    assert answer.slots["evidence"] == ["i_1", "i_2"]


async def test_a_story_that_a_person_has_settled_does_not_come_up_again() -> None:
    """A newer decision ends it."""
    told = {"complaint_story": ["旧的事"], "decision": {"handoff_id": "h_2"}, "complaint_case": "h_1"}

    answer = await hear("complain_shop", "我要投诉", told, events=OPENED)

    assert answer.slots["complaint_story"] is None


async def test_a_confirmed_complaint_promises_an_answer_and_calls_a_person() -> None:
    """Promise, words and handoff, in this order: what comes after the handoff is not shown."""
    confirmed = heard("affirm", "对", slots={**REPEATED, "confirmed": True})

    answer = await run(ActionSubmitComplaint, shop_of(), confirmed)

    assert [card["kind"] for card in answer.cards] == ["promise", "handoff"]
    assert answer.cards[0]["data"]["code"] == "complaint_reply"
    assert answer.said == ["utter_complaint_recorded"]
    assert answer.handoff == "service"
    assert answer.slots["complaint_story"] is None


async def test_nothing_is_recorded_without_a_yes() -> None:
    """The rules run the action whenever the form is over."""
    answer = await run(ActionSubmitComplaint, shop_of(), heard("deny", "算了", slots=REPEATED))

    assert (answer.said, answer.cards) == ([], [])
