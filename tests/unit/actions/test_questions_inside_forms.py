"""What is asked in passing while an order is called off, an address changed, an invoice or a difference asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from action_bench import Answer, heard, run, shop_of
from support.shop_samples import MemoryShop, an_order, day

from actions.base import SkillAction
from actions.cancel_order import ValidateCancel
from actions.change_address import ValidateAddress
from actions.invoice import ValidateInvoice
from actions.logistics import ActionTellLogistics
from actions.price_coupon import ValidatePrice
from actions.refund_policy import ActionTellRefundPolicy
from actions.signed_not_received import ValidateNotReceived
from bot.commerce.addresses import Address
from bot.commerce.days import last_moment
from bot.commerce.products import PriceChange, PriceCheck
from bot.kernel.money import Fen

NUMBER = "JZ251120000001"
FELL = PriceCheck(
    NUMBER, True, Fen(3000), (PriceChange("1", "云朵棉四件套", Fen(29900), Fen(26900), 1),), last_moment(day(20))
)


def a_shop(status: str) -> MemoryShop:
    """One order in that state, whose price fell."""
    shop = shop_of(replace(an_order(status), ship_to=Address("林晓", "13812345678", "上海市浦东新区晴川大道58号3幢")))
    shop.their_price_check = FELL
    return shop


async def told(
    action: type[SkillAction], shop: MemoryShop, text: str, *, matter: str, asks: str, **more: Any
) -> Answer:
    """What is said to a question inside a matter."""
    slots = {"matter": matter, "about_order": NUMBER, "requested_slot": asks, **more}
    return await run(action, shop, heard("ask_price", text, events=[{"event": "user"}], slots=slots))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("退款要几天", "utter_aside_money_when_unsigned"),
        ("钱退到哪", "utter_aside_money_where"),
        ("要扣手续费吗", "utter_aside_cancel_is_free"),
    ],
)
async def test_calling_off_waits_for_its_yes_after_a_question(text: str, said: str) -> None:
    """Nothing is called off by it."""
    answer = await told(ValidateCancel, a_shop("paid"), text, matter="cancel_order", asks="confirmed")

    assert answer.said == [said, "utter_form_confirm_wait"]
    assert "confirmed" not in answer.slots or answer.slots["confirmed"] is None


@pytest.mark.parametrize(
    ("status", "text", "said"),
    [
        ("paid", "要加钱吗", "utter_address_is_free"),
        ("paid", "会不会晚到", "utter_address_arrives_when"),
        ("paid", "多久能改好", "utter_address_changed_when"),
        ("in_transit", "要加钱吗", "utter_address_redirect_cost"),
        ("in_transit", "会不会晚到", "utter_address_redirect_when"),
    ],
)
async def test_a_change_of_address_goes_on_after_a_question(status: str, text: str, said: str) -> None:
    """By the state of the parcel."""
    asks = "new_address" if status == "paid" else "address_way"

    answer = await told(ValidateAddress, a_shop(status), text, matter="change_address", asks=asks)

    assert answer.said[0] == said
    assert answer.slots["requested_slot"] == asks


async def test_where_the_difference_goes_is_told_before_the_yes() -> None:
    """And how long it takes."""
    known = {"matter": "ask_price", "asks": "confirmed", "price_topic": "protection"}

    answer = await told(ValidatePrice, a_shop("signed"), "差价返到哪里，多久到账", **known)

    assert answer.said == ["utter_aside_money_where", "utter_price_back_when", "utter_form_confirm_wait"]


async def test_asking_where_a_difference_goes_asks_for_none() -> None:
    """A button begins it."""
    opened = [{"event": "user"}, {"event": "active_loop", "name": "price_form"}]

    answer = await run(ValidatePrice, a_shop("signed"), heard("ask_price", "差价退到哪里", events=opened))

    assert answer.said == ["utter_aside_money_where", "utter_form_begin"]


async def test_an_invoice_costs_nothing() -> None:
    """Then the title is asked for again."""
    known = {"matter": "ask_invoice", "asks": "invoice_title", "invoice_kind": "company"}

    answer = await told(ValidateInvoice, a_shop("signed"), "要收费吗", **known)

    assert answer.said == ["utter_invoice_is_free", "utter_invoice_give_title"]


async def test_a_question_about_the_goods_inside_an_invoice_is_left_to_its_own_rule() -> None:
    """How long the warranty is says nothing about how long the invoice takes."""
    slots = {"matter": "ask_invoice", "about_order": NUMBER, "requested_slot": "invoice_title"}
    tracker = heard("ask_product", "保修多久", events=[{"event": "user"}], slots={**slots, "invoice_kind": "company"})

    answer = await run(ValidateInvoice, a_shop("signed"), tracker)

    assert (answer.said, answer.slots) == ([], {})


async def test_how_long_the_courier_looks_is_told_and_the_question_stays() -> None:
    """In short: the record stands above."""
    known = {"matter": "complain_not_received", "asks": "asked_around"}

    answer = await told(ValidateNotReceived, a_shop("signed"), "要多久有结果", **known)

    assert answer.said == ["utter_not_received_how_long", "utter_not_received_ask_again"]


@pytest.mark.parametrize(
    ("text", "said"), [("退货运费谁出", "utter_aside_freight"), ("退款多久到账", "utter_aside_money_when")]
)
async def test_one_rule_asked_for_is_one_rule_told(text: str, said: str) -> None:
    """Not all of them, and no card of an order."""
    answer = await run(ActionTellRefundPolicy, a_shop("signed"), heard("ask_refund_policy", text))

    assert (answer.said, answer.cards) == ([said], [])


@pytest.mark.parametrize(
    "text", ["我的手机上看不到物流", "我的手机号是13812345678,帮我查查", "手机没电了,刚看到,到哪了"]
)
async def test_the_telephone_in_their_hand_is_not_what_they_bought(text: str) -> None:
    """Nor is its number."""
    answer = await run(ActionTellLogistics, a_shop("in_transit"), heard("ask_logistics", text))

    assert "utter_form_goods_not_bought" not in answer.said


async def test_goods_they_never_bought_are_not_taken_for_the_parcel_on_its_way() -> None:
    """They choose."""
    answer = await run(ActionTellLogistics, a_shop("in_transit"), heard("ask_logistics", "我的台灯到哪了"))

    assert answer.said == ["utter_form_goods_not_bought", "utter_choose_order"]


async def test_how_to_go_on_is_answered_with_the_next_question() -> None:
    """Not with what the assistant can do in general."""
    slots = {"matter": "ask_invoice", "about_order": NUMBER, "requested_slot": "invoice_title"}
    tracker = heard(
        "ask_help", "接下来怎么操作", events=[{"event": "user"}], slots={**slots, "invoice_kind": "company"}
    )

    answer = await run(ValidateInvoice, a_shop("signed"), tracker)

    assert answer.said == ["utter_invoice_give_title"]


async def test_nothing_comes_back_for_what_was_never_paid() -> None:
    """No days are named for money that does not exist."""
    answer = await told(ValidateCancel, a_shop("unpaid"), "钱什么时候退", matter="cancel_order", asks="confirmed")

    assert answer.said == ["utter_aside_nothing_paid", "utter_form_confirm_wait"]


async def test_marks_behind_words_make_no_question() -> None:
    """What was not understood is asked for again, and not said to be unknown."""
    slots = {"matter": "change_address", "about_order": NUMBER, "requested_slot": "new_address"}
    tracker = heard("change_address", "修改收货地址??", events=[{"event": "user"}], slots=slots)

    answer = await run(ValidateAddress, a_shop("paid"), tracker)

    assert "utter_form_cannot_tell" not in answer.said
