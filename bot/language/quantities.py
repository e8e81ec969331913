"""How many: 两件, 3个, 一箱, 半斤, 少了1瓶, 买二送一."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.language.entity import Entity, entity
from bot.language.hedges import bounded
from bot.language.measures import GOODS, PIECES
from bot.language.numerals import Numeral, is_latin
from bot.language.view import View

_UNIT = re.compile(rf" ?(?P<unit>大?(?:{GOODS})|块(?= ?{PIECES})|(?i:kg|ml|cm|g|l)(?![0-9A-Za-z]))(?P<tail>半|多)?")
_N = r"(?:[0-9]{1,3}|[一二两三四五六七八九十])"
_FREE = re.compile(rf"[买拍](?P<buy>{_N})(?P<unit>[件个瓶盒包箱双条袋]?)[送赠](?P<free>{_N})(?P=unit)?")
_WANTING = re.compile(
    r"(?:少|缺|漏|多|买|拍|发|退|换|坏|收到?|补|订|下|送|寄|来|差|碎|破|有|就|只|才|要|剩|丢|错|用|吃|给|"
    r"其中|另外?|还|每|装|共|\x00)(?:了|的|过|出|我|成|到|给|上|寄|发|送|退)?$"
)
_LACKING = re.compile(r"(?:少|缺|漏|坏|碎|破|烂|剩|差|丢|错)(?:了|的)?$")
_NO_GOODS = re.compile(
    r"(?:问题|意思|说法|解释|答复|电话|人|客服|事|样|道理|回复|交代|消息|公道|月|星期|礼拜|小时|地方|时候|"
    r"钟头|字|机会|星|好评|差评|劲|理由|结果|办法|态度|原因|方案|建议|地址|链接|页面|回事|骗)"
)
_TIMES = frozenset({"次", "遍", "趟", "回"})
_STORAGE = frozenset({4, 6, 8, 12, 16, 24, 32, 64, 128, 256, 512})
_HIGHEST = Decimal(1_000_000)
_WHOLE_WORDS = {
    "个",
    "样",
    "条",
    "只",
    "把",
    "根",
    "份",
    "张",
    "单",
    "回",
    "次",
    "款",
    "部",
    "片",
    "组",
    "本",
    "对",
    "套",
}
"""Measure words that 一 uses in many sayings: 一个 counts goods only after a word for having or lacking them."""


def find_quantities(view: View) -> Iterator[Entity]:
    """Quantities; value: ``number``, ``unit``, inexact ones ``min`` and ``max``; an offer has ``buy`` and ``free``."""
    for match in _FREE.finditer(view.text):
        value = {"buy": _number(match["buy"]), "free": _number(match["free"]), "unit": match["unit"]}
        yield entity(view, "quantity", *match.span(), value)
    for numeral in view.numerals:
        unit = _UNIT.match(view.figures, numeral.end)
        if unit and _counts_goods(view, numeral, unit):
            yield _quantity(view, numeral, unit)


def _counts_goods(view: View, numeral: Numeral, match: re.Match[str]) -> bool:
    unit, before = match["unit"], view.before(numeral.start, 4)
    if numeral.high > _HIGHEST or before.endswith(("第", "这", "那", "哪", "某", "每", ".")):
        return False
    measured = unit.lower() in {"g", "kg", "ml", "cm", "l"}
    if numeral.latin and (not measured or is_latin(before[-1:])):
        return False
    if unit in {"g", "G"} and (unit == "G" or numeral.low in _STORAGE):
        return False
    if numeral.words in {"几", "俩", "仨"} and not _LACKING.search(before):
        return False
    if unit not in _TIMES and _NO_GOODS.match(view.figures, match.end()):
        return False
    return not (numeral.words == "一" and unit in _WHOLE_WORDS) or _WANTING.search(before) is not None


def _quantity(view: View, numeral: Numeral, match: re.Match[str]) -> Entity:
    extra = Decimal("0.5") if match["tail"] == "半" else Decimal(0)
    bounds = bounded(view, numeral, match.end(), extra, more=Decimal(1) if match["tail"] == "多" else None)
    unit = match["unit"].lower() if match["unit"].isascii() else match["unit"].removeprefix("大")
    value = {"number": _plain(bounds.middle), "unit": unit}
    if bounds.approximate:
        value |= {"min": _plain(bounds.low), "max": _plain(bounds.high)}
    return entity(view, "quantity", numeral.start, bounds.end, value)


def _number(words: str) -> int:
    return int(words) if words.isdigit() else "零一二三四五六七八九十".find(words) if words != "两" else 2


def _plain(number: Decimal) -> int | float:
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else float(rounded)
