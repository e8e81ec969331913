"""Cards have the shapes of the protocol and speak plain Chinese."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.shop_samples import NOW, an_order

from bot.commerce.cards import STATUS_TEXT, logistics_card, order_card, refund_facts
from bot.commerce.orders import OrderLine, OrderStatus
from bot.commerce.wording import order_words, summary
from bot.kernel.money import Fen

ORDER_CARD = {
    "order_id", "status", "status_text", "title", "spec", "quantity", "paid_fen", "placed_at", "late", "note",
}  # fmt: skip
LOGISTICS_CARD = {
    "order_id", "carrier", "tracking_no", "status", "status_text", "late", "late_days", "eta_text", "steps",
}  # fmt: skip


@pytest.mark.parametrize("status", [state.value for state in OrderStatus])
def test_every_state_makes_a_card_of_the_protocols_shape(status: str) -> None:
    """No field more, none less, and a state text for each state."""
    card = order_card(an_order(status), NOW)

    assert set(card) == ORDER_CARD
    assert (status, STATUS_TEXT[OrderStatus(status)]) == (card["status"], card["status_text"])


@pytest.mark.parametrize(
    "status, due, note",
    [
        ("unpaid", 1, "请在11月22日 20:00前付款"),
        ("paid", 1, "约定11月22日前发出"),
        ("packed", -1, "约定11月20日前发出，已超时"),
        ("in_transit", 2, "预计11月23日送达"),
        ("in_transit", -2, "原定11月19日送达，已晚2天"),
        ("delivered", 0, "已到丰巢快递柜，等您取件"),
        ("signed", 0, "可申请退货至11月25日"),
        ("disputed", 0, "11月18日显示签收，正在核实"),
        ("returning", 0, "等待退货寄回，预计11月23日到账"),
        ("refunded", 0, "¥299已于11月20日退回"),
        ("cancelled", 0, "11月17日已取消"),
    ],
)
def test_the_note_says_what_comes_next(status: str, due: int, note: str) -> None:
    """One short line with a day in it (playbook B3)."""
    assert note == order_card(an_order(status, due=due), NOW)["note"]


def test_a_signed_order_outside_its_window_says_when_it_came() -> None:
    """No offer of a return that is not there."""
    assert order_card(an_order("signed", signed=-9), NOW)["note"] == "11月12日送到"


def test_a_late_parcels_card_counts_the_days() -> None:
    """The timeline is newest first and keeps to the protocol's fields."""
    parcel = an_order("in_transit", due=-2).parcel
    assert parcel is not None

    card = logistics_card(parcel, NOW)

    assert set(card) == LOGISTICS_CARD
    assert (card["late"], card["late_days"]) == (True, 2)
    times = [step["at"] for step in card["steps"]]
    assert sorted(times, reverse=True) == times
    assert all(set(step) == {"at", "text"} for step in card["steps"])


def test_an_order_of_several_goods_names_the_first_and_counts_all() -> None:
    """A card has room for one title."""
    order = an_order()
    more = replace(order, lines=(*order.lines, OrderLine("护眼台灯", "白色", 2, Fen(19900))))

    card = order_card(more, NOW)

    assert (card["title"], card["quantity"]) == ("云朵棉四件套等2种商品", 3)


@pytest.mark.parametrize("status", [state.value for state in OrderStatus])
def test_every_state_gives_every_fact_as_text(status: str) -> None:
    """A response may name any fact whatever the state: a missing one is empty, never an error."""
    words = order_words(an_order(status), NOW)

    assert set(order_words(an_order("refunded"), NOW)) == set(words)
    assert all(isinstance(word, str) for word in words.values())


def test_the_summary_is_one_sentence() -> None:
    """What a transcript shows in place of the card."""
    assert summary(an_order("in_transit", due=2), NOW) == "「云朵棉四件套」运输中，预计11月23日送达"


def test_the_facts_of_a_refund_say_what_is_behind_it_and_what_is_due() -> None:
    """Only steps that happened are listed."""
    refund = an_order("returning").refund
    assert refund is not None

    facts = refund_facts(refund)

    assert (facts["step"], facts["expected"], facts["refunded_at"]) == ("等待退货寄回", "11月23日", None)
    assert [step["text"] for step in facts["steps"]] == ["已提交申请", "店铺已同意"]
