"""What is asked about a matter while it is being settled, and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.commerce.passing_questions import Passing, clauses


@pytest.mark.parametrize(
    "text, asked",
    [
        ("运费谁出", Passing.FREIGHT),
        ("寄回去的邮费多少", Passing.FREIGHT),
        ("保修多久", Passing.WARRANTY),
        ("多久到账", Passing.MONEY_WHEN),
        ("钱什么时候退给我", Passing.MONEY_WHEN),
        ("差价返到哪里", Passing.MONEY_WHERE),
        ("退到微信还是银行卡", Passing.MONEY_WHERE),
        ("要不要寄回原包装", Passing.PACKING),
        ("盒子扔了还能退吗", Passing.PACKING),
        ("今天下午可以来取吗", Passing.PICKUP),
        ("那我要自己寄吗", Passing.PICKUP),
        ("寄到哪里", Passing.SEND_TO),
        ("照片怎么发", Passing.PHOTO_HOW),
        ("会扣手续费吗", Passing.EXTRA),
        ("要加钱吗", Passing.EXTRA),
        ("改了地址会晚到吗", Passing.LATER),
        ("什么时候给我审核", Passing.HOW_LONG),
        ("换新的什么时候寄出", Passing.HOW_LONG),
        ("要多久", Passing.HOW_LONG),
    ],
)
def test_a_question_about_the_matter_is_known(text: str, asked: Passing) -> None:
    """By its words, whatever it was understood as."""
    assert clauses(text) == [(text, asked)]


@pytest.mark.parametrize(
    "text",
    [
        "盒子被压坏了怎么办",
        "快递到哪了",
        "什么时候发货",
        "已经拆开了能退吗",
        "上门取件",
        "明天上午来取",
        "质量问题",
        "还是退款吧",
        "谁给我送",
        "运费险",
    ],
)
def test_other_things_are_none(text: str) -> None:
    """Answers, wishes, and questions that have rules of their own."""
    assert [asked for _, asked in clauses(text)] == [None]


def test_each_part_of_a_message_asks_one_thing() -> None:
    """What tells something is kept apart from what asks."""
    parts = clauses("不喜欢，运费谁出？多久到账")

    assert parts == [("不喜欢", None), ("运费谁出？", Passing.FREIGHT), ("多久到账", Passing.MONEY_WHEN)]
