"""Matters of several steps, the order they are about: named, one of several, not theirs, over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from action_bench import heard, run, shop_of
from forms_bench import HEARING, PAN, PILLOW, inside, opening, two_orders
from support.shop_samples import NOW, an_order

from actions.cancel_order import ActionSubmitCancel, ValidateCancel
from actions.refund_request import ValidateRefund


async def test_the_only_order_is_not_asked_for() -> None:
    """It is repeated back, to be confirmed."""
    answer = await run(ValidateCancel, shop_of(an_order()), opening("取消订单"))

    assert answer.said == ["utter_cancel_confirm"]
    assert (answer.slots["about_order"], answer.slots["requested_slot"]) == (PILLOW, "confirmed")


async def test_the_order_a_matter_is_about_becomes_the_one_talked_about() -> None:
    """Also when nothing can be done about it: what is asked next is about the same one."""
    answer = await run(ValidateCancel, shop_of(an_order("in_transit")), opening("取消订单"))

    assert answer.slots["order_id"] == PILLOW
    assert answer.next_action == "refund_form"


@pytest.mark.parametrize("text", ["平底锅那单", "第二个", "最后那个", PAN])
async def test_an_order_is_named_by_its_goods_its_place_or_its_number(text: str) -> None:
    """However it suits the customer."""
    newest_first = shop_of(
        an_order(number=PILLOW, title="慢回弹记忆枕", placed=NOW),
        an_order(number=PAN, title="不粘平底锅", placed=NOW - timedelta(days=1)),
    )

    answer = await run(ValidateCancel, newest_first, inside(text, asks="about_order"))

    assert answer.slots["about_order"] == PAN


async def test_not_this_one_takes_the_only_other() -> None:
    """Nobody is asked which, when there is one left."""
    answer = await run(ValidateCancel, two_orders(), inside("不是这单", about_order=PILLOW))

    assert answer.slots["about_order"] == PAN


async def test_not_this_one_is_nothing_new_where_there_is_no_other() -> None:
    """The order is not forgotten."""
    answer = await run(ValidateCancel, shop_of(an_order()), inside("不是这单", "deny", about_order=PILLOW))

    assert "about_order" not in answer.slots
    assert answer.said == ["utter_form_what_is_wrong"]


async def test_what_was_known_of_one_order_is_void_for_another() -> None:
    """Reason, way and the yes belonged to the first."""
    known = {"matter": "request_refund", "about_order": PILLOW, "reason": "dislike", "solution": "intercept"}
    tracker = heard(
        "inform_order", "不是这单，平底锅那单", events=HEARING, slots={**known, "requested_slot": "confirmed"}
    )

    answer = await run(ValidateRefund, two_orders(), tracker)

    assert (answer.slots["about_order"], answer.slots["reason"]) == (PAN, None)


async def test_a_number_that_is_not_theirs_is_said_so_and_nothing_else_taken_for_it() -> None:
    """Not even the only order they have."""
    answer = await run(ValidateCancel, shop_of(an_order()), opening("取消 JZ250101000009"))

    assert answer.said == ["utter_order_not_found", "utter_cancel_which_order"]
    assert answer.slots.get("about_order") is None


async def test_goods_that_cannot_be_called_off_any_more_are_told_so() -> None:
    """Rather than another order of theirs being shown."""
    shop = shop_of(an_order("cancelled", number=PILLOW, title="慢回弹记忆枕"), an_order(number=PAN, title="不粘平底锅"))

    answer = await run(ValidateCancel, shop, opening("记忆枕那单取消"))

    assert answer.said == ["utter_cancel_over"]


async def test_all_of_them_are_taken_one_after_the_other() -> None:
    """Each with a yes of its own; the next follows by itself."""
    shop = two_orders()

    first = await run(ValidateCancel, shop, opening("全部取消"))
    done = await run(
        ActionSubmitCancel,
        shop,
        heard(
            "affirm", "好", slots={"confirmed": True, "about_order": first.slots["about_order"], "cancel_rest": True}
        ),
    )

    assert first.said == ["utter_cancel_confirm"]
    assert done.next_action == "cancel_form"


async def test_a_visitor_is_asked_to_sign_in_and_nothing_stays_open() -> None:
    """No order is looked at."""
    answer = await run(ValidateCancel, two_orders(), opening("取消订单", customer=None))

    assert answer.said == ["utter_please_sign_in"]
    assert answer.slots["matter"] is None


async def test_with_every_order_over_it_is_not_said_that_there_are_none() -> None:
    """They know better."""
    answer = await run(ValidateCancel, shop_of(an_order("cancelled")), opening("取消订单"))

    assert answer.said == ["utter_cancel_none_open"]
