"""To a person and back; yes, no, and not understood."""

from __future__ import annotations

from typing import Any

import pytest
from action_bench import a_turn, heard, run, shop_of
from support.shop_samples import an_order

from actions.base import SkillAction
from actions.fallback import ActionMiss
from actions.handoff import ActionAskHuman, ActionTellDecision
from actions.refund_policy import ActionTellRefundPolicy
from actions.refund_request import ValidateRefund
from actions.return_exchange import ValidateReturn
from actions.smalltalk import ActionAffirm, ActionDeny

OFFER = {"event": "slot", "name": "offer", "value": "human"}
NO_OFFER = {"event": "slot", "name": "offer", "value": None}
SHOP_DOWN = {"event": "bot", "metadata": {"utter_action": "utter_shop_unavailable"}}
MISSED = {"event": "action", "name": "action_miss"}
GREETED = {"event": "action", "name": "utter_greet"}


@pytest.mark.parametrize(
    "intent, reason",
    [
        ("ask_human", "asked"),
        ("threat_expose", "threat"),
        ("anger_vent", "anger"),
        ("nlu_fallback", "asked"),
    ],
)
async def test_the_reason_of_a_handoff_is_what_the_customer_said(intent: str, reason: str) -> None:
    """Nothing else is said: the hub tells the customer what happens."""
    answer = await run(ActionAskHuman, shop_of(), heard(intent))

    assert answer.cards == [{"kind": "handoff", "data": {"reason": reason}}]
    assert answer.said == []


@pytest.mark.parametrize(
    "before, intent, reason",
    [
        ([OFFER], "ask_human", "offered"),
        ([SHOP_DOWN, OFFER], "ask_human", "shop_failed"),
        ([OFFER, NO_OFFER], "ask_human", "asked"),
        ([OFFER], "anger_vent", "anger"),
        ([SHOP_DOWN, OFFER], "threat_expose", "threat"),
    ],
)
async def test_an_offer_taken_up_is_the_reason_unless_there_is_a_graver_one(
    before: list[dict[str, Any]], intent: str, reason: str
) -> None:
    """The button of an offer says ask_human; anger and threats stay what they are."""
    answer = await run(ActionAskHuman, shop_of(), heard(intent, events=a_turn(*before), slots={"offer": "human"}))

    assert reason == answer.handoff
    assert answer.slots == {"offer": None}


async def test_yes_to_an_offer_brings_a_person() -> None:
    """After the shop was down, with that reason."""
    offered = heard("affirm", "好的", events=a_turn(OFFER), slots={"offer": "human"})
    failed = heard("affirm", "好的", events=a_turn(SHOP_DOWN, OFFER), slots={"offer": "human"})

    assert (await run(ActionAffirm, shop_of(), offered)).handoff == "offered"
    assert (await run(ActionAffirm, shop_of(), failed)).handoff == "shop_failed"


async def test_yes_long_after_an_offer_brings_nobody() -> None:
    """好的 in answer to small talk is small talk, though the slot still stands."""
    later = [*a_turn(OFFER), GREETED, {"event": "user"}]

    answer = await run(ActionAffirm, shop_of(), heard("affirm", "好的", events=later, slots={"offer": "human"}))

    assert answer.handoff is None
    assert answer.said == ["utter_affirm"]
    assert answer.slots == {"offer": None}


async def test_no_lets_the_offer_lapse() -> None:
    """A yes after it then means something else."""
    answer = await run(ActionDeny, shop_of(), heard("deny", events=a_turn(OFFER), slots={"offer": "human"}))

    assert (answer.said, answer.handoff) == (["utter_deny"], None)
    assert answer.slots == {"offer": None}


async def test_one_misunderstanding_gets_choices_and_two_in_a_row_a_person() -> None:
    """Playbook D1."""
    first = await run(ActionMiss, shop_of(), heard("nlu_fallback"))
    second = await run(ActionMiss, shop_of(), heard("nlu_fallback", events=a_turn(MISSED), slots={"misses": 1.0}))

    assert (first.said, first.slots) == (["utter_miss_choices"], {"misses": 1.0})
    assert (second.said, second.handoff) == ([], "misunderstood")
    assert second.slots == {"misses": 0.0}


async def test_an_ambiguous_message_gets_its_likeliest_meanings_as_buttons() -> None:
    """At most three, those a customer can choose, and a person; what no shop has to do with ends the list."""
    unsure = {
        "nlu_fallback": 0.3,
        "ask_logistics": 0.26,
        "anger_vent": 0.25,
        "request_refund": 0.24,
        "ask_invoice": 0.05,
    }

    answer = await run(ActionMiss, shop_of(), heard("nlu_fallback", ranking=unsure))

    assert (answer.said, answer.buttons) == (["utter_miss_likely"], ["查物流", "申请退款", "转人工"])


