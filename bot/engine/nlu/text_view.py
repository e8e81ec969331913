"""The text as the pipeline reads it: cleaned, lower case, long numbers hidden behind one word."""

from __future__ import annotations

import re
import unicodedata

from bot.kernel import patterns
from bot.kernel.text import MAX_CHARS_FOR_ENGINE, plain

_LONG_NUMBER = re.compile(r"[0-9]{6,}")
_LINK = re.compile(r"https?://[!-~]+")
_SPACE = re.compile(r"\s+")


def view(text: str | None) -> str:
    """What the featurizers see.

    A long number says nothing about what a customer wants, but its digits look like those of ``12315``: an order
    number becomes ``订单号`` and any other run of six digits or more ``号码``. Shorter numbers stay. A link, which in a
    shop's chat is a product's page, becomes ``商品链接``.
    """
    seen = _SPACE.sub(" ", plain(text or "", limit=MAX_CHARS_FOR_ENGINE)).lower()
    seen = _LINK.sub("商品链接", seen)
    seen = patterns.ORDER_NUMBER.sub("订单号", seen)
    return _LONG_NUMBER.sub("号码", seen)


def has_words(text: str) -> bool:
    """Whether there is anything to read: a letter or a digit of any script, not just signs and emoji."""
    return any(unicodedata.category(ch)[0] in "LN" for ch in text)
