"""Words that decide which order a question is about."""

from __future__ import annotations

import pytest

from bot.commerce.phrases import asks_whether_this_one, means_one_in_hand, refers_back


@pytest.mark.parametrize(
    "text, in_hand",
    [
        ("前几天收到的那个想退", True),
        ("昨天拿到的衣服能退吗", True),
        ("签收三天了还能退不", True),
        ("还没收到能退吗", False),
        ("没拿到货可以退款吗", False),
        ("能退吗", False),
    ],
)
def test_what_a_customer_says_they_have_is_heard(text: str, in_hand: bool) -> None:
    """收到 and 没收到 are opposites."""
    assert means_one_in_hand(text) is in_hand


@pytest.mark.parametrize(
    "text, about_this",
    [
        ("这个还能退吗", True),
        ("能不能给我退了", True),
        ("可以退货吗这件", True),
        ("超了七天还来得及吗", True),
        ("你们退款是什么规则", False),
        ("运费谁出", False),
        ("退的钱退到哪", False),
    ],
)
def test_a_question_about_ones_own_order_is_told_from_one_about_the_rules(text: str, about_this: bool) -> None:
    """It decides whether the order or the rule book is the answer."""
    assert asks_whether_this_one(text) is about_this


@pytest.mark.parametrize(
    "text, back",
    [
        ("刚才说的退款呢", True),
        ("你们同事答应给我补偿的", True),
        ("说好给我退的钱呢", True),
        ("昨天客服说今天处理", True),
        ("退款多久到账", False),
        ("我刚才下的单", False),
        ("客服在吗", False),
    ],
)
def test_words_that_point_at_an_earlier_promise_are_heard(text: str, back: bool) -> None:
    """With a decision at hand they are a question about it."""
    assert refers_back(text) is back
