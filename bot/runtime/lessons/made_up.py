"""A customer's words as an example may have them: one line, every number made up (data/README.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timezone

from bot.kernel.text import clean
from bot.language import mask_personal
from bot.language.entity import Entity
from bot.language.find import DEFINITE, claimed
from bot.language.view import View

FIRST_ORDER = 261118000123
"""The order number the designers' guide uses; further ones in the same message count on from it."""
_ANNOTATED = frozenset({"order_id", "tracking_no"})
_DIGITS = "1928374650"
_ANY_TIME = datetime(2000, 1, 1, tzinfo=timezone.utc)
"""A number does not depend on the time."""

_MASKED = re.compile(r"[0-9]*[ ]?\*{3,}[ ]?[0-9Xx]*")
_NUMBER = re.compile(r"[0-9]{6,}")
_ORDER = re.compile(r"[0-9]{12}$")
_BRACKETS = str.maketrans({"[": "【", "]": "】", "{": "（", "}": "）"})
"""Brackets of a customer would be read as an annotation."""


def shareable(text: str) -> str:
    """The text as an example: nothing in it is anybody's, order and tracking numbers are annotated."""
    line = " ".join(mask_personal(clean(text)).translate(_BRACKETS).split())
    line = f"／{line[1:]}" if line.startswith("/") else line
    return "".join(_parts(line))


def _parts(line: str) -> Iterator[str]:
    orders: dict[str, str] = {}
    end = 0
    for found in claimed(View.of(line, _ANY_TIME), DEFINITE):
        if found.kind in _ANNOTATED:
            yield _plain(line[end : found.start])
            yield _annotated(found, orders)
            end = found.end
    yield _plain(line[end:])


def _annotated(found: Entity, orders: dict[str, str]) -> str:
    """The annotation that stands for a number; the same order number again gets the same made-up one."""
    if found.kind == "tracking_no" or not _ORDER.search(found.words):
        return f"[{_same_form(found.words)}]({found.kind})"
    number = orders.setdefault(str(found.value), str(FIRST_ORDER + len(orders)))
    return f"[{_ORDER.sub(number, found.words)}](order_id)"


def _plain(text: str) -> str:
    """Text between annotations: what is left of masked numbers goes, and other long numbers are made up."""
    text = _MASKED.sub(lambda found: re.sub("[0-9Xx]", "0", found[0]), text)
    return _NUMBER.sub(lambda found: _same_form(found[0]), text)


def _same_form(number: str) -> str:
    """Another number of the same form: letters stay, digits are made up."""
    places = iter(range(len(number)))
    return re.sub("[0-9]", lambda _: _DIGITS[next(places) % len(_DIGITS)], number)
