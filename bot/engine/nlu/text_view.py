"""The text as the pipeline reads it: cleaned, lower case, long numbers hidden behind one word."""

from __future__ import annotations

import re
import unicodedata

from bot.kernel import patterns
from bot.kernel.text import MAX_CHARS_FOR_ENGINE, plain

_LONG_NUMBER = re.compile(r"[0-9]{6,}")
_MASK = re.compile(r"\[(数字|日期|时间|电话|姓名|地址|金额)[^\[\]]{0,4}\]")
_UNMASKED = {"数字": "3", "日期": "3号", "时间": "3点", "电话": "号码", "姓名": "小王", "地址": "北京", "金额": "30元"}
_LINK = re.compile(r"https?://[!-~]+")
_SPACE = re.compile(r"\s+")


def view(text: str | None) -> str:
    """What the featurizers see.

    A long number says nothing about what a customer wants, but its digits look like those of ``12315``: an order
    number becomes ``订单号`` and any other run of six digits or more ``号码``. Shorter numbers stay. A link, which in a
    shop's chat is a product's page, becomes ``商品链接``. A mask of kept conversations (``[数字x]``) becomes
    something of its kind, so that a masked message is read like the one it was made from.
    """
    seen = _SPACE.sub(" ", plain(text or "", limit=MAX_CHARS_FOR_ENGINE)).lower()
    seen = _MASK.sub(lambda mask: _UNMASKED[mask[1]], seen)
    seen = _LINK.sub("商品链接", seen)
    seen = patterns.ORDER_NUMBER.sub("订单号", seen)
    return _LONG_NUMBER.sub("号码", seen)


def has_words(text: str) -> bool:
    """Whether there is anything to read: a letter or a digit of any script, not just signs and emoji."""
    return any(unicodedata.category(ch)[0] in "LN" for ch in text)
