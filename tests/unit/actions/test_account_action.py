"""Questions about account and membership."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from action_bench import Answer, heard, services_of, shop_of
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from support.knowledge_samples import PASSWORD, POINTS, a_base
from support.shop_samples import NOW, MemoryShop

from actions.account_member import ActionAnswerAccount
from bot.commerce.coupons import Coupon
from bot.commerce.membership import AccountState, Membership
from bot.kernel.money import Fen

GOLD = Membership(
    "金卡会员",
    7137,
    expiring_points=713,
    expiring_on=date(2025, 12, 31),
    next_level="黑金会员",
    points_to_next=12863,
    benefits=("生日券", "优先发货"),
)


def a_shop(member: Membership | None = GOLD, *coupons: Coupon) -> MemoryShop:
    """A shop where Lin stands like this."""
    shop = shop_of()
    shop.their_membership = member
    shop.their_coupons = list(coupons)
    return shop


async def ask(shop: MemoryShop, tracker: Tracker) -> Answer:
    """The action's answer, with the sample entries to know."""
    dispatcher = CollectingDispatcher()
    events = await ActionAnswerAccount(services_of(shop, a_base())).run(dispatcher, tracker, {})
    return Answer(dispatcher.messages, {event["name"]: event["value"] for event in events})


@pytest.mark.parametrize(
    "text, response, facts",
    [
        ("我有多少积分", "utter_account_points", {"points": "7137"}),
        ("我的积分什么时候过期", "utter_account_points", {"expiring": "其中713分12月31日到期，记得在那之前用掉"}),
        ("我是什么等级", "utter_account_level", {"level": "金卡会员", "next": "再攒12863分就升到黑金会员"}),
        ("我有哪些会员权益", "utter_account_benefits", {"benefits": "生日券、优先发货"}),
    ],
)
async def test_a_members_own_figures_are_told_from_the_shop(text: str, response: str, facts: dict[str, str]) -> None:
    """Live, and nothing else said with them."""
    answer = await ask(a_shop(), heard("ask_account", text))

    assert answer.said == [response]
    assert facts.items() <= answer.messages[0].items()


async def test_coupons_that_can_be_spent_are_listed_with_what_they_need() -> None:
    """Spent and lapsed ones are not."""
    usable = Coupon("1", "满199减20元券", Fen(2000), Fen(19900), NOW - timedelta(days=1), NOW + timedelta(days=8))
    spent = replace(usable, coupon_id="2", title="免邮券", used_at=NOW)

    some = await ask(a_shop(GOLD, usable, spent), heard("ask_account", "我有哪些券"))
    none = await ask(a_shop(GOLD, spent), heard("ask_account", "我有哪些券"))

    assert some.said == ["utter_account_coupons"]
    assert some.messages[0]["coupons"] == "满199减20元券：¥20，满¥199可用，11月29日前有效"
    assert none.said == ["utter_account_no_coupons"]


async def test_how_points_are_used_is_quoted_and_not_answered_with_a_number() -> None:
    """A rule is asked for."""
    answer = await ask(a_shop(), heard("ask_account", "积分能换什么"))

    assert answer.said == ["utter_knowledge"]
    assert answer.messages[0]["source"] == POINTS.source


async def test_a_visitor_is_told_to_sign_in_for_figures_and_still_hears_the_rules() -> None:
    """Nobody's figures are shown."""
    own = await ask(a_shop(), heard("ask_account", "我有多少积分", customer=None))
    rule = await ask(a_shop(), heard("ask_account", "积分能换什么", customer=None))

    assert own.said == ["utter_account_sign_in"]
    assert rule.said == ["utter_knowledge"]


async def test_an_account_that_is_locked_is_said_to_be_so() -> None:
    """The state of this customer's account, beside what to do."""
    locked = replace(GOLD, state=AccountState.LOCKED)

    answer = await ask(a_shop(locked), heard("ask_account", "密码忘了，账号也被锁了"))
    fine = await ask(a_shop(), heard("ask_account", "密码忘了，账号也被锁了"))

    assert "utter_account_locked" in answer.said
    assert "utter_account_locked" not in fine.said


async def test_the_buttons_of_an_entry_go_with_it() -> None:
    """The designer wrote them into the entry."""
    answer = await ask(a_shop(), heard("ask_account", "密码忘了"))

    assert answer.messages[0]["source"] == PASSWORD.source
    assert "转人工" in answer.buttons
    assert answer.slots["offer"] == "human"


async def test_a_member_the_shop_does_not_know_gets_an_honest_word() -> None:
    """Not a row of zeros."""
    answer = await ask(a_shop(None), heard("ask_account", "我是什么等级"))

    assert answer.said == ["utter_account_unknown"]
    assert answer.slots["offer"] == "human"


async def test_a_shop_that_is_down_does_not_take_the_rule_away() -> None:
    """The figures were only to go with it."""
    shop = a_shop()
    shop.down = True

    rule = await ask(shop, heard("ask_account", "积分能换什么"))
    own = await ask(shop, heard("ask_account", "我有多少积分"))

    assert rule.said == ["utter_knowledge"]
    assert own.said == ["utter_shop_unavailable"]
