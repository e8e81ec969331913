"""Refund rules, in general and for the customer's own order."""

from __future__ import annotations

import pytest
from action_bench import a_turn, heard, run, shop_of
from support.shop_samples import an_order

from actions.refund_policy import ActionTellRefundPolicy

GENERAL = "utter_refund_policy_general"
RECENT = an_order("signed", number="JZ251115000001")
OLD = an_order("signed", number="JZ251001000002", signed=-40)
MOVING = an_order("in_transit", number="JZ251118000003")
HERS = an_order("signed", number="JZ251117000004", owner="u1002")


@pytest.mark.parametrize(
    "state, signed, response, facts",
    [
        ("signed", -3, "utter_refund_window_open", {"until": "11月25日 23:59", "days_left": "4"}),
        ("signed", -7, "utter_refund_window_open", {"until": "11月21日 23:59", "days_left": "0"}),
        ("signed", -9, "utter_refund_window_closed", {"signed_at": "11月12日 16:20", "until": "11月19日 23:59"}),
        ("paid", 0, "utter_refund_not_signed_yet", {"title": "云朵棉四件套"}),
        ("in_transit", 0, "utter_refund_not_signed_yet", {"title": "云朵棉四件套"}),
        ("delivered", 0, "utter_refund_not_signed_yet", {"title": "云朵棉四件套"}),
        ("returning", -5, "utter_refund_in_progress", {"step": "等待退货寄回", "expected": "11月23日"}),
        ("refunded", -9, "utter_refund_done", {"amount": "¥299", "refunded_at": "11月20日"}),
        ("disputed", -9, "utter_order_disputed", {"title": "云朵棉四件套"}),
        ("unpaid", 0, "utter_order_unpaid", {"amount": "¥299"}),
        ("cancelled", 0, "utter_order_cancelled", {"title": "云朵棉四件套"}),
    ],
)
async def test_the_rule_is_told_and_then_ones_own_order(
    state: str, signed: int, response: str, facts: dict[str, str]
) -> None:
    """Inside the seven days or not, and until when."""
    order = an_order(state, signed=signed)

    answer = await run(ActionTellRefundPolicy, shop_of(order), heard("ask_refund_policy"))

    assert [GENERAL, response] == answer.said
    assert facts.items() <= answer.messages[1].items()
    assert [card["kind"] for card in answer.cards] == ["order_card"]
    assert answer.slots == {"order_id": order.order_id, "topic": "refund_policy"}


async def test_the_single_recently_signed_order_is_the_one_meant() -> None:
    """Not the old one, not the one on the road."""
    answer = await run(ActionTellRefundPolicy, shop_of(RECENT, OLD, MOVING), heard("ask_refund_policy"))

    assert answer.said == [GENERAL, "utter_refund_window_open"]
    assert answer.slots["order_id"] == RECENT.order_id


async def test_the_order_talked_about_comes_before_the_recently_signed_one() -> None:
    """能退吗 after another order was shown."""
    tracker = heard("ask_refund_policy", "能退吗", slots={"order_id": MOVING.order_id})

    answer = await run(ActionTellRefundPolicy, shop_of(RECENT, MOVING), tracker)

    assert answer.said == ["utter_refund_not_signed_yet"]


async def test_several_recently_signed_orders_are_offered() -> None:
    """The rule first; the choice goes on with refunds."""
    other = an_order("signed", number="JZ251116000005", signed=-2)

    answer = await run(ActionTellRefundPolicy, shop_of(RECENT, other, MOVING), heard("ask_refund_policy"))

    assert answer.said == [GENERAL, "utter_choose_order"]
    assert answer.slots == {"topic": "refund_policy"}


async def test_without_an_order_in_question_the_rule_is_all() -> None:
    """Two orders, none of them signed lately."""
    answer = await run(ActionTellRefundPolicy, shop_of(OLD, MOVING), heard("ask_refund_policy"))

    assert answer.said == [GENERAL]


async def test_a_visitor_gets_the_rule_and_nothing_else() -> None:
    """Rules are for everybody."""
    answer = await run(ActionTellRefundPolicy, shop_of(RECENT), heard("ask_refund_policy", customer=None))

    assert answer.said == [GENERAL]
    assert answer.cards == []


async def test_a_named_order_of_somebody_else_is_not_found() -> None:
    """With the words every unknown number gets."""
    answer = await run(ActionTellRefundPolicy, shop_of(RECENT, HERS), heard("ask_refund_policy", HERS.order_id))

    assert answer.said == ["utter_order_not_found"]


async def test_the_rule_is_told_even_when_the_shop_is_down() -> None:
    """Then an honest sentence about the rest."""
    shop = shop_of(RECENT)
    shop.down = True

    answer = await run(ActionTellRefundPolicy, shop, heard("ask_refund_policy"))

    assert answer.said == [GENERAL, "utter_shop_unavailable"]
    assert answer.slots == {"offer": "human"}


async def test_an_order_the_customer_has_in_hand_is_not_the_one_on_the_road() -> None:
    """前几天收到的那个想退, said while a parcel under way was talked about."""
    tracker = heard("ask_refund_policy", "我前几天收到的那个能退吗", slots={"order_id": MOVING.order_id})

    answer = await run(ActionTellRefundPolicy, shop_of(RECENT, MOVING), tracker)

    assert answer.said == ["utter_refund_window_open"]
    assert answer.slots["order_id"] == RECENT.order_id


async def test_a_question_about_an_order_gets_that_order_and_not_the_whole_rule_book() -> None:
    """能退吗 is answered by yes or no and until when."""
    answer = await run(ActionTellRefundPolicy, shop_of(RECENT, OLD), heard("ask_refund_policy", "我买的那个还能退吗"))

    assert answer.said == ["utter_refund_window_open"]


async def test_asked_whether_once_more_the_customer_gets_the_rules() -> None:
    """The same card twice would be a wall."""
    told = {"event": "bot", "metadata": {"utter_action": "utter_refund_window_open"}}
    tracker = heard("ask_refund_policy", "真能退吗", slots={"order_id": RECENT.order_id}, events=a_turn(told))

    answer = await run(ActionTellRefundPolicy, shop_of(RECENT), tracker)

    assert answer.said == [GENERAL]


async def test_a_question_right_after_gets_its_one_rule_without_the_same_card_again() -> None:
    """运费谁出: the order was shown a moment ago."""
    told = {"event": "bot", "metadata": {"utter_action": "utter_refund_window_open"}}
    tracker = heard("ask_refund_policy", "运费谁出", slots={"order_id": RECENT.order_id}, events=a_turn(told))

    answer = await run(ActionTellRefundPolicy, shop_of(RECENT, MOVING), tracker)

    assert answer.said == ["utter_aside_freight"]
