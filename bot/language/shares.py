"""Percentages, and discounts as Chinese shops say them: 八折 leaves 80 % of the price."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.language.entity import Entity, entity
from bot.language.numerals import numerals
from bot.language.view import View

_DISCOUNT = re.compile(
    r"(?<![0-9A-Za-z.第十一二三四五六七八九])"
    r"(?:(?P<han>[一二三四五六七八九]{1,2})|(?P<digits>[1-9](?:\.[0-9]{1,2}|[0-9])?))"
    r" ?折(?![叠断腾磨痕射合旧返页现寿扇纸])"
)
_HALF = re.compile(r"半价|对折")
_PERCENT = re.compile(r" ?[%％]|个点(?!的|赞)")
_OUT_OF_HUNDRED = re.compile(r"百分之(?=[零一二三四五六七八九十百几0-9])")
_LONGEST = 6
_HAN = "零一二三四五六七八九"


def find_shares(view: View) -> Iterator[Entity]:
    """Discounts (value: ``percent_of_price``) and percentages (value: ``percent``)."""
    for match in _DISCOUNT.finditer(view.text):
        yield entity(view, "discount", *match.span(), {"percent_of_price": _share(match)})
    for match in _HALF.finditer(view.text):
        yield entity(view, "discount", *match.span(), {"percent_of_price": 50})
    for numeral in view.numerals:
        percent = _PERCENT.match(view.figures, numeral.end)
        if percent and not numeral.latin:
            yield entity(view, "percent", numeral.start, percent.end(), {"percent": _plain(numeral.middle)})
    for match in _OUT_OF_HUNDRED.finditer(view.text):
        number = next(numerals(view.text[match.end() : match.end() + _LONGEST]), None)
        if number is not None and number.start == 0:
            end = match.end() + number.end
            yield entity(view, "percent", match.start(), end, {"percent": _plain(number.middle)})


def _share(match: re.Match[str]) -> int | float:
    """The share of the price that is left, in percent: 8折 and 八折 80, 七五折 and 75折 75, 9.5折 95."""
    said = match["digits"] or "".join(str(_HAN.index(char)) for char in match["han"])
    left = Decimal(said)
    return _plain(left * 10 if left < 10 else left)


def _plain(number: Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)
