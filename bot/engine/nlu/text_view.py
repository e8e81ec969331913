"""The text as the pipeline reads it: cleaned, lower case, long numbers hidden behind one word."""

from __future__ import annotations

import re
import unicodedata

from bot.kernel import patterns
from bot.kernel.text import MAX_CHARS_FOR_ENGINE, plain

_LONG_NUMBER = re.compile(r"[0-9]{6,}")
_SPACE = re.compile(r"\s+")


def view(text: str | None) -> str:
    """What the featurizers see.

    A long number says nothing about what a customer wants, but its digits look like those of ``12315``: an order
    number becomes ``订单号`` and any other run of six digits or more ``号码``. Shorter numbers stay.
    """
    seen = _SPACE.sub(" ", plain(text or "", limit=MAX_CHARS_FOR_ENGINE)).lower()
    seen = patterns.ORDER_NUMBER.sub("订单号", seen)
    return _LONG_NUMBER.sub("号码", seen)


def has_words(text: str) -> bool:
    """Whether there is anything to read: a letter or a digit of any script, not just signs and emoji."""
    return any(unicodedata.category(ch)[0] in "LN" for ch in text)
