"""Amounts, discounts and percentages inside running text."""

from __future__ import annotations

from typing import Any

import pytest
from support.named_things import found, values, words


def fen(text: str) -> list[int]:
    """The amounts of a text."""
    return [value["fen"] for value in values(text, "amount")]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("买了199的那个199天没到", [199_00]),
        ("双十一买的三件199块的", [199_00]),
        ("￥199", [199_00]),
        ("标价¥1,299.00", [1299_00]),
        ("199.9元", [199_90]),
        ("199块9", [199_90]),
        ("十九块九", [19_90]),
        ("三块五", [3_50]),
        ("三块半", [3_50]),
        ("三块零五", [3_05]),
        ("9块9毛9", [9_99]),
        ("一百九十九块", [199_00]),
        ("一毛钱都不退", [10]),
        ("差三毛二", [32]),
        ("五十块钱的差价", [50_00]),
        ("3千5买的电视", [3500_00]),
        ("花了3k", [3000_00]),
        ("1w块", [10_000_00]),
        ("花了1.5w", [15_000_00]),
        ("赔我500", [500_00]),
        ("退我两百", [200_00]),
        ("满300减50", [300_00, 50_00]),
        ("原价399现在卖199", [399_00, 199_00]),
        ("只退了我89，我付的可是129", [89_00, 129_00]),
        ("那个199的没发", [199_00]),
        ("199包邮", [199_00]),
        ("199一件", [199_00]),
        ("1599买的，现在1399", [1599_00, 1399_00]),
        ("199", [199_00]),
        ("大概两百吧", [200_00]),
        ("便宜一块", [1_00]),
        ("５０元", [50_00]),
        ("兩百塊", [200_00]),
        ("一共356", [356_00]),
        ("用了50的券", [50_00]),
        ("买的时候199现在涨到259", [199_00, 259_00]),
    ],
)
def test_amounts_are_read_in_every_spelling(text: str, amounts: list[int]) -> None:
    """In whole fen."""
    assert fen(text) == amounts


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("200多块", 200_00, 300_00),
        ("两百多", 200_00, 300_00),
        ("十几块", 11_00, 19_00),
        ("几十块钱", 20_00, 90_00),
        ("50左右", 45_00, 55_00),
        ("大概50块", 45_00, 55_00),
        ("不到五千块", 4000_00, 5000_00),
        ("上百块", 100_00, 150_00),
        ("买900多那个", 900_00, 1000_00),
        ("200-300块", 200_00, 300_00),
    ],
)
def test_a_vague_amount_says_so_and_has_bounds(text: str, low: int, high: int) -> None:
    """200多 is at least 200; 左右 is a tenth to both sides."""
    (value,) = values(text, "amount")

    assert (value["approximate"], value["min_fen"], value["max_fen"]) == (True, low, high)
    assert low <= value["fen"] <= high


@pytest.mark.parametrize(
    "text",
    [
        "我要打12315",
        "发给315看看",
        "iPhone 15 Pro 256G",
        "iPhone15",
        "2024年买的",
        "买了42的，想换43的",
        "165的穿得下吗",
        "等了199天",
        "199个",
        "订单JZ261118000123电话13812345678",
        "一共多少钱",
        "等一下",
        "千万别发错",
        "万一没到",
        "百度上看的",
        "两块手表",
        "三块肥皂",
        "一块发",
        "五一广场",
        "三星手机",
        "3元气森林",
        "元旦",
        "毛衣三件",
        "5G手机",
        "4K电视",
        "20W快充",
        "打10086",
        "尾号618",
        "取件码886677",
        "才十几公里",
        "给50豆",
        "假一赔十",
        "退一赔三",
        "666",
        "88",
        "第100个",
        "11.11买的",
        "一双38一双39",
        "100美元",
        "十分满意",
        "收拾三次",
    ],
)
def test_other_numbers_are_no_amounts(text: str) -> None:
    """Hotlines, models, years, sizes, counts, pieces, sayings and chatter."""
    assert found(text, "amount") == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("打7折", 70),
        ("八折", 80),
        ("八五折", 85),
        ("75折", 75),
        ("9.5折券", 95),
        ("第二件半价", 50),
        ("三件九九折", 99),
    ],
)
def test_a_discount_is_the_share_of_the_price_that_is_left(text: str, left: int) -> None:
    """八折 is 80 % of the price, not 80 % off."""
    assert values(text, "discount") == [{"percent_of_price": left}]


@pytest.mark.parametrize("text", ["打骨折", "三折叠手机", "打折吗", "第3折", "折了"])
def test_other_folds_and_breaks_are_no_discounts(text: str) -> None:
    """A folding telephone has three folds."""
    assert found(text, "discount") == []


@pytest.mark.parametrize(
    ("text", "spoken", "value"),
    [("补贴15%", "15%", 15), ("３８％羊毛", "３８％", 38), ("百分之十", "百分之十", 10), ("降了5个点", "5个点", 5)],
)
def test_percentages_are_kept_apart(text: str, spoken: str, value: Any) -> None:
    """They are no amounts."""
    assert words(text, "percent") == [spoken]
    assert values(text, "percent") == [{"percent": value}]
    assert found(text, "amount") == []
