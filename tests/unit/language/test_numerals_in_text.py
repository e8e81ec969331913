"""Numbers as customers write them."""

from __future__ import annotations

import pytest

from bot.language.numerals import numerals, whole_number


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("199", 199, 199),
        ("1,299.5", 1299.5, 1299.5),
        ("3k", 3000, 3000),
        ("1.5W", 15000, 15000),
        ("3万5", 35000, 35000),
        ("3万5千", 35000, 35000),
        ("一百九十九", 199, 199),
        ("一百零五", 105, 105),
        ("一百五", 150, 150),
        ("两千五百", 2500, 2500),
        ("一万二", 12000, 12000),
        ("二〇二六", 2026, 2026),
        ("俩", 2, 2),
        ("半", 0.5, 0.5),
        ("200多", 200, 300),
        ("两百多", 200, 300),
        ("150多", 150, 160),
        ("一百多万", 1_000_000, 2_000_000),
        ("十几", 11, 19),
        ("几十", 20, 90),
        ("数百", 200, 900),
        ("好几", 2, 9),
        ("五六", 5, 6),
        ("三五", 3, 5),
        ("三四十", 30, 40),
        ("十五六", 15, 16),
        ("一百二三", 120, 130),
        ("3-5", 3, 5),
        ("3到5", 3, 5),
        ("两至三", 2, 3),
        ("三、四", 3, 4),
    ],
)
def test_a_number_has_bounds(text: str, low: float, high: float) -> None:
    """In digits, in characters, mixed, vague and as a range; each is one number."""
    (number,) = numerals(text)

    assert (float(number.low), float(number.high), number.words) == (low, high, text)


@pytest.mark.parametrize("text", ["", "一三五七九一一", "十十", "百千", "1234567890123456", "第", "多少", "来了"])
def test_what_forms_no_number_is_none(text: str) -> None:
    """Characters that only look like one, and runs of digits too long to count anything."""
    assert list(numerals(text)) == []


def test_a_letter_beside_a_number_is_noticed() -> None:
    """iPhone15 and 256G are names, not counts."""
    assert [number.latin for number in numerals("iPhone15和256G，买了2件")] == [True, True, False]


def test_a_word_after_a_round_number_is_not_always_more() -> None:
    """来 and 多 belong to the number only where they vary it."""
    assert [number.words for number in numerals("10来了，3多，十来个，二十多")] == ["10", "3", "十来", "二十多"]


@pytest.mark.parametrize(("text", "number"), [("28", 28), ("二十八", 28), ("十几", None), ("1.5", None), ("x", None)])
def test_one_whole_number_is_read_alone(text: str, number: int | None) -> None:
    """For the parts of a date."""
    assert whole_number(text) == number
