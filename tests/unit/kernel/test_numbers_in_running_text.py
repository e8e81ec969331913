"""Numbers found in Chinese text, and personal ones made unreadable."""

from __future__ import annotations

import pytest

from bot.kernel.patterns import mask_personal, order_numbers


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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打我电话13812345678", "打我电话138****5678"),
        ("电话 138-1234-5678吧", "电话 138****5678吧"),
        ("身份证11010119900307123X", "身份证110***********123X"),
        ("卡号6222021234567890123", "卡号6222 **** 0123"),
        ("订单JZ261118000123", "订单JZ261118000123"),
    ],
)
def test_personal_numbers_are_masked_and_order_numbers_are_not(text: str, shown: str) -> None:
    """Playbook H2."""
    assert mask_personal(text) == shown
