"""When two wordings are the same one, and how alike two are. ``tests/unit/test_designers_examples.py`` folds alike."""

from __future__ import annotations

import re
import unicodedata

ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
NEGATIONS = frozenset("不没别未无勿甭莫")

_LONG_NUMBER = re.compile(r"(?:[a-z]{0,4})[0-9]{6,}")


def words(example: str) -> str:
    """An example without annotations, in one Unicode form."""
    return unicodedata.normalize("NFKC", ANNOTATION.sub(r"\1", example)).lower().strip()


def key(example: str) -> str:
    """What makes it the same wording: its letters and digits, all long numbers alike; all of it when it has none.

    At least as coarse as the designers' own check for double examples, so what differs here differs there.
    """
    text = words(example)
    bare = "".join(char for char in text if unicodedata.category(char)[0] in "LN") or text
    return _LONG_NUMBER.sub("0", bare)


def grams(folded: str) -> frozenset[str]:
    """The characters of a folded wording and its pairs of neighbours."""
    return frozenset(folded) | {folded[place : place + 2] for place in range(len(folded) - 1)}


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient of two sets of grams: 0 nothing in common, 1 the same."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def negations(folded: str) -> frozenset[str]:
    """The negating characters in a wording: 要退货 and 不要退货 are nearly the same letters and opposite wishes."""
    return NEGATIONS & set(folded)
