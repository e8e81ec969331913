"""Wordings that say nearly the same, put together so that one of them stands for all.

Greedy: the wordings come in the order of their worth (labelled ones, then the frequent, then the newest); each joins
the cluster whose first wording it is most like, if it is alike enough, or begins a cluster. Alike is Dice's coefficient
of characters and pairs of neighbours. Wordings that agents labelled differently never come together, nor do those
that differ in a negation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from bot.runtime.lessons import folding
from bot.runtime.lessons.candidates import Candidate

ALIKE_FROM = 0.65
"""怎么还没到 and 怎么还没到啊 are one; 怎么还没到 and 怎么还没发货 are two."""


@dataclass
class Cluster:
    """Wordings that belong together, the first one's neighbours."""

    members: list[Candidate] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The intent agents gave its members; empty when nobody did."""
        return next((member.label for member in self.members if member.label), "")

    def typical(self) -> Candidate:
        """The member most like all others, each counted as often as it was said; a labelled one where there is one."""
        eligible = [one for one in self.members if one.label] or self.members
        grams = {one.key: folding.grams(one.key) for one in self.members}

        def closeness(one: Candidate) -> tuple[float, int, int]:
            near = sum(folding.alike(grams[one.key], grams[other.key]) * other.times for other in self.members)
            return near, one.times, one.at[0]

        return max(eligible, key=closeness)


def cluster(candidates: Sequence[Candidate]) -> list[Cluster]:
    """Put near-duplicates together; every candidate is in exactly one cluster."""
    clusters = _Clusters()
    for candidate in sorted(candidates, key=lambda one: (not one.label, -one.times, -one.at[0], one.key)):
        clusters.take(candidate)
    return clusters.made


class _Clusters:
    """The clusters so far, found by what their first wordings share."""

    def __init__(self) -> None:
        self.made: list[Cluster] = []
        self._grams: list[frozenset[str]] = []
        self._holders: dict[str, list[int]] = defaultdict(list)

    def take(self, candidate: Candidate) -> None:
        """Put a candidate where it belongs."""
        grams = folding.grams(candidate.key)
        alike = {number: folding.alike(grams, self._grams[number]) for number in self._within_reach(grams)}
        fitting = [number for number, likeness in alike.items() if likeness >= ALIKE_FROM]
        for number in sorted(fitting, key=lambda number: (-alike[number], number)):
            if _may_join(self.made[number], candidate):
                self.made[number].members.append(candidate)
                return
        for gram in grams:
            self._holders[gram].append(len(self.made))
        self._grams.append(grams)
        self.made.append(Cluster([candidate]))

    def _within_reach(self, grams: frozenset[str]) -> set[int]:
        """Clusters that could be alike: of two that are, at most so many of these grams are missing in the other.

        So one of the rarest grams is shared, and the many that share a 的 need not be looked at.
        """
        # Dice d and sizes a, b: the overlap is d(a+b)/2, and b is at least the overlap, so at least a·d/(2-d).
        least = ceil(len(grams) * ALIKE_FROM / (2 - ALIKE_FROM))
        rarest = sorted(grams, key=lambda gram: len(self._holders[gram]))[: len(grams) - least + 1]
        return {number for gram in rarest for number in self._holders[gram]}


def _may_join(group: Cluster, candidate: Candidate) -> bool:
    labels = {label for label in (group.label, candidate.label) if label}
    first = group.members[0]
    return len(labels) < 2 and folding.negations(first.key) == folding.negations(candidate.key)
