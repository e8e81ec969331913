"""Order numbers found in Chinese text."""

from __future__ import annotations

import pytest

from bot.kernel.patterns import order_numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("订单JZ261118000123到哪了", ["JZ261118000123"]),
        ("261118000123这个单子", ["JZ261118000123"]),
        ("jz261118000123和JZ 261118000124都没到", ["JZ261118000123", "JZ261118000124"]),
        ("JZ261118000123，就是JZ261118000123", ["JZ261118000123"]),
        ("我电话13812345678", []),
        ("运单7512345678901234", []),
        ("身份证110101199003071234", []),
    ],
)
def test_order_numbers_are_found_inside_a_sentence(text: str, found: list[str]) -> None:
    """With or without JZ, glued to Chinese characters, once each; other long numbers are not orders."""
    assert order_numbers(text) == found
