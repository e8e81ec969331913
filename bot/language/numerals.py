"""Numbers as customers write them: 199, 1.5w, 3千5, 一百九十九, 两百多, 十几, 五六, 3到5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

_HAN_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "仨": 3} | dict(
    zip("三四五六七八九", range(3, 10), strict=True)
)
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_LATIN_UNITS = {"k": 1000, "w": 10_000, "千": 1000, "万": 10_000, "百": 100}
_NEXT_UNIT = {"万": "千", "千": "百"}
_SOME, _SOME_MORE = (2, 9), (1, 9)
"""What 几 and 数 may stand for: by themselves or before a unit (几十), and after one (十几)."""

_TOKEN = re.compile(
    r"(?P<digits>[0-9]+(?:,[0-9]{3}(?![0-9])){0,3}(?:\.[0-9]+)?)(?P<unit>[kKwW](?![0-9A-Za-z])|"
    r"千(?![克米瓦卡帕])|[万百])?"
    r"|(?P<han>好?(?:[零〇一二两三四五六七八九十百万亿几]|千(?![克米瓦卡帕])|数(?=[十百千万])){1,20}|[俩仨半])"
)
_MORE = re.compile(r"[多来余几+]")
_RANGE = re.compile(r" ?[-~到至、] ?")
_LONGEST = 15
"""Digits beyond which a run is a number of something else (an order, a card), not a count."""


@dataclass(frozen=True)
class Numeral:
    """A number at ``[start:end)``.

    Attributes:
        low, high: what it lies between, both included; the same for an exact number.
        said: the number named (200 in 200多); None where only bounds are (十几, 五六).
        words: as written.
        latin: a letter touches it on the left or the right, as in a model (iPhone15, 256G).
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    said: Decimal | None
    words: str
    latin: bool = False

    @property
    def middle(self) -> Decimal:
        """The number named, or what lies in the middle."""
        return self.said if self.said is not None else (self.low + self.high) / 2

    @property
    def exact(self) -> bool:
        """Whether it is one number and no more-or-less."""
        return self.said is not None and self.low == self.high


def numerals(text: str) -> Iterator[Numeral]:
    """Every number of a text, ranges as one, in order; linear in the text."""
    held: Numeral | None = None
    at = 0
    while match := _TOKEN.search(text, at):
        found = _numeral(text, match)
        at = match.end() if found is None else found.end
        if found is None:
            continue
        joined = _joined(text, held, found)
        if joined is not None:
            held = joined
            continue
        if held is not None:
            yield held
        held = found
    if held is not None:
        yield held


def whole_number(words: str) -> int | None:
    """The one whole number the words are (28, 二十八), or None."""
    match = _TOKEN.fullmatch(words)
    found = _numeral(words, match) if match else None
    return int(found.low) if found is not None and found.exact and found.low == int(found.low) else None


def _numeral(text: str, match: re.Match[str]) -> Numeral | None:
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if match["han"]:
        bounds = _read_han(match["han"])
        latin = False
    else:
        bounds = _read_digits(match["digits"], match["unit"])
        if bounds is not None and match["unit"] and after and after in "123456789":
            end, bounds = _with_tail(text, end, bounds, match["unit"])
            after = text[end : end + 1]
        latin = is_latin(before) or (is_latin(after) and not match["unit"])
    if bounds is None:
        return None
    low, high, said = bounds
    if _MORE.match(after) and _takes_more(match, low, text[end : end + 2]):
        end += 1
        high += _last_place(high)
        if text[end : end + 1] == "万" and high < _MYRIADS["万"]:
            end, low, high, said = end + 1, low * 10_000, high * 10_000, said and said * 10_000
    return Numeral(start, end, low, high, said, text[start:end], latin)


_Bounds = tuple[Decimal, Decimal, "Decimal | None"]


def _exactly(number: Decimal) -> _Bounds:
    return number, number, number


def _read_digits(digits: str, unit: str | None) -> _Bounds | None:
    plain = digits.replace(",", "")
    if len(plain) > _LONGEST:
        return None
    return _exactly(Decimal(plain) * _LATIN_UNITS.get((unit or "").lower(), 1))


