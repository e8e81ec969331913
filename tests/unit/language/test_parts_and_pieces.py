"""Which part is missing from a parcel, and how many of several pieces are claimed."""

from __future__ import annotations

import pytest

from bot.language.parts import missing_part
from bot.language.pieces import pieces_answered, pieces_claimed


@pytest.mark.parametrize(
    "text, part",
    [
        ("盒子里少给我一把勺子", "一把勺子"),
        ("少了两根充电线", "两根充电线"),
        ("缺一块隔板", "一块隔板"),
        ("怎么少了个盖子", "盖子"),
        ("螺丝少了一包，装不起来", "螺丝"),
        ("充电器没给我", "充电器"),
        ("遥控器没在里面", "遥控器"),
        ("里面没有说明书", "说明书"),
        ("赠品没收到", "赠品"),
        ("收到的鞋子少了一只", "一只"),
    ],
)
def test_the_part_is_named_as_the_customer_names_it(text: str, part: str) -> None:
    """With its number, when one is said."""
    assert missing_part(text) == part


@pytest.mark.parametrize(
    "text", ["配件没给全", "东西少了", "少发了", "少退了我20块钱", "怎么少了两天", "缺货吗", "质量有问题", ""]
)
def test_what_names_no_part_names_none(text: str) -> None:
    """It is asked for then."""
    assert missing_part(text) is None


@pytest.mark.parametrize(
    "text, pieces",
    [
        ("退一件", 1),
        ("其中一双开胶了", 1),
        ("两双都坏了", 2),
        ("买了两条，退一条", 1),
        ("买两双退一双", 1),
        ("鞋子开胶了，就一双", 1),
        ("两条裤子都不喜欢", 2),
        ("我买了两双鞋，开胶了", None),
        ("我要退货", None),
        ("退三件", None),
    ],
)
def test_how_many_are_claimed_is_heard_unasked(text: str, pieces: int | None) -> None:
    """How many were bought says nothing about how many go back, and more than that is a mistake."""
    assert pieces_claimed(text, 2) == pieces


@pytest.mark.parametrize(
    "text, pieces", [("都退", 2), ("1", 1), ("两双", 2), ("一件", 1), ("不知道", None), ("5件", None)]
)
def test_an_answer_may_be_a_bare_number(text: str, pieces: int | None) -> None:
    """Or all of them."""
    assert pieces_answered(text, 2) == pieces
