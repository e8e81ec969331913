"""One spelling for many: the text the lexicon is matched against, with the way back to the customer's own characters.

Width, case, traditional characters, homophones, spaces and dots put between characters to slip past a filter
("投 诉", "1 2 3 1 5", "投.诉"), and stretched characters are undone. Every character remembers where it came from.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.risk.tables import load_pairs, load_variants

_SPLITTERS = "._-/~|·^•"
_MARKS = "!。~,"
_NEVER_SHORTENED = "0123456789*"


@dataclass(frozen=True)
class Normal:
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


def _unfold(message: str) -> list[_Char]:
    """Width, case and script undone; every kind of blank but the line break is one space."""
    simplified = _simplified()
    chars: list[_Char] = []
    for at, raw in enumerate(message):
        if "\u4e00" <= raw <= "\u9fff":
            chars.append(_Char(simplified.get(raw, raw), at, at + 1))
        elif raw.isspace():
            chars.append(_Char("\n" if raw == "\n" else " ", at, at + 1))
        elif raw < "\x80":
            chars.append(_Char(raw.lower(), at, at + 1))
        else:
            # At most 4 of the up to 18 characters one sign can unfold into: words are not written in them.
            folded = unicodedata.normalize("NFKC", raw)[:4].casefold()
            chars.extend(_Char(simplified.get(part, part), at, at + 1) for part in folded)
    return chars


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
