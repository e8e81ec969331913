"""Words that mean the same (机洗, 洗衣机洗), words that mean nothing to a question (请问), and a text made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from bot.kernel.text import plain
from bot.language.word_lists import words

MAX_CHARS = 200
"""Of a longer text only this much is read: a question is short, and the time to answer stays bounded."""

_RUN = re.compile(r"[一-鿿]+|[a-z]+|[0-9]+")
_MARK = "\u0001"


class Vocabulary:
    """The shop's words.

    Args:
        same: groups of words with one meaning; the first of a group stands for all of it.
        filler: words that are taken out before anything is compared.
        goods: names of goods besides those every shop knows (``bot/language/words/goods.txt``).
    """

    def __init__(
        self, same: Iterable[Sequence[str]] = (), filler: Iterable[str] = (), goods: Iterable[str] = ()
    ) -> None:
        self._first: Mapping[str, str] = {_lean(word): _lean(group[0]) for group in same for word in group}
        self._filler = frozenset(_lean(word) for word in filler)
        # A single character is too often part of another word: 书 of 说明书, 锁 of 锁定.
        names = {_lean(word) for word in [*words("goods"), *goods] if len(word) > 1}
        self._goods = re.compile("|".join(map(re.escape, sorted(names, key=lambda word: (-len(word), word)))))

    def pieces(self, text: str) -> frozenset[str]:
        """What a text is compared by: its words of the vocabulary, pairs of characters, runs of letters and digits.

        A word of the vocabulary is a piece as ``=word``; its characters count as well, in the spelling that stands for
        the group. Single characters count too (``.字``): of a short question little else is left.
        """
        found: set[str] = set()
        for run in _RUN.findall(self._put(_lean(text), found)):
            if run[0].isascii():
                found.add(run)
            else:
                found |= {run[at : at + 2] for at in range(len(run) - 1)}
                found |= {f".{char}" for char in run}
        return frozenset(found)

    def concepts(self, text: str) -> frozenset[str]:
        """The words of the vocabulary in a text, each as the one that stands for its group."""
        found: set[str] = set()
        self._put(_lean(text), found)
        return frozenset(word.removeprefix("=") for word in found)

    def goods(self, text: str) -> frozenset[str]:
        """What kinds of goods a text names, each by the word that stands for its group."""
        return frozenset(self._goods.findall(self._put(_lean(text), set())))

    def without_goods(self, text: str) -> str:
        """A text with a blank for every name of goods, and words of one meaning as one word."""
        return self._goods.sub(" ", self._put(_lean(text), set()))

    def _put(self, text: str, found: set[str]) -> str:
        """The text with one word for each group and without filler; the words met go to ``found``."""

        def spoken(match: re.Match[str]) -> str:
            word = match[0]
            if word in self._filler:
                return ""
            first = self._first[word]
            found.add(f"={first}")
            return f"{_MARK}{first}{_MARK}" if first[0].isascii() else first

        return self._pattern.sub(spoken, text) if self._first or self._filler else text

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted({*self._first, *self._filler}, key=lambda word: (-len(word), word))
        return re.compile("|".join(re.escape(word) for word in longest_first))


def same_goods(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two texts speak of the same kind of goods in anything they name."""
    return any(_may_be(one, other) or _may_be(other, one) for one in some for other in others)


def _may_be(short: str, full: str) -> bool:
    """Whether a word may stand for the other: 杯子 for 保温杯, but not 冰箱 for 行李箱."""
    return short == full or (short.endswith("子") and short[0] in full)


def _lean(text: str) -> str:
    return plain(text, limit=MAX_CHARS).lower()
