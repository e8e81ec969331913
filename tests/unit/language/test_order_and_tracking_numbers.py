"""Order numbers, tracking numbers and carriers inside running text."""

from __future__ import annotations

import pytest
from support.named_things import found, values, words


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("订单JZ261118000123到哪了", ["JZ261118000123"]),
        ("261118000123这个单子和jz 261118000124", ["JZ261118000123", "JZ261118000124"]),
        ("ＪＺ２６１１１８０００１２３没到", ["JZ261118000123"]),
        ("顺丰的订单261118000123", ["JZ261118000123"]),
        ("顺丰261118000123", ["JZ261118000123"]),
        ("订单801234567890", ["JZ801234567890"]),
        ("圆通的801234567890", []),
        ("快递单号是801234567890", []),
        ("座机057112345678", []),
        ("我电话13812345678", []),
        ("看看https://item.jd.com/261118000123.html", []),
    ],
)
def test_twelve_digits_are_an_order_unless_named_as_something_else(text: str, orders: list[str]) -> None:
    """A number that begins with a day is an order even beside a carrier's name; links hold no orders."""
    assert values(text, "order_id") == orders


@pytest.mark.parametrize(
    ("text", "number", "carrier"),
    [
        ("快递sf1234567890123不动", "SF1234567890123", "SF"),
        ("YT8837461920357", "YT8837461920357", "YTO"),
        ("运单ZT6620193847561停了四天", "ZT6620193847561", "ZTO"),
        ("ZTO1234567890123", "ZTO1234567890123", "ZTO"),
        ("我的78123456789012呢", "78123456789012", "ZTO"),
        ("7738291047561这个查不出来", "7738291047561", "STO"),
        ("776655443322110", "776655443322110", "STO"),
        ("JDV0012345678901什么时候到", "JDV0012345678901", "JD"),
        ("JDX012345678901", "JDX012345678901", "JD"),
        ("EA123456789CN到北京了", "EA123456789CN", "EMS"),
        ("1100238123456", "1100238123456", "EMS"),
        ("461234567890123", "461234567890123", "YD"),
        ("4612345678901", "4612345678901", "YD"),
        ("JT5123456789012", "JT5123456789012", "JT"),
        ("DPK364123456789", "DPK364123456789", "DBL"),
        ("圆通的8012345678没动静", "8012345678", "YTO"),
        ("8012345678901这个申通的", "8012345678901", "STO"),
        ("单号123456789012345查不到", "123456789012345", "unknown"),
        ("快递单号80123456789", "80123456789", "unknown"),
    ],
)
def test_a_tracking_number_comes_with_its_carrier(text: str, number: str, carrier: str) -> None:
    """By the form of the number, or by the name beside it; unknown otherwise."""
    assert values(text, "tracking_no") == [{"number": number, "carrier": carrier}]


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "电话86 13812345678",
        "8613812345678",
        "JZ261118000123",
        "卡号6222021234567890",
        "身份证110101900307123",
        "身份证110101199003071234",
        "价格1299.00",
        "20261118",
        "2026年11月18日",
        "打12315",
        "QQ12345678",
        "订单号12345678901234",
        "100000000",
    ],
)
def test_other_numbers_are_no_tracking_numbers(text: str) -> None:
    """Telephones, orders, cards, prices, dates and hotlines."""
    assert found(text, "tracking_no") == []


@pytest.mark.parametrize(
    ("text", "names", "codes"),
    [
        ("能发顺丰吗", ["顺丰"], [["SF"]]),
        ("是中通不是圆通", ["中通", "圆通"], [["ZTO"], ["YTO"]]),
        ("四通一达都行", ["四通一达"], [["STO", "YTO", "ZTO", "BEST", "YD"]]),
        ("别发邮政", ["邮政"], [["POST"]]),
        ("京东快递还是ems", ["京东快递", "ems"], [["JD"], ["EMS"]]),
        ("放菜鸟驿站了", ["菜鸟驿站"], [["CAINIAO"]]),
        ("極兔太慢", ["極兔"], [["JT"]]),
        ("我是菜鸟", [], []),
        ("京东上买的", [], []),
        ("我要打邮政管理局的电话", [], []),
        ("items里没有", [], []),
    ],
)
def test_carriers_are_known_by_every_name(text: str, names: list[str], codes: list[list[str]]) -> None:
    """Nicknames and groups; a beginner, a marketplace and an authority are none."""
    assert words(text, "carrier") == names
    assert [value["codes"] for value in values(text, "carrier")] == codes
