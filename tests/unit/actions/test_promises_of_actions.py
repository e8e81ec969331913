"""What an action promises: named with its time, told to the hub, taken back when the answer breaks off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from action_bench import heard, run, services_of, shop_of
from rasa_sdk.executor import CollectingDispatcher
from support.shop_samples import NOW

from actions.base import SkillAction, Turn
from bot.commerce.policies.due import due_at
from bot.commerce.policy import in_force
from bot.kernel.clock import to_ms
from bot.kernel.errors import ShopUnavailable


class Promises(SkillAction):
    """Promises news of the courier."""

    title = "action_test_promises"
    spoken = ""

    async def answer(self, turn: Turn) -> None:
        type(self).spoken = turn.promise("courier_news", order_id="JZ1", ref="SF1")


class PromisesAndFails(SkillAction):
    """Promises, then the shop goes away."""

    title = "action_test_fails"

    async def answer(self, turn: Turn) -> None:
        turn.promise("courier_news", order_id="JZ1")
        raise ShopUnavailable()


def a_turn(**slots: Any) -> tuple[Turn, CollectingDispatcher]:
    """A turn at the moment of the samples, and what it says."""
    dispatcher = CollectingDispatcher()
    return Turn(dispatcher, heard("ask_logistics", slots=slots), services_of(shop_of())), dispatcher


async def test_a_promise_is_told_to_the_hub_with_code_words_time_and_keeper() -> None:
    """Exactly the part of the protocol; its time is the shop's rule to the minute that is spoken."""
    answer = await run(Promises, shop_of(), heard("ask_logistics"))

    due = due_at(in_force(), "courier_news", NOW)
    assert due is not None
    by = to_ms(due.replace(second=0, microsecond=0))
    (card,) = answer.cards
    assert card == {
        "kind": "promise",
        "data": {
            "code": "courier_news",
            "text": "联系快递后给您回话",
            "due_at": by,
            "keeper": "agent",
            "order_id": "JZ1",
            "ref": "SF1",
        },
    }
    assert Promises.spoken.endswith("前")
    assert answer.slots["promised"] == {"courier_news JZ1 SF1": by}


def test_a_promise_given_again_keeps_the_time_named_first() -> None:
    """Who asks again after half an hour is not put off by another hour; the hub is told once more, with that time."""
    first = to_ms(NOW + timedelta(minutes=20))

    turn, dispatcher = a_turn(promised={"courier_news JZ1 SF1": first})
    turn.promise("courier_news", order_id="JZ1", ref="SF1")

    assert dispatcher.messages[0]["custom"]["data"]["due_at"] == first


def test_a_promise_about_another_order_or_after_its_time_counts_anew() -> None:
    """What has passed is forgotten."""
    past = to_ms(NOW - timedelta(minutes=20))

    turn, dispatcher = a_turn(promised={"courier_news JZ1 ": past, "courier_news JZ2 ": to_ms(NOW) + 60_000})
    turn.promise("courier_news", order_id="JZ1")

    assert dispatcher.messages[0]["custom"]["data"]["due_at"] > to_ms(NOW)
    assert set(turn.slot("promised")) == {"courier_news JZ1 ", "courier_news JZ2 "}


def test_the_time_the_shop_named_goes_before_the_rules() -> None:
    """What a shop accepted by a day is promised for that day, and said so."""
    turn, dispatcher = a_turn()

    spoken = turn.promise("refund_approval", ref="R1", due=NOW + timedelta(minutes=5))

    due = (NOW + timedelta(minutes=5)).replace(second=0, microsecond=0)
    assert dispatcher.messages[0]["custom"]["data"]["due_at"] == to_ms(due)
    assert spoken.startswith("今天")


async def test_an_answer_that_breaks_off_promises_nothing() -> None:
    """The customer only hears that the shop cannot be asked."""
    answer = await run(PromisesAndFails, shop_of(), heard("ask_logistics"))

    assert answer.said == ["utter_shop_unavailable"]
    assert answer.cards == []
    assert "promised" not in answer.slots
