"""Prices: the difference given back, the customer's own coupons, and what a person has to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from action_bench import heard, run, shop_of
from rasa_sdk import Tracker
from support.shop_samples import NOW, MemoryShop, an_order, day

from actions.price_coupon import ActionSubmitPrice, ValidatePrice
from bot.commerce.coupons import Coupon
from bot.commerce.days import last_moment, moment
from bot.commerce.outcomes import Accepted, Expected, Milestone
from bot.commerce.products import PriceChange, PriceCheck
from bot.commerce.requests import RequestPriceProtection
from bot.kernel.money import Fen

NUMBER = "JZ251120000001"
OPENED = [{"event": "user"}, {"event": "active_loop", "name": "price_form"}]
FELL = PriceCheck(
    NUMBER, True, Fen(3000), (PriceChange("1", "云朵棉四件套", Fen(29900), Fen(26900), 1),), last_moment(day(20))
)
COUPON = Coupon("c1", "满199减20元券", Fen(2000), Fen(19900), moment(day(-6), 0), last_moment(day(8)))


def a_shop(check: PriceCheck | None = FELL) -> MemoryShop:
    """One order whose price fell, or as said."""
    shop = shop_of(an_order("signed"))
    shop.their_price_check = check
    shop.their_coupons = [COUPON]
    return shop


def opening(text: str, **more: Any) -> Tracker:
    """The message that opens the matter."""
    return heard("ask_price", text, events=OPENED, **more)


async def test_a_fallen_price_is_told_with_both_prices_the_difference_and_the_last_day() -> None:
    """Then one yes."""
    answer = await run(ValidatePrice, a_shop(), opening("刚买就降价了"))

    assert answer.said == ["utter_price_confirm"]
    told = answer.messages[0]
    assert (told["fall"], told["difference"]) == ("「云朵棉四件套」您买的时候¥299，现在¥269", "¥30")


async def test_a_difference_that_is_not_given_back_is_told_with_the_shops_reason() -> None:
    """And a person is offered."""
    check = PriceCheck(NUMBER, False, Fen(0), (), None, "现在的价格没有比您下单时低。")

    answer = await run(ValidatePrice, a_shop(check), opening("我要补差价"))

    assert answer.said == ["utter_price_not_given"]
    assert answer.messages[0]["why"] == "现在的价格没有比您下单时低"
    assert answer.slots["offer"] == "human"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("有什么券可以用", "utter_coupon_list"),
        ("满199减20的券怎么用不了", "utter_coupon_why"),
        ("邮费多少", "utter_price_other"),
        ("", "utter_price_which"),
    ],
)
async def test_every_other_question_has_its_own_answer(text: str, said: str) -> None:
    """A button without words is asked which."""
    answer = await run(ValidatePrice, a_shop(), opening(text))

    assert answer.said == [said]


async def test_a_coupon_that_was_spent_is_not_offered_as_one_that_may_still_count() -> None:
    """It says when it was spent, and nothing of conditions."""
    shop = a_shop()
    shop.their_coupons = [replace(COUPON, used_at=moment(day(-3), 15))]

    answer = await run(ValidatePrice, shop, opening("券用不了"))

    assert answer.said == ["utter_coupon_lapsed"]


async def test_without_coupons_it_is_said_so() -> None:
    """And lapsed ones with their day."""
    shop = a_shop()
    shop.their_coupons = []

    answer = await run(ValidatePrice, shop, opening("我有什么券"))

    assert answer.said == ["utter_coupon_none"]


async def test_a_question_about_coupons_in_the_middle_is_answered_and_the_yes_asked_again() -> None:
    """The order and the difference are still known."""
    held = {"matter": "ask_price", "price_topic": "protection", "about_order": NUMBER, "requested_slot": "confirmed"}
    tracker = heard("ask_price", "我有什么券", events=[{"event": "user"}], slots=held)

    answer = await run(ValidatePrice, a_shop(), tracker)

    assert answer.said == ["utter_coupon_list", "utter_price_confirm"]


async def test_the_difference_is_asked_for_and_its_return_promised() -> None:
    """By the day the shop named."""
    shop = a_shop()
    by = NOW + timedelta(days=3)
    shop.answers[RequestPriceProtection] = Accepted("JB1", NOW, (Expected(Milestone.MONEY_BACK, by),), Fen(3000))

    answer = await run(
        ActionSubmitPrice, shop, heard("affirm", "好的", slots={"confirmed": True, "about_order": NUMBER})
    )

    assert shop.asked[0][1] == RequestPriceProtection(NUMBER)
    assert answer.said == ["utter_price_done"]
    assert [card["data"]["code"] for card in answer.cards if card["kind"] == "promise"] == ["money_back"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("价保多少天", ["utter_price_rule", "utter_please_sign_in"]),
        ("我的优惠券", ["utter_please_sign_in"]),
        ("邮费多少", ["utter_price_other"]),
    ],
)
async def test_a_visitor_hears_the_rule_and_nobodys_data(text: str, said: list[str]) -> None:
    """What needs an account asks for it."""
    answer = await run(ValidatePrice, a_shop(), opening(text, customer=None))

    assert answer.said == said
