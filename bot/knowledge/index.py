"""Ranks entries by how well they answer a question.

Three views of an entry are weighed together. *Alike* is the cosine between the question and the entry's most similar
way of asking, over pieces of words, rare ones weighing most: a known question, lightly reworded, scores high there.
*Covered* is the share of the question's weight that the entry knows at all, its answer included: a question about
something the base has never heard of scores low there. *Meant* is the likeness in meaning to the most similar way of
asking: a paraphrase that shares no word scores high there. Without a :class:`bot.knowledge.meaning.Likeness` the first
two decide alone. The figures below are chosen by ``bench/knowledge.py``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.entry import Entry
from bot.knowledge.meaning import LikenessTo
from bot.knowledge.vocabulary import Vocabulary, same_goods

MEANT_SHARE = 0.7
"""Of the score, how much is meant; the rest is alike and covered."""
ALIKE_SHARE = 0.4
"""Of that rest, how much is alike."""
UNKNOWN_WEIGHT = 0.7
"""A piece no entry has, against one that a single entry has."""
SINGLE_WEIGHT = 0.7
"""A single character, against a pair."""


@dataclass(frozen=True)
class Ranked:
    """An entry and how well it fits.

    Attributes:
        score: from 0 to 1.
        words: the part of it that words alone give, from 0 to 1; 0 when no word is shared.
    """

    entry: Entry
    score: float
    words: float


@dataclass(frozen=True)
class _Wording:
    """One way to ask for an entry: the entry's place, its pieces, and their length as a vector."""

    place: int
    pieces: frozenset[str]
    length: float


class Index:
    """The entries, ready to be asked."""

    def __init__(self, entries: Sequence[Entry], vocabulary: Vocabulary, likeness_to: LikenessTo | None = None) -> None:
        self._entries = tuple(entries)
        self._vocabulary = vocabulary
        asked = [[self._pieces(words) for words in _wordings(entry)] for entry in self._entries]
        told = [self._pieces(entry.text) for entry in self._entries]
        named = [self._pieces(" ".join(entry.keywords)) for entry in self._entries]
        self._asked_of = [keys.union(*pieces) for keys, pieces in zip(named, asked, strict=True)]
        self._known_of = [pieces | text for pieces, text in zip(self._asked_of, told, strict=True)]
        self._goods_of = [vocabulary.goods(" ".join(_wordings(entry))) for entry in self._entries]
        self._weights = _weights(self._asked_of)
        self._unknown = UNKNOWN_WEIGHT * math.log(1 + len(self._entries))
        self._wordings = [
            _Wording(place, pieces, self._length(pieces)) for place, group in enumerate(asked) for pieces in group
        ]
        sentences = [words for entry in self._entries for words in _wordings(entry)]
        self._likeness = likeness_to(sentences) if likeness_to and sentences else None

    def rank(self, question: str) -> list[Ranked]:
        """All entries that have anything to do with the question, the likeliest first."""
        goods = self._vocabulary.goods(question)
        words, meant = self._by_words(question), self._by_meaning(question)
        share = MEANT_SHARE if self._likeness else 0.0
        ranked = [
            Ranked(entry, share * meant[place] + (1 - share) * words[place], words[place])
            for place, (entry, own) in enumerate(zip(self._entries, self._goods_of, strict=True))
            if not _other_matter(goods, own)
        ]
        return sorted((one for one in ranked if one.score > 0), key=lambda one: (-one.score, one.entry.key))

    def _by_words(self, question: str) -> list[float]:
        pieces = self._pieces(question)
        length, total = self._length(pieces), sum(self._weight(piece) for piece in pieces)
        alike = [0.0] * len(self._entries)
        for wording in self._wordings:
            shared = sum(self._weight(piece) ** 2 for piece in pieces & wording.pieces)
            if shared:
                alike[wording.place] = max(alike[wording.place], shared / (length * wording.length))
        return [
            ALIKE_SHARE * best + (1 - ALIKE_SHARE) * self._covered(pieces, place) / total if best else 0.0
            for place, best in enumerate(alike)
        ]

    def _by_meaning(self, question: str) -> list[float]:
        best = [0.0] * len(self._entries)
        if self._likeness is not None:
            for wording, likeness in zip(self._wordings, self._likeness.to(question), strict=True):
                best[wording.place] = max(best[wording.place], likeness)
        return best

    def _pieces(self, text: str) -> frozenset[str]:
        """What is compared: everything but the goods, which either fit or do not."""
        return self._vocabulary.pieces(self._vocabulary.without_goods(text))

    def _covered(self, pieces: frozenset[str], place: int) -> float:
        return sum(
            self._weight(piece) * (1.0 if piece in self._asked_of[place] else 0.5)
            for piece in pieces & self._known_of[place]
        )

    def _length(self, pieces: Iterable[str]) -> float:
        return math.sqrt(sum(self._weight(piece) ** 2 for piece in pieces)) or 1.0

    def _weight(self, piece: str) -> float:
        rarity = self._weights.get(piece, self._unknown)
        return rarity * SINGLE_WEIGHT if piece[0] == "." else rarity


def _other_matter(goods: frozenset[str], own: frozenset[str]) -> bool:
    """Whether the question and the entry name different goods."""
    return bool(goods and own) and not same_goods(goods, own)


def _wordings(entry: Entry) -> list[str]:
    return [entry.title, *entry.questions]


def _weights(of_entries: Sequence[frozenset[str]]) -> Mapping[str, float]:
    """Inverse document frequency: how few entries have a piece."""
    holders = Counter(piece for pieces in of_entries for piece in pieces)
    return {piece: math.log(1 + len(of_entries) / count) for piece, count in holders.items()}
