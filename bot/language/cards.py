"""Identity cards and bank cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.entity import Entity, entity
from bot.language.view import View

_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_GAP = r"[ -]?"
_ID_CARD = re.compile(
    rf"(?<![0-9])[1-8][0-9]{{5}}{_GAP}(?:19|20)[0-9]{{2}}{_GAP}{_DAY}{_GAP}[0-9]{{3}}[0-9Xx](?![0-9])"
)
_OLD_ID_CARD = re.compile(rf"(?<=[证份件号: 是])(?<![0-9])[1-8][0-9]{{7}}{_DAY}[0-9]{{3}}(?![0-9])")
_ID_NAMED = re.compile(r"身份证|证件")
_BANK_CARD = re.compile(r"(?<![0-9])[3-6][0-9]{3}(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{4}(?:[ -]?[0-9]{1,3})?(?![0-9])")
_BANK_NAMED = re.compile(r"(?:卡|银行|账户?|帐户?|储蓄|信用|尾号)[^,。;!?\n]{0,8}$")
_OTHER_NAMED = re.compile(r"(?:订单|单号|运单|快递|编号|流水)[^,。;!?\n]{0,4}$")
_NEAR = 12


def find_cards(view: View) -> Iterator[Entity]:
    """Identity cards (value: the number) and bank cards (value: the number)."""
    text = view.text
    for match in _ID_CARD.finditer(text):
        yield entity(view, "id_card", *match.span(), _digits(match[0]))
    for match in _OLD_ID_CARD.finditer(text):
        if _ID_NAMED.search(text, max(0, match.start() - _NEAR), match.start()):
            yield entity(view, "id_card", *match.span(), match[0])
    for match in _BANK_CARD.finditer(text):
        if _is_bank_card(_digits(match[0]), text[max(0, match.start() - _NEAR) : match.start()]):
            yield entity(view, "bank_card", *match.span(), _digits(match[0]))


def _is_bank_card(number: str, before: str) -> bool:
    """A number of UnionPay (62…), one called a card, or one with a right check digit that is not called an order."""
    if _BANK_NAMED.search(before):
        return True
    if _OTHER_NAMED.search(before):
        return False
    return number.startswith("62") or (number[0] in "3456" and len(number) == 16 and _luhn(number))


def _luhn(number: str) -> bool:
    """The check of ISO/IEC 7812-1, annex B."""
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(number))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def _digits(words: str) -> str:
    return words.replace(" ", "").replace("-", "").upper()
