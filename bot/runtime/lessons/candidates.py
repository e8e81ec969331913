"""Lessons folded into wordings: each once, with how often and when it was said and what was made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bot.runtime.lessons import folding
from bot.runtime.lessons.made_up import shareable

if TYPE_CHECKING:
    from bot.handoff.ports import Lesson

Why = Literal["relabelled", "missed", "unsure"]
WHYS: tuple[Why, ...] = ("relabelled", "missed", "unsure")
"""Most valuable first: what a person decided, what the bot could not do, what it could barely do."""

LONGEST = 120
"""Characters of an example; what is longer teaches its accidents."""


@dataclass
class Candidate:
    """One wording.

    Attributes:
        text: as an example, of its newest saying.
        times: how many messages said it; ``at``: when (ms), newest first.
        whys: how often for which reason.
        labels: intents that agents gave it, with how many messages.
        predicted: intents the bot answered by, with how many messages.
        weights: intents by confidence, added up over the messages.
    """

    text: str
    key: str
    at: list[int] = field(default_factory=list)
    whys: Counter[Why] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    weights: dict[str, float] = field(default_factory=dict)

    @property
    def times(self) -> int:
        return len(self.at)

    @property
    def label(self) -> str:
        """The one intent all agents agree on; empty when nobody said."""
        return next(iter(self.labels), "")


@dataclass(frozen=True)
class Sorted:
    """What becomes of the lessons.

    Attributes:
        open: wordings to teach, newest first.
        disputed: wordings that agents labelled differently, or otherwise than an example says.
        known: how many messages are examples already; ``long``: how many are too long to be one.
    """

    open: Sequence[Candidate]
    disputed: Sequence[Candidate]
    known: int
    long: int


def sort_lessons(lessons: Sequence[Lesson], owners: Mapping[str, str]) -> Sorted:
    """Fold the lessons, and leave out what needs no teaching.

    Args:
        lessons: newest first.
        owners: which intent each wording that is an example belongs to, by :func:`folding.key`.
    """
    found: dict[str, Candidate] = {}
    long = 0
    for lesson in lessons:
        text = shareable(lesson.text)
        if len(text) > LONGEST:
            long += 1
        elif text:
            key = folding.key(text)
            _count(found.setdefault(key, Candidate(text, key)), lesson)
    disputed = [one for one in found.values() if _is_disputed(one, owners)]
    fresh = [one for one in found.values() if one.key not in owners and len(one.labels) <= 1]
    known = sum(one.times for one in found.values() if one.key in owners and not _is_disputed(one, owners))
    return Sorted(fresh, disputed, known, long)


def _count(candidate: Candidate, lesson: Lesson) -> None:
    candidate.at.append(lesson.at)
    candidate.whys[lesson.why] += 1
    if lesson.label:
        candidate.labels[lesson.label] += 1
    candidate.predicted[lesson.predicted] += 1
    for intent, confidence in lesson.ranking:
        candidate.weights[intent] = candidate.weights.get(intent, 0.0) + confidence


def _is_disputed(candidate: Candidate, owners: Mapping[str, str]) -> bool:
    owner = owners.get(candidate.key)
    return len(candidate.labels) > 1 or (owner is not None and bool(candidate.labels) and candidate.label != owner)
