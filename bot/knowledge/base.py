"""The knowledge base as skills ask it: an answer with its source, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.knowledge.entry import Entry
from bot.knowledge.index import Index, Ranked
from bot.knowledge.meaning import LikenessTo
from bot.knowledge.placeholders import fill
from bot.knowledge.vocabulary import Vocabulary

ENOUGH = 0.48
"""The score from which an entry is quoted; below it the base does not know. Chosen by ``bench/knowledge.py``."""
SURE = 0.62
"""The score from which it is quoted as the answer; between the two it is said to be what was probably meant."""
SHARED = 0.15
"""The score by words alone that it must have: sentences about one thing are like each other, whatever they ask."""
CLEARLY = 0.9
"""The share of the best score that the second best must stay below: of two that fit alike, the customer chooses."""
MAYBE = 0.34
"""The score from which an entry may be what is meant, and is worth asking about."""
AWAY = 0.75
"""What a score counts for in a topic the asking skill is not at home in: 密码怎么改 is not about suitcases there."""
NEAR_AT_MOST = 3

Figures = Callable[[date], Mapping[str, str]]
"""What ``{name}`` in a text stands for on a day: figures of the shop's rules."""


@dataclass(frozen=True)
class Asker:
    """Who asks.

    Attributes:
        skill: entries kept for other skills are left out.
        topics: folders of the topics the skill is about; empty for all.
    """

    skill: str = ""
    topics: frozenset[str] = frozenset()


ANYBODY = Asker()


@dataclass(frozen=True)
class Found:
    """An answer, ready to be said.

    Attributes:
        text: with all figures filled in.
        score: how sure it is that this is what was asked, from 0 to 1.
    """

    entry: Entry
    text: str
    score: float

    @property
    def is_sure(self) -> bool:
        """Whether it may be said as the answer; else as what was probably meant."""
        return self.score >= SURE


class KnowledgeBase:
    """The shop's entries.

    Args:
        figures: gives the figures of the rules on a day.
        vocabulary: the shop's words.
        likeness_to: knows what sentences mean; without it, only words are compared.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        figures: Figures,
        vocabulary: Vocabulary,
        likeness_to: LikenessTo | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self._entries = {entry.key: entry for entry in entries}
        self._index = Index(entries, vocabulary, likeness_to)
        self._figures = figures

    def find(self, question: str, day: date, asker: Asker = ANYBODY) -> Found | None:
        """The entry that answers a question on a day, or None when the base does not know.

        An entry whose days are over, or that needs a figure the rules do not have today, is never quoted.
        """
        ranked = self._ranked(question, day, asker)
        if not ranked or ranked[0].score < ENOUGH or ranked[0].words < SHARED:
            return None
        if len(ranked) > 1 and ranked[1].score > ranked[0].score * CLEARLY:
            return None
        return self._quoted(ranked[0].entry, day, ranked[0].score)

    def near(self, question: str, day: date, asker: Asker = ANYBODY) -> tuple[Entry, ...]:
        """The few entries that may be what was meant, likeliest first; for a question :meth:`find` has no answer to."""
        ranked = [one.entry for one in self._ranked(question, day, asker) if one.score >= MAYBE]
        return tuple(entry for entry in ranked if self._quoted(entry, day, 0.0))[:NEAR_AT_MOST]

    def entry(self, key: str, day: date) -> Found | None:
        """The entry of that key, chosen by the customer; None when there is none, or its days are over."""
        entry = self._entries.get(key)
        return self._quoted(entry, day, 1.0) if entry is not None and entry.holds_on(day) else None

    def _ranked(self, question: str, day: date, asker: Asker) -> list[Ranked]:
        able = (
            one if _at_home(one.entry, asker) else replace(one, score=one.score * AWAY)
            for one in self._index.rank(question)
            if one.entry.holds_on(day) and one.entry.is_for(asker.skill)
        )
        return sorted(able, key=lambda one: (-one.score, one.entry.key))

    def _quoted(self, entry: Entry, day: date, score: float) -> Found | None:
        text = fill(entry.text, self._figures(day))
        return None if text is None else Found(entry, text, score)


def _at_home(entry: Entry, asker: Asker) -> bool:
    return not asker.topics or entry.key.partition("/")[0] in asker.topics
