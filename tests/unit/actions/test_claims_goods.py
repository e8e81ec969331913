"""Claims, what they are about: which goods of an order, and the condition they are in."""

from __future__ import annotations

import pytest
from action_bench import entity
from claims_bench import MORNING, a_shop, opened, told

from actions.return_exchange import ValidateReturn


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("裤子", "1"),
        ("鞋子那双", "2"),
        ("第二件", "2"),
        ("最后一个", "2"),
        ("都要", "all"),
        ("鞋子和裤子", "all"),
        ("不是裤子，是鞋子", "2"),
    ],
)
async def test_one_of_several_goods_is_named_as_people_do(text: str, line: str) -> None:
    """By what it is, its place, or all of it."""
    answer = await told(ValidateReturn, text, asks="claim_line")

    assert answer.slots["claim_line"] == line


async def test_the_goods_are_corrected_later_on() -> None:
    """Their condition is asked for anew only where it has to be."""
    known = {"claim_line": "1", "reason": "dislike", "condition": ["intact"], "solution": "return_refund"}

    answer = await told(ValidateReturn, "不对，是鞋子", asks="confirmed", **known)

    assert answer.slots["claim_line"] == "2"
    assert answer.messages[-1]["title"] == "轻便缓震跑步鞋"
    assert answer.slots.get("confirmed") is not True


async def test_a_button_of_another_orders_goods_chooses_nothing() -> None:
    """A line that this order has not got."""
    answer = await told(
        ValidateReturn, "", intent="choose", asks="claim_line", entities=[entity("choice", "claim_line:7")]
    )

    assert answer.said == ["utter_claim_which_line"]


@pytest.mark.parametrize(
    ("text", "intent", "condition"),
    [
        ("都没有", "inform_order", None),
        ("没剪没洗", "complain_quality", ["intact"]),
        ("都好好的", "affirm", ["intact"]),
        ("吊牌剪了", "inform_order", ["tag_removed"]),
        ("穿过一次，洗了", "inform_order", ["washed", "used"]),
        ("没穿过，吊牌也没剪", "inform_order", ["intact"]),
        ("包装都没拆", "inform_order", ["intact"]),
        ("盒子扔了", "inform_order", ["incomplete"]),
        ("吊牌没了", "inform_order", ["tag_removed"]),
    ],
)
async def test_the_condition_is_what_they_say_it_is(text: str, intent: str, condition: list[str] | None) -> None:
    """Denied is not said; and what says neither is asked again."""
    answer = await told(
        ValidateReturn, text, intent=intent, asks="condition", claim_line="1", reason="dislike", wish="exchange"
    )

    assert answer.slots.get("condition") == condition


async def test_everything_in_the_first_message_is_never_asked_again() -> None:
    """Goods, reason, condition and way at once; only the pick-up is left."""
    shop = a_shop()
    shop.slots = [MORNING]

    answer = await opened(ValidateReturn, "裤子不喜欢，没穿过，退货", shop, entities=[entity("reason", "dislike")])

    assert answer.said == ["utter_claim_pickup"]


@pytest.mark.parametrize(("text", "spec"), [("换大一码的", "29码 烟灰色"), ("换成31码的", "31码 烟灰色")])
async def test_the_kind_wanted_is_taken_from_the_wish(text: str, spec: str) -> None:
    """The one they have is never taken for the one they want."""
    answer = await told(
        ValidateReturn, text, intent="request_return", asks="condition", claim_line="1", reason="wrong_size"
    )

    assert answer.slots["wish"] == "exchange"
    assert answer.slots["wanted_spec"] == spec