async def test_talk_that_has_nothing_to_do_with_a_shop_gets_no_guesses() -> None:
    """A button for the least unlikely thing would be a wrong answer in disguise."""
    private = {"nlu_fallback": 0.3, "out_of_scope": 0.29, "ask_logistics": 0.27}

    answer = await run(ActionMiss, shop_of(), heard("nlu_fallback", ranking=private))

    assert (answer.said, answer.buttons) == (["utter_miss_choices"], [])


async def test_small_talk_between_two_misunderstandings_breaks_the_row() -> None:
    """Rules answer it without touching the count."""
    events = [*a_turn(MISSED), GREETED, {"event": "user"}]

    answer = await run(ActionMiss, shop_of(), heard("nlu_fallback", events=events, slots={"misses": 1.0}))

    assert answer.said == ["utter_miss_choices"]


async def test_an_answer_ends_the_row_of_misunderstandings() -> None:
    """Whatever the answer is."""
    answer = await run(ActionTellDecision, shop_of(), heard("ask_decision", slots={"misses": 1.0}))

    assert answer.slots["misses"] == 0.0


DECISION = {
    "result": "refund",
    "result_text": "全额退款",
    "note": "三个工作日内原路退回[已备案0[1]]",
    "agent_name": "小周",
    "at": 1763694000000,
    "handoff_id": "h_1",
}


async def test_what_a_person_decided_is_told_with_who_and_when() -> None:
    """From the slot the engine set before control came back. A note that would upset the template is made harmless."""
    answer = await run(ActionTellDecision, shop_of(), heard("ask_decision", slots={"decision": DECISION}))

    assert answer.said == ["utter_decision"]
    facts = {"result": "全额退款", "agent": "小周", "at": "11月21日 11:00", "note": "三个工作日内原路退回[已备案0［1]]"}
    assert facts.items() <= answer.messages[0].items()


async def test_a_decision_without_a_note_says_there_is_none() -> None:
    """Not an empty end of a sentence."""
    decision = DECISION | {"note": ""}

    answer = await run(ActionTellDecision, shop_of(), heard("ask_decision", slots={"decision": decision}))

    assert answer.messages[0]["note"] == "无"


async def test_without_a_decision_the_real_refund_is_told() -> None:
    """刚才说的退款呢 may be about the shop's own refund."""
    answer = await run(ActionTellDecision, shop_of(an_order("returning")), heard("ask_decision"))

    assert answer.said == ["utter_refund_in_progress"]


@pytest.mark.parametrize("customer", ["u1001", None])
@pytest.mark.parametrize("decision", [None, {}, "refund", {"result": "refund"}])
async def test_where_nothing_was_decided_nothing_is_made_up(customer: str | None, decision: object) -> None:
    """A person is offered instead."""
    tracker = heard("ask_decision", customer=customer, slots={"decision": decision})

    answer = await run(ActionTellDecision, shop_of(an_order("paid")), tracker)

    assert answer.said == ["utter_no_decision"]
    assert answer.slots == {"offer": "human"}


@pytest.mark.parametrize(
    "action, intent",
    [
        (ActionMiss, "nlu_fallback"),
        (ActionTellRefundPolicy, "ask_refund_policy"),
    ],
)
@pytest.mark.parametrize("text", ["刚才说的退款呢，什么时候到账", "你们同事不是说给我补偿吗", "说好给我退的钱呢"])
async def test_a_question_that_points_back_is_answered_from_the_decision_whatever_it_was_taken_for(
    action: type[SkillAction], intent: str, text: str
) -> None:
    """The words are near a request, a rule and a miss; with a decision at hand they are none of these."""
    answer = await run(action, shop_of(), heard(intent, text, slots={"decision": DECISION}))

    assert answer.said == ["utter_decision"]


async def test_without_a_decision_words_that_point_back_change_nothing() -> None:
    """There is nothing to tell."""
    answer = await run(ActionMiss, shop_of(), heard("nlu_fallback", "刚才说的退款呢"))

    assert answer.said == ["utter_miss_choices"]


@pytest.mark.parametrize(
    "action, form", [(ValidateRefund, "refund_form"), (ValidateReturn, "return_form")], ids=["refund", "return"]
)
async def test_no_form_is_opened_for_words_that_point_back_at_a_decision(action: type[SkillAction], form: str) -> None:
    """The decision is told, and the form closes before it asked anything."""
    opening = [{"event": "user"}, {"event": "active_loop", "name": form}]
    tracker = heard("request_refund", "刚才说的退款呢", slots={"decision": DECISION}, events=opening)

    answer = await run(action, shop_of(), tracker)

    assert answer.said == ["utter_decision"]
    assert answer.slots["requested_slot"] is None
