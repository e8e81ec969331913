"""How a message is said, apart from its words: shouting, and saying the same thing again (playbook C1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import add
from typing import NamedTuple

from bot.risk.normalise import normalise

MAX_EARLIER = 6
"""How many of the customer's previous messages are looked at."""

MAX_EARLIER_CHARS = 200

_MARKS = re.compile(r"[!?！？‼⁉❗❓]{3,}")
_STRETCHED = re.compile(r"([一-鿿])\1{3,}")
_CAPITALS = re.compile(r"\b[A-Z]{2,}(?:[ !?,']+[A-Z]{2,}){2,}\b")
_SPELLED_OUT = re.compile(r"(?:[一-鿿][!！。~]){3,}")
_MAYBE_LOUD = re.compile(r"[!?！？‼⁉❗❓~。]|([一-鿿])\1|[A-Z]{2}")
"""What every kind of shouting has at least."""
_JOYFUL = frozenset("哈嘿嘻呵嗯哦噢喔嗷呜哇爱赞对好行")
_SAME = 0.6
_ENOUGH = 4
_LONG = 6


class Sign(NamedTuple):
    """A signal at ``message[start:end]``."""

    name: str
    start: int
    end: int


class Manner(NamedTuple):
    """How a message is said.

    Attributes:
        signs: where it shouts.
        loudness: 0 for calm speech, 1 for shouting, 2 for shouting at length.
        only_marks: nothing but "???" or "!!!", which is impatience.
        repeated: how many earlier messages said the same.
    """

    signs: tuple[Sign, ...] = ()
    loudness: int = 0
    only_marks: bool = False
    repeated: int = 0


def manner_of(message: str, earlier: Sequence[str]) -> Manner:
    """The manner of a message, after some earlier ones."""
    repeated = repeats(message, earlier)
    signs = shouting(message)
    if not signs:
        return Manner(repeated=repeated)
    size = sum(sign.end - sign.start for sign in signs)
    return Manner(
        signs=tuple(signs),
        loudness=2 if size >= _LONG else 1,
        only_marks=not any(char.isalnum() for char in message),
        repeated=repeated,
    )


def shouting(message: str) -> list[Sign]:
    """Runs of exclamation or question marks, stretched characters, capitals, a mark after each character."""
    if not _MAYBE_LOUD.search(message):
        return []
    signs = [Sign("shouting", *found.span()) for found in _MARKS.finditer(message)]
    for found in _STRETCHED.finditer(message):
        if found[1] not in _JOYFUL:
            signs.append(Sign("shouting", *found.span()))
    for pattern in (_CAPITALS, _SPELLED_OUT):
        signs.extend(Sign("shouting", *found.span()) for found in pattern.finditer(message))
    return signs


def repeats(message: str, earlier: Sequence[str]) -> int:
    """How many of the earlier messages said nearly the same."""
    now = _pairs(message)
    size, count = len(now), 0
    if size < _ENOUGH:
        return 0
    for then in map(_pairs, earlier):
        shared = len(now & then)
        # Of the four pairs that are the least to compare, three are the least that are nearly all.
        if shared > 2 and len(then) >= _ENOUGH and shared >= _SAME * min(size, len(then)):
            count += 1
    return count


@lru_cache(maxsize=2048)
def _pairs(message: str) -> frozenset[str]:
    letters = "".join(filter(str.isalnum, normalise(message).text))
    return frozenset(map(add, letters, letters[1:]))
