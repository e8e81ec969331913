"""What every matter of several steps has in common, shown on calling an order off and on a refund."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from action_bench import entity, heard, run, shop_of
from rasa_sdk import Tracker
from support.shop_samples import NOW, MemoryShop, an_order

from actions.cancel_order import ActionSubmitCancel, ValidateCancel
from actions.refund_request import ValidateRefund
from bot.commerce.outcomes import Accepted, Expected, Milestone, NeedsApproval, Outcome, Refusal, Refused, Unconfirmed
from bot.commerce.requests import CancelOrder

PILLOW, PAN = "JZ251120000001", "JZ251120000002"
OPENED = [{"event": "user"}, {"event": "active_loop", "name": "cancel_form"}]
HEARING = [{"event": "user"}]
BACK = [{"event": "user"}, {"event": "action_execution_rejected", "name": "cancel_form"}]


def two_orders() -> MemoryShop:
    """A pillow and a pan, paid and not sent."""
    return shop_of(an_order(number=PILLOW, title="慢回弹记忆枕"), an_order(number=PAN, title="不粘平底锅"))


def opening(text: str, **more: Any) -> Tracker:
    """The message that opens the matter."""
    return heard("cancel_order", text, events=OPENED, **more)


def inside(
    text: str, intent: str = "inform_order", *, asks: str = "confirmed", confidence: float = 0.9, **slots: Any
) -> Tracker:
    """A message while the matter is open and ``asks`` was asked for."""
    known = {"matter": "cancel_order", "requested_slot": asks, **slots}
    return heard(intent, text, events=HEARING, slots=known, confidence=confidence)


def pressed(choice: str, *, asks: str, **slots: Any) -> Tracker:
    """A button while the matter is open."""
    known = {"matter": "cancel_order", "requested_slot": asks, **slots}
    return heard("choose", "", events=HEARING, slots=known, entities=[entity("choice", choice)])


async def test_the_only_order_is_not_asked_for() -> None:
    """It is repeated back, to be confirmed."""
    answer = await run(ValidateCancel, shop_of(an_order()), opening("取消订单"))

    assert answer.said == ["utter_cancel_confirm"]
    assert (answer.slots["about_order"], answer.slots["requested_slot"]) == (PILLOW, "confirmed")


async def test_the_order_a_matter_is_about_becomes_the_one_talked_about() -> None:
    """Also when nothing can be done about it: what is asked next is about the same one."""
    answer = await run(ValidateCancel, shop_of(an_order("in_transit")), opening("取消订单"))

    assert answer.slots["order_id"] == PILLOW
    assert answer.next_action == "refund_form"


@pytest.mark.parametrize("text", ["平底锅那单", "第二个", "最后那个", PAN])
async def test_an_order_is_named_by_its_goods_its_place_or_its_number(text: str) -> None:
    """However it suits the customer."""
    newest_first = shop_of(
        an_order(number=PILLOW, title="慢回弹记忆枕", placed=NOW),
        an_order(number=PAN, title="不粘平底锅", placed=NOW - timedelta(days=1)),
    )

    answer = await run(ValidateCancel, newest_first, inside(text, asks="about_order"))

    assert answer.slots["about_order"] == PAN


async def test_not_this_one_takes_the_only_other() -> None:
    """Nobody is asked which, when there is one left."""
    answer = await run(ValidateCancel, two_orders(), inside("不是这单", about_order=PILLOW))

    assert answer.slots["about_order"] == PAN


async def test_not_this_one_is_nothing_new_where_there_is_no_other() -> None:
    """The order is not forgotten."""
    answer = await run(ValidateCancel, shop_of(an_order()), inside("不是这单", "deny", about_order=PILLOW))

    assert "about_order" not in answer.slots
    assert answer.said == ["utter_form_what_is_wrong"]


async def test_what_was_known_of_one_order_is_void_for_another() -> None:
    """Reason, way and the yes belonged to the first."""
    known = {"matter": "request_refund", "about_order": PILLOW, "reason": "dislike", "solution": "intercept"}
    tracker = heard(
        "inform_order", "不是这单，平底锅那单", events=HEARING, slots={**known, "requested_slot": "confirmed"}
    )

    answer = await run(ValidateRefund, two_orders(), tracker)

    assert (answer.slots["about_order"], answer.slots["reason"]) == (PAN, None)


async def test_a_number_that_is_not_theirs_is_said_so_and_nothing_else_taken_for_it() -> None:
    """Not even the only order they have."""
    answer = await run(ValidateCancel, shop_of(an_order()), opening("取消 JZ250101000009"))

    assert answer.said == ["utter_order_not_found", "utter_cancel_which_order"]
    assert answer.slots.get("about_order") is None


async def test_goods_that_cannot_be_called_off_any_more_are_told_so() -> None:
    """Rather than another order of theirs being shown."""
    shop = shop_of(an_order("cancelled", number=PILLOW, title="慢回弹记忆枕"), an_order(number=PAN, title="不粘平底锅"))

    answer = await run(ValidateCancel, shop, opening("记忆枕那单取消"))

    assert answer.said == ["utter_cancel_over"]


async def test_a_question_inside_is_left_to_the_rules() -> None:
    """Nothing is said and nothing remembered: Rasa answers it and comes back."""
    answer = await run(ValidateCancel, two_orders(), inside("发票怎么开", "ask_invoice", about_order=PILLOW))

    assert (answer.said, answer.slots) == ([], {})


async def test_coming_back_asks_what_was_open() -> None:
    """As it was asked before."""
    slots = {"matter": "cancel_order", "requested_slot": "confirmed", "about_order": PILLOW}
    tracker = heard("ask_invoice", "发票怎么开", events=BACK, slots=slots)

    answer = await run(ValidateCancel, two_orders(), tracker)

    assert answer.said == ["utter_cancel_confirm"]


@pytest.mark.parametrize("intent", ["ask_human", "threat_expose", "anger_vent"])
async def test_who_wants_a_person_is_never_taken_for_an_answer(intent: str) -> None:
    """Whatever the words hold."""
    answer = await run(ValidateCancel, two_orders(), inside("好好好，叫人来", intent, about_order=PILLOW))

    assert (answer.said, answer.slots) == ([], {})


async def test_doubtful_words_are_an_answer_that_was_not_understood() -> None:
    """Not a farewell, say, that the classifier half believes in."""
    answer = await run(ValidateCancel, two_orders(), inside("先等等", "goodbye", confidence=0.4, about_order=PILLOW))

    assert answer.said == ["utter_form_what_is_wrong"]


async def test_a_second_answer_not_understood_brings_a_person() -> None:
    """The form is over, what is known goes along."""
    answer = await run(ValidateCancel, two_orders(), inside("啊", "nlu_fallback", about_order=PILLOW, misses=1.0))

    assert answer.handoff == "misunderstood"
    assert answer.slots["requested_slot"] is None


@pytest.mark.parametrize("text", ["算了", "算了，不取消了", "那算了吧", "先不取消", "没事了，不用办了"])
async def test_letting_go_ends_it_and_says_that_nothing_was_submitted(text: str) -> None:
    """Whatever it was understood as."""
    answer = await run(ValidateCancel, two_orders(), inside(text, "affirm", about_order=PILLOW))

    assert answer.said == ["utter_form_dropped"]
    assert (answer.slots["requested_slot"], answer.slots["matter"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("先别取消，我再想想", "cancel_order"),
        ("能取消吗", "cancel_order"),
        ("好吧那等一下", "affirm"),
        ("不要取消", "cancel_order"),
        ("不对，取消的不是这个", "cancel_order"),
    ],
)
async def test_a_doubtful_yes_is_none(text: str, intent: str) -> None:
    """Money and orders move on a plain one only."""
    answer = await run(ValidateCancel, two_orders(), inside(text, intent, about_order=PILLOW))

    assert answer.slots.get("confirmed") is not True


async def test_a_button_may_be_typed() -> None:
    """换一单 in words is the button of that name."""
    answer = await run(ValidateCancel, two_orders(), inside("换一单吧", "cancel_order", about_order=PILLOW))

    assert answer.said == ["utter_cancel_which_order"]


async def test_an_answer_not_understood_leaves_the_same_question_open() -> None:
    """Rasa would ask for another slot that is empty."""
    answer = await run(ValidateCancel, two_orders(), inside("啊", "nlu_fallback", about_order=PILLOW))

    assert (answer.slots["requested_slot"], answer.slots["misses"]) == ("confirmed", 1.0)


@pytest.mark.parametrize(("text", "intent"), [("好的", "affirm"), ("取消吧", "cancel_order")])
async def test_a_plain_yes_closes_the_form(text: str, intent: str) -> None:
    """The rules submit it then."""
    answer = await run(ValidateCancel, two_orders(), inside(text, intent, about_order=PILLOW))

    assert (answer.slots["confirmed"], answer.slots["requested_slot"]) == (True, None)


async def test_a_late_press_of_yes_answers_no_other_question() -> None:
    """The card it belongs to is history."""
    answer = await run(ValidateCancel, two_orders(), pressed("confirmed:yes", asks="about_order"))

    assert answer.slots.get("confirmed") is not True
    assert answer.said == ["utter_cancel_which_order"]


async def test_what_is_to_be_put_right_is_asked_again() -> None:
    """Even where it could be guessed."""
    shop = shop_of(an_order())

    answer = await run(ValidateCancel, shop, pressed("redo:about_order", asks="confirmed", about_order=PILLOW))

    assert answer.said == ["utter_cancel_which_order"]


async def test_the_matter_put_aside_is_offered_when_the_other_is_over() -> None:
    """It is not lost."""
    answer = await run(
        ValidateCancel, two_orders(), inside("算了", "deny", about_order=PILLOW, parked="change_address")
    )

    assert answer.said == ["utter_form_dropped", "utter_resume_parked"]
    assert answer.slots["parked"] is None


async def test_a_matter_opened_inside_another_parks_it() -> None:
    """One thing at a time."""
    answer = await run(ValidateCancel, two_orders(), opening("取消订单", slots={"matter": "change_address"}))

    assert answer.slots["parked"] == "change_address"


async def test_all_of_them_are_taken_one_after_the_other() -> None:
    """Each with a yes of its own; the next follows by itself."""
    shop = two_orders()

    first = await run(ValidateCancel, shop, opening("全部取消"))
    done = await run(
        ActionSubmitCancel,
        shop,
        heard(
            "affirm", "好", slots={"confirmed": True, "about_order": first.slots["about_order"], "cancel_rest": True}
        ),
    )

    assert first.said == ["utter_cancel_confirm"]
    assert done.next_action == "cancel_form"


async def test_nothing_is_submitted_without_a_yes_and_an_offer_stands() -> None:
    """The action runs after every closed form."""
    shop = two_orders()

    answer = await run(ActionSubmitCancel, shop, heard("deny", "算了", slots={"about_order": PILLOW, "offer": "human"}))

    assert (shop.asked, answer.said, answer.slots) == ([], [], {})


async def test_a_turn_that_runs_twice_asks_once() -> None:
    """Both carry the same key."""
    shop = two_orders()
    tracker = heard("affirm", "好", slots={"confirmed": True, "about_order": PILLOW})

    await run(ActionSubmitCancel, shop, tracker)
    await run(ActionSubmitCancel, shop, tracker)

    assert len({key for _, _, key in shop.asked}) == 1


@pytest.mark.parametrize(
    ("outcome", "said", "promises"),
    [
        (Accepted("QX1", NOW, (Expected(Milestone.MONEY_BACK, NOW + timedelta(days=3)),)), "utter_cancel_done", 1),
        (Accepted("QX1", NOW), "utter_cancel_done", 0),
        (Refused(Refusal.ALREADY_SHIPPED, "包裹已经寄出了。"), "utter_request_refused", 0),
        (
            NeedsApproval("QX1", "店铺主管", "金额较大。", NOW + timedelta(hours=2)),
            "utter_request_waits",
            1,
        ),
        (Unconfirmed("key"), "utter_request_unconfirmed", 0),
    ],
)
async def test_every_answer_of_the_shop_is_told_as_it_is(outcome: Outcome, said: str, promises: int) -> None:
    """A time that is named is promised, and none else."""
    shop = two_orders()
    shop.answers[CancelOrder] = outcome

    answer = await run(
        ActionSubmitCancel, shop, heard("affirm", "好", slots={"confirmed": True, "about_order": PILLOW})
    )

    assert answer.said == [said]
    assert len([card for card in answer.cards if card["kind"] == "promise"]) == promises


async def test_what_was_carried_out_is_forgotten() -> None:
    """The next matter begins with nothing."""
    answer = await run(
        ActionSubmitCancel, two_orders(), heard("affirm", "好", slots={"confirmed": True, "about_order": PILLOW})
    )

    assert (answer.slots["confirmed"], answer.slots["about_order"]) == (None, None)


async def test_a_visitor_is_asked_to_sign_in_and_nothing_stays_open() -> None:
    """No order is looked at."""
    answer = await run(ValidateCancel, two_orders(), opening("取消订单", customer=None))

    assert answer.said == ["utter_please_sign_in"]
    assert answer.slots["matter"] is None


async def test_with_every_order_over_it_is_not_said_that_there_are_none() -> None:
    """They know better."""
    answer = await run(ValidateCancel, shop_of(an_order("cancelled")), opening("取消订单"))

    assert answer.said == ["utter_cancel_none_open"]
