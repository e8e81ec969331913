"""What a customer says is missing from a parcel: 少给我一个牙刷头, 充电线没在盒子里."""

from __future__ import annotations

import re

from bot.language.word_lists import any_of

_UNITS = "个根条只包袋张本块片颗套双瓶盒支件把对样粒副"
_COUNT = re.compile(rf"(?:[一二两三四五六七八九十几半0-9]{{1,3}}|好几)[{_UNITS}]?|[{_UNITS}](?=[一-鿿]{{2}})")
_LACK = re.compile(r"[少漏缺][给发寄装送放带]?了?(?:我们|我)?了?")
_PART = re.compile(any_of("parts"))
_NAME = re.compile(r"[一-鿿A-Za-z]{2,8}|碗|勺|盖|线|壳|膜|锁")
_GONE = re.compile(
    r"[都也还就]?一?直?(?:没有?(?:给|发|寄|装|送|放|收到|看到|看见|见|找到|拿到)|没有|没见|不见了|少了|缺了|漏了|漏[发装]|"
    r"[没不]在[里盒箱包])"
)
_NONE_OF = re.compile(r"没有?[给发寄装送放]?(?:收到|看到|找到)?我?$")
_ENDS = ("怎么办", "怎么回事", "没给", "没发", "没收到", "没有", "给我", "补", "啊", "呀", "呢", "吧", "吗", "了")
"""What is no part of the name where it follows it."""
_GENERAL = frozenset(
    {"东西", "货", "件", "配件", "零件", "商品", "货物", "一样", "完整", "信息", "一件", "包裹", "订单", "发货"}
)
_NOT_GOODS = re.compile(r"[钱退天元券理]|优惠|积分|时间|耐心|诚意|经验|说明(?!书)")


def missing_part(text: str) -> str | None:
    """The part that is said to be missing, with its number if one is said (``一个牙刷头``); None when none is named."""
    for part in _PART.finditer(text):
        if _GONE.match(text, part.end()) or _NONE_OF.search(text[: part.start()]):
            return part[0]
    for lack in _LACK.finditer(text):
        count = _COUNT.match(text, lack.end())
        if _NOT_GOODS.match(text, count.end() if count else lack.end()):
            continue
        name = _NAME.match(text, count.end() if count else lack.end())
        what = _bare(name[0]) if name else ""
        if not what and count and count[0] not in _UNITS:
            # 少了一只 says enough to whoever sends it after.
            return count[0]
        if what and what not in _GENERAL and not _NOT_GOODS.search(what):
            return f"{count[0] if count and count[0] not in _UNITS else ''}{what}"
    return None


def _bare(name: str) -> str:
    """A name without what follows it: 盖子没给 is about 盖子."""
    for word in _ENDS:
        name = name.partition(word)[0]
    return name
