"""Numbers that stand inside running Chinese text, which has no word boundaries.

``\\b`` does not separate a digit from a Chinese character, so the edges are spelled out.
"""

from __future__ import annotations

import re

_LEFT, _RIGHT = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"

ORDER_NUMBER = re.compile(_LEFT + r"(?:[Jj][Zz][ -]?)?([0-9]{12})" + _RIGHT)
"""An order number of the shop, with or without its ``JZ``; group 1 is the digits."""

MOBILE = re.compile(r"(?<![0-9])(?:\+?86[ -]?)?(1[3-9][0-9])[ -]?([0-9]{4})[ -]?([0-9]{4})(?![0-9])")
ID_CARD = re.compile(
    r"(?<![0-9])([1-9][0-9]{5})((?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9])([0-9]{3}[0-9Xx])(?![0-9])"
)
BANK_CARD = re.compile(
    r"(?<![0-9])(62[0-9]{2}|4[0-9]{3}|5[1-5][0-9]{2})[ -]?([0-9]{4}[ -]?[0-9]{4,7})[ -]?([0-9]{4})(?![0-9])"
)


def order_numbers(text: str) -> list[str]:
    """Every order number in the text, in its one spelling (``JZ`` and 12 digits), in order, once each."""
    found = (f"JZ{match[1]}" for match in ORDER_NUMBER.finditer(text))
    return list(dict.fromkeys(found))


def mask_mobile(number: str) -> str:
    """A mobile number as staff see it by default: ``138****5678``."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 7 else "****"


def mask_personal(text: str) -> str:
    """The text with identity cards, bank cards and mobile numbers made unreadable (playbook H2)."""
    text = ID_CARD.sub(lambda m: f"{m[1][:3]}***********{m[3][-4:]}", text)
    text = BANK_CARD.sub(lambda m: f"{m[1]} **** {m[3]}", text)
    return MOBILE.sub(lambda m: f"{m[1]}****{m[3]}", text)
