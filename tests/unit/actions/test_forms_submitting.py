"""Matters of several steps, how they are carried out: with a yes, once, and told as the shop answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from action_bench import heard, run
from forms_bench import PILLOW, two_orders
from support.shop_samples import NOW

from actions.cancel_order import ActionSubmitCancel
from bot.commerce.outcomes import Accepted, Expected, Milestone, NeedsApproval, Outcome, Refusal, Refused, Unconfirmed
from bot.commerce.requests import CancelOrder


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
