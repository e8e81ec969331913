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
_RUN_KEPT = 2


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


def normalise(message: str) -> Normal:
    """The message in its one spelling; linear in its length."""
    kept: list[_Char] = []
    joints: set[int] = set()
    breaks: set[int] = set()
    chars = _unfold(message)
    for at, char in enumerate(chars):
        if char.char.isspace() and char.char != "\n":
            if _is_lonely_digit(chars, at) or not _between_digits(chars, at):
                joints.add(len(kept))
                if _ends_a_piece(chars, at):
                    breaks.add(len(kept))
            elif kept and kept[-1].char != " ":
                kept.append(_Char(" ", char.start, char.end))
        elif char.char in _SPLITTERS and _between_han(chars, at):
            joints.add(len(kept))
            if char.char in "/|":
                breaks.add(len(kept))
        elif _stretched(kept, char):
            kept[-1] = _Char(char.char, kept[-1].start, char.end)
        else:
            kept.append(char)
    return _with_variants(kept, breaks, joints)


def _unfold(message: str) -> list[_Char]:
    simplified = _simplified()
    chars: list[_Char] = []
    for at, raw in enumerate(message):
        if raw < "\x80":
            chars.append(_Char(raw.lower(), at, at + 1))
        elif "\u4e00" <= raw <= "\u9fff":
            chars.append(_Char(simplified.get(raw, raw), at, at + 1))
        else:
            # At most 4 of the up to 18 characters one sign can unfold into: words are not written in them.
            folded = unicodedata.normalize("NFKC", raw)[:4].casefold()
            chars.extend(_Char(simplified.get(part, part), at, at + 1) for part in folded)
    return chars


def _with_variants(chars: list[_Char], breaks: set[int], joints: set[int]) -> Normal:
    """Homophones and masks replaced by the word they stand for."""
    table = _variants()
    text = "".join(char.char for char in chars)
    spans: list[_Char] = []
    moved: dict[int, int] = {}
    at = 0
    while at < len(chars):
        moved[at] = len(spans)
        for variant in table.get(text[at], ()):
            if text.startswith(variant, at):
                right = table[text[at]][variant]
                start, end = chars[at].start, chars[at + len(variant) - 1].end
                spans.extend(_Char(char, start, end) for char in right)
                at += len(variant)
                break
        else:
            spans.append(chars[at])
            at += 1
    moved[len(chars)] = len(spans)
    return Normal(
        text="".join(char.char for char in spans),
        starts=tuple(char.start for char in spans),
        ends=tuple(char.end for char in spans),
        breaks=frozenset(moved[at] for at in breaks if at in moved),
        joints=frozenset(moved[at] for at in joints if at in moved),
    )


def _stretched(kept: list[_Char], char: _Char) -> bool:
    """Whether this is the third or later of the same character; digits and masks are never shortened."""
    if len(kept) < _RUN_KEPT or char.char in "0123456789*":
        return False
    return all(before.char == char.char for before in kept[-_RUN_KEPT:])


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _between_han(chars: list[_Char], at: int) -> bool:
    return 0 < at < len(chars) - 1 and _is_han(chars[at - 1].char) and _is_han(chars[at + 1].char)


def _between_digits(chars: list[_Char], at: int) -> bool:
    return 0 < at < len(chars) - 1 and chars[at - 1].char.isdigit() and chars[at + 1].char.isdigit()


def _is_lonely_digit(chars: list[_Char], at: int) -> bool:
    """A space between two digits that each stand alone: "1 2 3 1 5"."""
    if not _between_digits(chars, at):
        return False
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