def _with_tail(text: str, end: int, bounds: _Bounds, unit: str) -> tuple[int, _Bounds]:
    """3万5, 2千5, 3万5千: the digit after the unit counts tenths of it, when it stands alone."""
    if unit in "kKwW" or text[end + 1 : end + 2].isdigit() or bounds[0] % 1:
        return end, bounds
    tail = Decimal(int(text[end])) * _LATIN_UNITS[unit] / 10
    spelled_out = text[end + 1 : end + 2] == _NEXT_UNIT.get(unit)
    return end + 1 + spelled_out, _exactly(bounds[0] + tail)


def _takes_more(match: re.Match[str], low: Decimal, after: str) -> bool:
    """Whether 多, 来, 几 or + belongs to the number: 200多 and 十来, not 3多 or 10来了."""
    if after.startswith("+"):
        return bool(match["digits"])
    if after.startswith("来") and (after[1:] in {"了", "到", "的", ""} or match["digits"]):
        return False
    if after.startswith("几") and not match["digits"]:
        return False
    return low >= 10 and low % 10 == 0


def _last_place(number: Decimal) -> Decimal:
    """The size of the last digit that is not zero: 100 of 200, 10 of 150."""
    place = Decimal(1)
    while number >= place * 10 and number % (place * 10) == 0:
        place *= 10
    return place


def _read_han(words: str) -> _Bounds | None:
    """A number in characters; None for what is no number (一三五七, 十十)."""
    if words == "半":
        return _exactly(Decimal("0.5"))
    words = words.removeprefix("好")
    if all(char in _HAN_DIGITS for char in words) and len(words) > 2:
        return _exactly(Decimal("".join(str(_HAN_DIGITS[char]) for char in words))) if len(words) <= 4 else None
    low, high = _evaluate(words, 0), _evaluate(words, 1)
    if low is None or high is None:
        return None
    return low, high, low if low == high else None


def _evaluate(words: str, end: int) -> Decimal | None:
    """The lower (``end`` 0) or upper (1) bound; None when the characters do not form a number."""
    total = section = last = after_unit = 0
    digits: list[int] = []
    zero = False
    for at, char in enumerate(words):
        if char in "几数":
            digits.append((_SOME_MORE if at else _SOME)[end])
        elif char in _HAN_DIGITS:
            zero = zero or (char in "零〇" and at > 0)
            if char not in "零〇" or at == 0:
                digits.append(_HAN_DIGITS[char])
        else:
            count = _one_of(digits, end, empty=1)
            unit = _TENS.get(char) or _MYRIADS[char]
            if count is None or (char in _TENS and last and unit >= last):
                return None
            if char in _TENS:
                section, last = section + count * unit, unit
            else:
                grown = (section + (count if digits or not section else 0)) * unit
                total, section, last = total + grown, 0, 0
            digits, zero = [], False
            after_unit = unit
    rest = _one_of(digits, end, empty=0)
    if rest is None:
        return None
    if digits and not zero and after_unit > 10 and words[-1] != "几":
        rest *= after_unit // 10  # 一百五, 一万二三: what follows a unit counts the next smaller one
    return Decimal(total + section + rest)


def _one_of(digits: list[int], end: int, *, empty: int) -> int | None:
    """One digit, or the lower or upper of two neighbours (五六, 三五); None for anything else."""
    if not digits:
        return empty
    if len(digits) == 1:
        return digits[0]
    if len(digits) == 2 and 0 < digits[0] < digits[1] <= digits[0] + 2:
        return digits[end]
    return None


def _joined(text: str, left: Numeral | None, right: Numeral) -> Numeral | None:
    """Two numbers with a sign for "to" between them as one range: 3-5, 两到三."""
    if left is None or right.latin or left.latin or left.said is None or right.said is None:
        return None
    gap = text[left.end : right.start]
    if not 0 < len(gap) <= 3 or not _RANGE.fullmatch(gap) or not 0 < left.low < right.low <= left.low * 10:
        return None
    merged = replace(left, end=right.end, high=right.high, words=text[left.start : right.end])
    return replace(merged, said=None)


def is_latin(char: str) -> bool:
    """Whether it is one letter of an English word or a model; not for the empty string."""
    return bool(char) and char.isascii() and (char.isalpha() or char == "_")
