"""Matters a colleague sees to."""

from __future__ import annotations

import pytest
from action_bench import a_turn, heard, run, shop_of
from support.shop_samples import NOW, an_order

from actions.other_matters import ActionOtherMatter
from actions.responses import OTHER_MATTERS
from bot.commerce.cards import order_card

RETURNING = an_order("returning", number="JZ251110000001")
REFUNDED = an_order("refunded", number="JZ251101000002")
PAID = an_order("paid", number="JZ251120000003")
HERS = an_order("returning", number="JZ251112000004", owner="u1002")


@pytest.mark.parametrize("intent", sorted(OTHER_MATTERS))
async def test_every_other_matter_is_answered_in_its_own_words_with_the_offer_of_a_person(intent: str) -> None:
    """Also for a visitor, whose matter is as real."""
    mine = await run(ActionOtherMatter, shop_of(PAID), heard(intent))
    visitors = await run(ActionOtherMatter, shop_of(PAID), heard(intent, customer=None))

    assert [f"utter_other_{intent}"] == mine.said == visitors.said
    assert mine.slots == {"offer": "human", "topic": intent}


async def test_a_matter_the_bot_has_no_words_for_still_gets_the_offer() -> None:
    """A new intent without its sentence is no dead end."""
    answer = await run(ActionOtherMatter, shop_of(PAID), heard("ask_something_new"))

    assert answer.said == ["utter_offer_human"]


async def test_the_order_named_is_shown_with_the_answer() -> None:
    """The customer sees that it was understood; the person will, too."""
    answer = await run(ActionOtherMatter, shop_of(PAID), heard("change_address", f"{PAID.order_id} 改地址"))

    assert answer.said == ["utter_other_change_address"]
    assert answer.cards == [{"kind": "order_card", "data": order_card(PAID, NOW)}]
    assert answer.slots["order_id"] == PAID.order_id


async def test_somebody_elses_order_is_neither_shown_nor_remembered() -> None:
    """The answer is the one for no order at all."""
    answer = await run(ActionOtherMatter, shop_of(PAID, HERS), heard("request_refund", f"{HERS.order_id} 退款"))

    assert answer.said == ["utter_other_request_refund"]
    assert answer.cards == []
    assert "order_id" not in answer.slots


async def test_a_refund_under_way_is_told_as_it_stands() -> None:
    """The only one with money to come is the one meant."""
    answer = await run(ActionOtherMatter, shop_of(RETURNING, REFUNDED, PAID), heard("request_refund", "我的退款呢"))

    assert answer.said == ["utter_refund_in_progress"]
    assert {"step": "等待退货寄回", "expected": "11月23日"}.items() <= answer.messages[0].items()
    assert answer.slots == {"offer": "human", "topic": "request_refund", "order_id": RETURNING.order_id}


async def test_a_refund_that_is_done_is_told_once_and_then_taken_seriously() -> None:
    """没有到账 after the answer gets another one than the same again."""
    slots = {"order_id": REFUNDED.order_id}
    told = a_turn({"event": "bot", "metadata": {"utter_action": "utter_refund_done"}})

    first = await run(ActionOtherMatter, shop_of(REFUNDED), heard("request_refund", slots=slots))
    again = await run(ActionOtherMatter, shop_of(REFUNDED), heard("request_refund", slots=slots, events=told))

    assert first.said == ["utter_refund_done"]
    assert again.said == ["utter_other_request_refund"]
    assert "offer" in first.slots
    assert "offer" in again.slots


async def test_only_the_question_for_money_is_answered_with_the_refund() -> None:
    """A damaged parcel is not answered with an older refund."""
    answer = await run(ActionOtherMatter, shop_of(RETURNING), heard("complain_damaged", RETURNING.order_id))

    assert answer.said == ["utter_other_complain_damaged"]
