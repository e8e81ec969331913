"""Claims on some of several pieces, on a part that is missing, and what is asked about a claim in passing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from action_bench import Answer, entity, heard, run, shop_of
from support.shop_samples import NOW, MemoryShop, an_order

from actions.base import SkillAction
from actions.damaged_or_missing import ValidateDamaged
from actions.product_quality import ValidateQuality
from actions.refund_request import ValidateRefund
from actions.return_exchange import ActionSubmitReturn, ValidateReturn
from bot.commerce.aftersales import AfterSale, PickupSlot, ReturnKind
from bot.commerce.days import shop_day
from bot.commerce.orders import Order, OrderLine
from bot.commerce.outcomes import Accepted, Expected, Milestone
from bot.commerce.requests import LineChoice, RequestReturn
from bot.kernel.money import Fen

NUMBER = "JZ251120000001"
SHOES = OrderLine("轻便缓震跑步鞋", "42码 黑白", 2, Fen(25900), line_id="1", sku="JZP021", category="shoes_bags")
MORNING = PickupSlot(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=3))
MATTERS: dict[type[SkillAction], tuple[str, str]] = {
    ValidateRefund: ("request_refund", "refund_form"),
    ValidateReturn: ("request_return", "return_form"),
    ValidateQuality: ("complain_quality", "quality_form"),
    ValidateDamaged: ("complain_damaged", "damaged_form"),
}


def two_pairs() -> Order:
    """One order of two pairs of the same shoes, signed for three days ago."""
    return replace(an_order("signed"), lines=(SHOES,), paid_fen=Fen(51800))


def a_shop(order: Order | None = None) -> MemoryShop:
    """A shop with that order, whose courier comes tomorrow."""
    shop = shop_of(order or two_pairs())
    shop.slots = [MORNING]
    return shop


async def opened(action: type[SkillAction], text: str, shop: MemoryShop | None = None, **more: Any) -> Answer:
    """What is said to the message that opens the matter."""
    intent, form = MATTERS[action]
    events = [{"event": "user"}, {"event": "active_loop", "name": form}]
    return await run(action, shop or a_shop(), heard(intent, text, events=events, **more))


async def told(action: type[SkillAction], text: str, *, asks: str, **slots: Any) -> Answer:
    """What is said to a message inside it."""
    entities, shop = slots.pop("entities", None), slots.pop("shop", None) or a_shop()
    known = {"matter": MATTERS[action][0], "requested_slot": asks, "about_order": NUMBER, **slots}
    intent = slots.pop("intent", "inform_order")
    return await run(action, shop, heard(intent, text, events=[{"event": "user"}], slots=known, entities=entities))


async def test_how_many_is_asked_when_several_were_bought_and_none_was_said() -> None:
    """With a button for each number."""
    answer = await opened(ValidateQuality, "鞋子开胶了", entities=[entity("reason", "quality")])

    assert (answer.said, answer.buttons) == (["utter_claim_how_many"], ["1件", "2件都办"])


@pytest.mark.parametrize("text", ["其中一双开胶了", "两双都开胶了"])
async def test_how_many_is_not_asked_when_it_was_said(text: str) -> None:
    """Nor is it where one was bought, which every other test of claims shows."""
    answer = await opened(ValidateQuality, text, entities=[entity("reason", "quality")])

    assert answer.said == ["utter_form_evidence"]


async def test_one_of_two_is_worth_half_of_what_was_paid() -> None:
    """And the confirmation says so."""
    answer = await told(
        ValidateReturn, "我自己寄", asks="pickup", reason="wrong_size", condition=["intact"], solution="return_refund",
        claim_pieces=1,
    )  # fmt: skip

    terms = answer.messages[0]["terms"]
    assert "买了2件，这次办1件" in terms
    assert "退¥259" in terms


async def test_the_shop_is_asked_for_the_pieces_claimed() -> None:
    """And not for the whole order."""
    shop = a_shop()
    shop.answers[RequestReturn] = Accepted("SH1", NOW, (Expected(Milestone.MONEY_BACK, NOW),), Fen(25900))
    slots = {"confirmed": True, "about_order": NUMBER, "reason": "wrong_size", "condition": ["intact"]}
    slots |= {"solution": "return_refund", "claim_pieces": 1, "pickup": "self"}

    answer = await run(ActionSubmitReturn, shop, heard("affirm", "好", slots=slots))

    request = shop.asked[0][1]
    assert isinstance(request, RequestReturn)
    assert request.lines == (LineChoice("1", 1),)
    assert answer.said == ["utter_claim_return", "utter_claim_send_to"]


async def test_who_has_them_fetched_needs_no_address() -> None:
    """The courier knows where to bring them."""
    shop = a_shop()
    shop.answers[RequestReturn] = Accepted("SH1", NOW, (Expected(Milestone.MONEY_BACK, NOW),), Fen(51800))
    slots = {"confirmed": True, "about_order": NUMBER, "reason": "wrong_size", "condition": ["intact"]}
    slots |= {"solution": "return_refund", "claim_pieces": 1, "pickup": MORNING.start.isoformat()}

    answer = await run(ActionSubmitReturn, shop, heard("affirm", "好", slots=slots))

    assert answer.said == ["utter_claim_return"]


async def test_what_is_missing_is_kept_with_the_claim() -> None:
    """In the customer's words, so that how many of the goods is no question any more."""
    answer = await opened(ValidateDamaged, "鞋子少给我一根鞋带", entities=[entity("reason", "missing")])

    assert (answer.slots["missing_part"], answer.said) == ("一根鞋带", ["utter_form_evidence"])


