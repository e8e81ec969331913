"""Claims, what is understood and decided: which goods, their condition, which way, and who has to see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from action_bench import Answer, entity, heard, run, shop_of
from support.shop_samples import NOW, MemoryShop, an_order

from actions.base import SkillAction
from actions.claims.solution_step import wish_of
from actions.damaged_or_missing import ValidateDamaged
from actions.product_quality import ValidateQuality
from actions.refund_request import ValidateRefund
from actions.return_exchange import ValidateReturn
from bot.commerce.aftersales import PickupSlot
from bot.commerce.orders import Order, OrderLine
from bot.commerce.policies.solution import Solution
from bot.commerce.products import Product, Variant
from bot.kernel.money import Fen

NUMBER = "JZ251120000001"
MATTERS: dict[type[SkillAction], str] = {
    ValidateRefund: "request_refund",
    ValidateReturn: "request_return",
    ValidateQuality: "complain_quality",
    ValidateDamaged: "complain_damaged",
}
JEANS = OrderLine("高腰直筒牛仔裤", "27码 复古蓝", 1, Fen(16900), line_id="1", sku="JZP020", category="clothing")
SHOES = OrderLine("轻便缓震跑步鞋", "42码 黑白", 1, Fen(25900), line_id="2", sku="JZP021", category="shoes_bags")
MORNING = PickupSlot(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=3))


def two_goods() -> Order:
    """One order of jeans and shoes, signed for three days ago."""
    return replace(an_order("signed"), lines=(JEANS, SHOES), paid_fen=Fen(42800))


def a_shop(order: Order | None = None) -> MemoryShop:
    """A shop with that order and the jeans in three kinds."""
    shop = shop_of(order or two_goods())
    kinds = ("27码 复古蓝", "29码 烟灰色", "31码 烟灰色")
    shop.products = [
        Product("JZP020", "高腰直筒牛仔裤", variants=tuple(Variant(kind, 5) for kind in kinds), price_fen=Fen(16900))
    ]
    return shop


async def opened(action: type[SkillAction], text: str, shop: MemoryShop | None = None, **more: Any) -> Answer:
    """What is said to the message that opens the matter."""
    form = {
        ValidateRefund: "refund_form",
        ValidateReturn: "return_form",
        ValidateQuality: "quality_form",
        ValidateDamaged: "damaged_form",
    }[action]
    events = [{"event": "user"}, {"event": "active_loop", "name": form}]
    return await run(action, shop or a_shop(), heard(MATTERS[action], text, events=events, **more))


async def told(
    action: type[SkillAction],
    text: str,
    *,
    asks: str,
    intent: str = "inform_order",
    entities: list[dict[str, Any]] | None = None,
    shop: MemoryShop | None = None,
    **slots: Any,
) -> Answer:
    """What is said to a message inside it."""
    known = {"matter": MATTERS[action], "requested_slot": asks, "about_order": NUMBER, **slots}
    tracker = heard(intent, text, events=[{"event": "user"}], slots=known, entities=entities)
    return await run(action, shop or a_shop(), tracker)


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
