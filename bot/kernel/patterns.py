"""Numbers that stand inside running Chinese text, which has no word boundaries.

``\\b`` does not separate a digit from a Chinese character, so the edges are spelled out.
"""

from __future__ import annotations

import re

_LEFT, _RIGHT = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"

ORDER_NUMBER = re.compile(_LEFT + r"(?:[Jj][Zz][ -]?)?([0-9]{12})" + _RIGHT)
"""An order number of the shop, with or without its ``JZ``; group 1 is the digits."""


def order_numbers(text: str) -> list[str]:
    """Every order number in the text, in its one spelling (``JZ`` and 12 digits), in order, once each."""
    found = (f"JZ{match[1]}" for match in ORDER_NUMBER.finditer(text))
    return list(dict.fromkeys(found))


def mask_mobile(number: str) -> str:
    """A mobile number as staff see it by default: ``138****5678``."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 7 else "****"