async def test_what_is_missing_is_asked_when_only_parts_are_spoken_of() -> None:
    """A button spares whoever cannot say."""
    answer = await opened(ValidateDamaged, "配件没给全", entities=[entity("reason", "missing")])

    assert (answer.said, answer.buttons) == (["utter_claim_what_is_missing"], ["整件没有，说不准"])


async def test_the_missing_part_is_repeated_back() -> None:
    """Beside the reason."""
    answer = await told(
        ValidateDamaged, "补发", asks="solution", reason="missing", missing_part="一根鞋带", evidence=["i_1"]
    )

    assert answer.messages[0]["reason"] == "（少件漏发：一根鞋带）"


@pytest.mark.parametrize(
    ("text", "reason", "response"),
    [
        ("运费谁出", None, "utter_aside_freight"),
        ("运费谁出", "quality", "utter_aside_freight_shop"),
        ("运费谁出", "wrong_size", "utter_aside_freight_customer"),
        ("多久到账", None, "utter_aside_money_when"),
        ("退到哪里", None, "utter_aside_money_where"),
        ("要带包装吗", None, "utter_aside_packing"),
        ("保修多久", None, "utter_aside_warranty"),
        ("能上门取件吗", None, "utter_aside_pickup_from"),
        ("多久能审核", None, "utter_aside_how_long"),
    ],
)
async def test_a_question_in_passing_is_answered_with_the_facts_of_this_claim(
    text: str, reason: str | None, response: str
) -> None:
    """Then what was asked before is asked again, and no miss is counted."""
    answer = await told(ValidateReturn, text, asks="claim_pieces", reason=reason, intent="ask_refund_policy")

    assert answer.said == [response, "utter_claim_how_many"]
    assert answer.slots["misses"] == 0.0


async def test_a_reason_and_a_question_in_one_message_are_both_heard() -> None:
    """The question first, and with the reason that was just given."""
    answer = await told(
        ValidateReturn, "不喜欢，运费谁出", asks="reason", entities=[entity("reason", "dislike")], claim_pieces=2
    )

    assert answer.slots["reason"] == "dislike"
    assert answer.said[0].startswith("utter_aside_freight")
    assert answer.said[1] == "utter_claim_condition"


async def test_a_question_nobody_can_answer_is_said_so_and_counts() -> None:
    """A person is one button away, and comes by themselves the second time."""
    first = await told(
        ValidateReturn, "能不能送个小礼物", asks="claim_pieces", intent="request_return", reason="dislike"
    )
    second = await told(
        ValidateReturn, "能不能送个小礼物", asks="claim_pieces", intent="request_return", reason="dislike", misses=1.0
    )

    assert first.said == ["utter_form_cannot_tell", "utter_claim_how_many"]
    assert (first.slots["misses"], second.handoff) == (1.0, "misunderstood")


async def test_asking_how_it_goes_begins_nothing() -> None:
    """Who wants to begin presses the button."""
    answer = await opened(ValidateReturn, "退货要带原来的盒子吗")

    assert answer.said == ["utter_aside_packing", "utter_form_begin"]
    assert answer.slots["matter"] is None


async def test_a_time_nobody_comes_at_is_told_with_the_earliest_one() -> None:
    """It is no misunderstanding."""
    answer = await told(
        ValidateReturn, "今天下午可以来取吗", asks="pickup", reason="wrong_size", claim_pieces=2, condition=["intact"],
        solution="return_refund", intent="request_return",
    )  # fmt: skip

    assert answer.said == ["utter_claim_pickup_not_then"]
    assert answer.messages[0]["wished"] == "今天下午"
    assert answer.slots["misses"] == 0.0


def sent_back(pickup: PickupSlot | None) -> Order:
    """The order with a return under way."""
    case = AfterSale("SH1", ReturnKind.EXCHANGE, "尺码不合适", NOW, shop_day(NOW), pickup, approved_at=NOW)
    return replace(two_pairs(), after_sale=case)


@pytest.mark.parametrize(
    ("pickup", "response"), [(MORNING, "utter_claim_pickup_booked"), (None, "utter_claim_pickup_none")]
)
async def test_when_the_courier_comes_is_told_of_a_return_under_way(pickup: PickupSlot | None, response: str) -> None:
    """Or that none was asked to come."""
    answer = await opened(ValidateReturn, "快递员什么时候上门取件", a_shop(sent_back(pickup)))

    assert answer.said == [response]


@pytest.mark.parametrize("action", [ValidateRefund, ValidateReturn])
async def test_who_has_asked_for_it_already_hears_how_it_stands(action: type[SkillAction]) -> None:
    """And is not led through it anew."""
    answer = await opened(action, "我已经提交过申请了", a_shop(sent_back(None)))

    assert answer.said == ["utter_claim_in_progress"]


async def test_goods_in_no_order_of_theirs_are_not_taken_for_the_only_order() -> None:
    """It may be another account's."""
    answer = await opened(ValidateQuality, "我买的台灯坏了", a_shop())

    assert answer.said == ["utter_form_goods_not_bought", "utter_form_which_order"]
