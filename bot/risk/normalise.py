"""One spelling for many: the text the lexicon is matched against, with the way back to the customer's own characters.

Width, case, traditional characters, homophones, spaces and dots put between characters to slip past a filter
("投 诉", "1 2 3 1 5", "投.诉"), and stretched characters are undone. Every character remembers where it came from.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from bot.risk.tables import load_pairs, load_variants

_SPLITTERS = "._-/~|·^•"
_MARKS = "!。~,"
_NEVER_SHORTENED = "0123456789*"
_HAN = "\u4e00-\u9fff"
_UNEVEN = re.compile(
    rf" |(?<=[{_HAN}])[{re.escape(_SPLITTERS)}](?=[{_HAN}])"
    rf"|(?:\A|[{_MARKS}])[{_HAN}][{_MARKS}][{_HAN}](?=[{_MARKS}]|\Z)"
    rf"|([^{_NEVER_SHORTENED}])\1\1"
)
"""Anything that is taken out or shortened: blanks, splitters, a mark after every character, stretched characters."""


class Normal(NamedTuple):
    """A message in its one spelling.

    Attributes:
        text: what is matched.
        starts, ends: for each character of ``text``, the span in the message it stands for.
        breaks: positions in ``text`` where a space ended a piece of speech, as customers use it for a comma.
        joints: positions in ``text`` where any space or splitter was taken out.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: frozenset[int]
    joints: frozenset[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` (not empty) stands in the message."""
        return self.starts[start], self.ends[end - 1]


class _Char(NamedTuple):
    char: str
    start: int
    end: int


@lru_cache(maxsize=1024)
def normalise(message: str) -> Normal:
    """The message in its one spelling; linear in its length."""
    folded = message.translate(_folding())
    if len(folded) == len(message) and not _UNEVEN.search(folded) and not _variant().find_matches_as_indexes(folded):
        # Most messages: each character stands for itself.
        return Normal(folded, *_each_for_itself(len(folded)), frozenset(), frozenset())
    return _evened(message)


@lru_cache(maxsize=256)
def _each_for_itself(size: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(range(size)), tuple(range(1, size + 1))


def _evened(message: str) -> Normal:
    kept: list[_Char] = []
    joints: set[int] = set()
    breaks: set[int] = set()
    chars = _unfold(message)
    for at, char in enumerate(chars):
        what = char[0]
        if what == " ":
            if _between_digits(chars, at) and not _between_lonely_digits(chars, at):
                kept.append(char)
                continue
            joints.add(len(kept))
            if _ends_a_piece(chars, at):
                breaks.add(len(kept))
        elif (what in _SPLITTERS and _between_han(chars, at)) or (what in _MARKS and _spells_out(chars, at)):
            joints.add(len(kept))
            if what in "/|":
                breaks.add(len(kept))
        elif len(kept) > 1 and kept[-1][0] == what == kept[-2][0] and what not in _NEVER_SHORTENED:
            kept[-1] = _Char(what, kept[-1].start, char.end)
        else:
            kept.append(char)
    return _with_variants(kept, breaks, joints)


class _Folding(dict[int, str]):
    """Width, case and script undone, sign by sign as they turn up; each blank but the line break is a space."""

    def __missing__(self, code: int) -> str:
        raw = chr(code)
        if raw.isspace():
            folded = "\n" if raw == "\n" else " "
        else:
            # At most 4 of the up to 18 characters one sign can unfold into: words are not written in them.
            parts = raw if _is_han(raw) else unicodedata.normalize("NFKC", raw)[:4].casefold()
            folded = "".join(_simplified().get(part, part) for part in parts)
        if code < _MOST_KEPT:
            self[code] = folded
        return folded


_MOST_KEPT = 0x10000
"""Signs beyond the first plane are rare, and there are a million of them: they are worked out anew each time."""


def _unfold(message: str) -> list[_Char]:
    table = _folding()
    return [_Char(part, at, at + 1) for at, raw in enumerate(message) for part in table[ord(raw)]]


def _with_variants(chars: list[_Char], breaks: set[int], joints: set[int]) -> Normal:
    """Homophones and masks replaced by the word they stand for."""
    table = _variants()
    text = "".join([char[0] for char in chars])
    spans: list[_Char] = []
    moved: list[int] = []
    at = 0
    while at < len(chars):
        word = next((word for word in table.get(text[at], ()) if text.startswith(word, at)), "")
        if not word:
            moved.append(len(spans))
            spans.append(chars[at])
            at += 1
            continue
        start, end = chars[at].start, chars[at + len(word) - 1].end
        moved.extend([len(spans)] * len(word))
        spans.extend(_Char(char, start, end) for char in table[text[at]][word])
        at += len(word)
    moved.append(len(spans))
    return Normal(
        text="".join([char[0] for char in spans]),
        starts=tuple([char[1] for char in spans]),
        ends=tuple([char[2] for char in spans]),
        breaks=frozenset(moved[at] for at in breaks),
        joints=frozenset(moved[at] for at in joints),
    )


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _between_han(chars: list[_Char], at: int) -> bool:
    return 0 < at < len(chars) - 1 and _is_han(chars[at - 1].char) and _is_han(chars[at + 1].char)


def _spells_out(chars: list[_Char], at: int) -> bool:
    """A mark after every single character: "退!款!"."""
    if not _between_han(chars, at):
        return False
    alone_before = at < 2 or chars[at - 2].char in _MARKS
    return alone_before and (at + 2 >= len(chars) or chars[at + 2].char in _MARKS)


def _between_digits(chars: list[_Char], at: int) -> bool:
    return 0 < at < len(chars) - 1 and chars[at - 1].char.isdigit() and chars[at + 1].char.isdigit()


def _between_lonely_digits(chars: list[_Char], at: int) -> bool:
    """A space between two digits that each stand alone: "1 2 3 1 5"."""
    left_alone = at < 2 or not chars[at - 2].char.isdigit()
    right_alone = at + 2 >= len(chars) or not chars[at + 2].char.isdigit()
    return left_alone and right_alone


def _ends_a_piece(chars: list[_Char], at: int) -> bool:
    """A space is a comma when at least two characters stand together on both sides of it."""
    if at < 2 or at + 2 >= len(chars):
        return False
    around = (chars[at - 2], chars[at - 1], chars[at + 1], chars[at + 2])
    return not any(char.char.isspace() for char in around)


@lru_cache(maxsize=1)
def _simplified() -> dict[str, str]:
    return load_pairs()


@lru_cache(maxsize=1)
def _variants() -> dict[str, dict[str, str]]:
    """Variants by their first character, longest first."""
    table: dict[str, dict[str, str]] = {}
    for variant, right in sorted(load_variants().items(), key=lambda pair: -len(pair[0])):
        table.setdefault(variant[0], {})[variant] = right
    return table


@lru_cache(maxsize=1)
def _variant() -> AhoCorasick:
    """Finds whether there is any variant at all."""
    return AhoCorasick([word for words in _variants().values() for word in words])


@lru_cache(maxsize=1)
def _folding() -> _Folding:
    return _Folding()
