"""Claims, which way they are settled: read from everyday words, offered where the rules open it."""

from __future__ import annotations

import pytest
from action_bench import entity, shop_of
from claims_bench import told
from support.shop_samples import an_order

from actions.claims.solution_step import wish_of
from actions.damaged_or_missing import ValidateDamaged
from actions.refund_request import ValidateRefund
from actions.return_exchange import ValidateReturn
from bot.commerce.policies.solution import Solution


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("换一条大的", Solution.EXCHANGE),
        ("给我修一下", Solution.REPAIR),
        ("退一部分吧，东西留着", Solution.PARTIAL_REFUND),
        ("不退货，只退款", Solution.REFUND_ONLY),
        ("补发一份", Solution.RESHIP),
        ("拦截吧", Solution.INTERCEPT),
        ("我要退，不喜欢", Solution.RETURN_REFUND),
        ("先不退货了", None),
        ("不想换货", None),
        ("好的", None),
    ],
)
def test_a_way_is_read_from_everyday_words_and_refused_ones_are_none(text: str, wish: Solution | None) -> None:
    """What is turned down is not asked for."""
    assert wish_of(text) is wish


async def test_two_ways_are_offered_where_the_rules_open_them() -> None:
    """Each with what it means."""
    answer = await told(ValidateReturn, "没穿过", asks="condition", claim_line="1", reason="dislike")

    assert answer.said == ["utter_claim_solution"]
    assert answer.buttons == ["退货退款", "换货"]


async def test_a_way_that_is_not_open_is_said_so_once() -> None:
    """It was heard, and cannot be."""
    answer = await told(
        ValidateReturn, "给我修一下", asks="solution", claim_line="1", reason="dislike", condition=["intact"]
    )

    assert answer.said == ["utter_claim_solution_not_open"]
    assert answer.messages[0]["wanted"] == "维修"
    assert answer.slots["wish"] is None


async def test_who_wants_broken_goods_changed_gets_them_sent_anew() -> None:
    """The rules give more than was asked for."""
    answer = await told(ValidateDamaged, "换一个", asks="solution", claim_line="1", reason="damaged", evidence=["i_1"])

    assert answer.slots["solution"] == "reship"


@pytest.mark.parametrize("text", ["退款多久到", "退款要几天"])
async def test_a_question_chooses_no_way(text: str) -> None:
    """It is answered by the rules."""
    answer = await told(
        ValidateReturn,
        text,
        intent="ask_refund_policy",
        asks="solution",
        claim_line="1",
        reason="dislike",
        condition=["intact"],
    )

    assert answer.said == ["utter_aside_money_when", "utter_claim_solution_wait"]
    assert answer.slots["requested_slot"] == "solution"
    assert "solution" not in answer.slots


async def test_a_wish_said_again_is_no_answer_to_what_was_asked() -> None:
    """A second one brings a person."""
    answer = await told(ValidateReturn, "退货", intent="request_return", asks="claim_line", wish="return_refund")

    assert (answer.said, answer.slots["misses"]) == (["utter_claim_which_line"], 1.0)


async def test_a_question_about_the_rules_is_answered_without_counting_as_a_miss() -> None:
    """And the same thing is asked for again."""
    answer = await told(
        ValidateReturn, "寄回去运费谁出", intent="request_return", asks="reason", claim_line="1", misses=1.0
    )

    assert answer.said == ["utter_aside_freight", "utter_form_reason"]
    assert answer.slots["requested_slot"] == "reason"


async def test_a_way_chosen_stays_while_the_reason_is_put_right() -> None:
    """It is open for the new reason, too."""
    known = {"claim_line": "2", "evidence": ["i_1"], "solution": "return_refund"}

    answer = await told(ValidateDamaged, "", asks="reason", entities=[entity("choice", "reason:wrong_item")], **known)

    assert answer.said == ["utter_claim_confirm"]


async def test_another_word_for_the_money_is_a_yes_and_no_other_way() -> None:
    """An order not sent is called off, whatever the customer calls it."""
    known = {"solution": "cancel_refund", "wish": None}

    answer = await told(
        ValidateRefund, "退吧", intent="request_refund", asks="confirmed", shop=shop_of(an_order("paid")), **known
    )

    assert answer.slots["confirmed"] is True
