"""What every matter of several steps has in common: answers, doubts, a yes, a pause, letting go."""

from __future__ import annotations

import pytest
from action_bench import heard, run, shop_of
from forms_bench import BACK, PILLOW, inside, opening, pressed, two_orders
from support.shop_samples import an_order

from actions.cancel_order import ValidateCancel


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
