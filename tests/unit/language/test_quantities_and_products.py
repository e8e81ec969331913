"""How many of what, inside running text, and which of the customer's goods is meant."""

from __future__ import annotations

from typing import Any

import pytest
from support.named_things import found, values, words

from bot.language.catalogue import likeliest


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("双十一买的三件199块的", 3, "件"),
        ("少了1瓶", 1, "瓶"),
        ("一箱全碎了", 1, "箱"),
        ("半斤", 0.5, "斤"),
        ("我只收到一个", 1, "个"),
        ("３个", 3, "个"),
        ("500g装", 500, "g"),
        ("2.5kg", 2.5, "kg"),
        ("兩隻鞋", 2, "只"),
        ("两块手表都不走", 2, "块"),
        ("打了三次电话", 3, "次"),
        ("一斤半", 1.5, "斤"),
    ],
)
def test_a_quantity_is_a_number_and_its_measure_word(text: str, number: float, unit: str) -> None:
    """Whatever the numeral."""
    assert values(text, "quantity") == [{"number": number, "unit": unit}]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("买二送一", {"buy": 2, "free": 1, "unit": ""}),
        ("买1送1", {"buy": 1, "free": 1, "unit": ""}),
        ("七八个", {"number": 7.5, "unit": "个", "min": 7, "max": 8}),
        ("十几箱", {"number": 15, "unit": "箱", "min": 11, "max": 19}),
    ],
)
def test_offers_and_vague_counts_have_their_own_form(text: str, value: dict[str, Any]) -> None:
    """买二送一 is two and one."""
    assert values(text, "quantity") == [value]


@pytest.mark.parametrize(
    "text",
    [
        "一个劲地催",
        "这件衣服",
        "第三件半价",
        "一件事",
        "三个问题",
        "256G",
        "5G",
        "199包邮",
        "两只有一只",
        "iPhone15",
        "一共",
        "等一下",
        "一米七五",
        "三件套",
        "一块发",
        "一次性",
        "两个人",
    ],
)
def test_other_words_are_no_quantities(text: str) -> None:
    """Ordinals, sayings, storage, heights, and words that begin like a measure word."""
    assert [one.words for one in found(text, "quantity") if one.words != "一只"] == []


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("我买的羽绒服还没到", "羽绒服"),
        ("昨天买的那件驼色大衣怎么没发", "驼色大衣"),
        ("那件大衣太小了", "大衣"),
        ("我的充电宝坏了", "充电宝"),
        ("【轻量羽绒服 男款 加厚】怎么还不发", "轻量羽绒服 男款 加厚"),
        ("iPhone 15 Pro 256G多少钱", "iPhone 15 Pro 256G"),
        ("iPhone15 256G充不进电", "iPhone15 256G"),
        ("小米14Pro卡不卡", "小米14Pro"),
        ("三星手机坏了", "三星手机"),
        ("华为mate60pro手机壳", "华为mate60pro手机壳"),
        ("AJ1开胶", "AJ1"),
        ("惠普1108的墨盒", "惠普1108"),
    ],
)
def test_a_product_is_a_span_of_the_customers_own_words(text: str, product: str) -> None:
    """Rather too short than too long."""
    assert words(text, "product") == [product]


@pytest.mark.parametrize(
    "text",
    [
        "我的订单呢",
        "买的东西没到",
        "买的时候说包邮",
        "这个手机号是我的",
        "那个电视剧",
        "【圆通快递】",
        "我的快递",
        "双十一买的三件199块的",
        "我买的还没到",
    ],
)
def test_what_names_no_goods_is_no_product(text: str) -> None:
    """Orders, parcels, telephone numbers, signatures."""
    assert found(text, "product") == []


TITLES = ["轻量羽绒服 男款 加厚 黑色", "保温杯 500ml 不锈钢", "男款加绒卫衣 黑色", "蓝牙耳机 降噪 白色"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("我买的那个羽绒服还没到", TITLES[0]),
        ("杯子漏水，那个保温杯", TITLES[1]),
        ("耳机没声音", TITLES[3]),
        ("卫衣起球了", TITLES[2]),
        ("那个500ML的", TITLES[1]),
    ],
)
def test_the_title_with_most_of_its_own_pieces_is_meant(text: str, title: str) -> None:
    """Pieces that several titles share weigh little."""
    meant = likeliest(text, TITLES)

    assert meant is not None
    assert (meant.title, TITLES[meant.index]) == (title, title)


@pytest.mark.parametrize("text", ["男款黑色那个", "我的快递怎么还没到", "", "牛仔裤", "😡"])
def test_nothing_is_meant_when_titles_are_alike_or_none_is_named(text: str) -> None:
    """The customer is asked instead."""
    assert likeliest(text, TITLES) is None


def test_without_titles_nothing_is_meant() -> None:
    """A visitor has no orders."""
    assert likeliest("羽绒服", []) is None
