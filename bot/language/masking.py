"""Personal data made unreadable (playbook H2), by the very finders that report it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

from bot.kernel.patterns import mask_mobile
from bot.language.entity import PERSONAL, Entity
from bot.language.find import DEFINITE, claimed
from bot.language.view import View

_ANY_TIME = datetime(2000, 1, 1, tzinfo=timezone.utc)
"""Nothing definite depends on the time."""

_MOST_ROUNDS = 4
"""A mask can lay bare the edge of what stood right beside it; one more look finds that."""


def mask_personal(text: str) -> str:
    """The text with telephone, identity card and bank card numbers, e-mail, WeChat and QQ names and addresses masked.

    Order and tracking numbers stay, and so do 400 numbers, which belong to companies. Masking twice changes nothing.
    """
    for _ in range(_MOST_ROUNDS):
        before, text = text, _mask_once(text)
        if text == before:
            break
    return text


def _mask_once(text: str) -> str:
    pieces: list[str] = []
    at = 0
    for found in claimed(View.of(text, _ANY_TIME), DEFINITE):
        if found.kind in PERSONAL:
            pieces += (text[at : found.start], masked(found))
            at = found.end
    return "".join((*pieces, text[at:]))


def masked(found: Entity) -> str:
    """A personal entity as staff see it by default; the words themselves for any other."""
    if isinstance(found.value, str):
        return _MASKS[found.kind](found.value) if found.kind in _MASKS else found.words
    if found.kind == "phone":
        return _phone(found.value["number"], found.value["type"]) if found.value["type"] != "hotline" else found.words
    if found.kind == "account":
        return f"{found.value['name'][:2]}****"
    if found.kind == "address":
        return f"{found.value['region']}****"
    return found.words


def _phone(number: str, kind: str) -> str:
    if kind == "mobile":
        return mask_mobile(number)
    area, _, rest = number.partition("-")
    return f"{area}-****{rest[-4:]}"


_MASKS: dict[str, Callable[[str], str]] = {
    "id_card": lambda number: f"{number[:3]}***********{number[-4:]}",
    "bank_card": lambda number: f"{number[:4]} **** {number[-4:]}",
    "email": lambda address: f"{address[0]}***@{address.partition('@')[2]}",
}
