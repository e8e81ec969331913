"""Claims, what is taken for a reason, and what stands in the way of them."""

from __future__ import annotations

import pytest
from action_bench import entity, shop_of
from claims_bench import opened, told
from support.shop_samples import an_order

from actions.product_quality import ValidateQuality
from actions.refund_request import ValidateRefund
from actions.return_exchange import ValidateReturn
from bot.commerce.orders import Order


async def test_pictures_once_sent_are_not_taken_back_by_a_late_button() -> None:
    """现在没有照片 was pressed before."""
    answer = await told(
        ValidateQuality,
        "",
        asks="solution",
        claim_line="2",
        reason="quality",
        evidence=["i_1"],
        entities=[entity("choice", "evidence:none")],
    )

    assert answer.slots.get("evidence", ["i_1"]) == ["i_1"]


async def test_no_special_reason_is_a_reason() -> None:
    """The seven days ask for none."""
    answer = await told(ValidateReturn, "没什么原因", intent="deny", asks="reason", claim_line="1")

    assert answer.slots["reason"] == "no_reason"


async def test_a_reason_in_their_own_words_is_kept_for_whoever_reads_it() -> None:
    """It is none of the usual ones."""
    answer = await told(ValidateReturn, "家里人嫌颜色土", intent="chitchat", asks="reason", claim_line="1")

    assert (answer.slots["reason"], answer.slots["reason_note"]) == ("other", "家里人嫌颜色土")


async def test_a_reason_not_made_out_is_asked_for_in_other_words() -> None:
    """With the same buttons."""
    answer = await told(ValidateReturn, "嗯", intent="affirm", asks="reason", claim_line="1")

    assert answer.said == ["utter_form_reason_again"]


async def test_goods_not_arrived_yet_are_not_judged() -> None:
    """Nobody can know yet."""
    answer = await opened(ValidateQuality, "东西坏了", shop_of(an_order("in_transit")))

    assert answer.said == ["utter_claim_not_arrived"]
    assert (answer.slots["matter"], answer.slots["offer"]) == (None, "human")


@pytest.mark.parametrize(
    ("order", "said", "then"),
    [
        (an_order("disputed"), "utter_claim_trace", "not_received_form"),
        (an_order("unpaid"), "utter_claim_no_orders", ""),
        (an_order("returning"), "utter_refund_in_progress", ""),
        (an_order("signed", signed=-40), "utter_form_reason", ""),
    ],
)
async def test_what_stands_in_the_way_of_a_refund_is_told_at_once(order: Order, said: str, then: str) -> None:
    """And what is not yet in the way is not."""
    answer = await opened(ValidateRefund, "我要退款", shop_of(order))

    assert answer.said == [said]
    assert answer.next_action == then


async def test_too_late_is_told_with_the_day() -> None:
    """A person is offered."""
    answer = await told(
        ValidateRefund,
        "",
        asks="reason",
        entities=[entity("choice", "reason:dislike")],
        shop=shop_of(an_order("signed", signed=-10)),
    )

    assert answer.said == ["utter_claim_too_late"]
    assert answer.messages[0]["until"] == "11月18日"
    assert answer.slots["offer"] == "human"
