"""The arithmetic of evaluation. Pure, standard library only; a figure that cannot be computed is ``None``, not 0."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T", bound=Hashable)
BINS = 10


@dataclass(frozen=True)
class Score:
    """How often something was there (``meant``), was claimed (``said``), and both at once (``right``)."""

    right: int
    said: int
    meant: int

    @property
    def precision(self) -> float | None:
        """How many of the claims are right; ``None`` when nothing was claimed."""
        return self.right / self.said if self.said else None

    @property
    def recall(self) -> float | None:
        """How much of what was there was found; ``None`` when nothing was there."""
        return self.right / self.meant if self.meant else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two: 0 when nothing is right, ``None`` when nothing was there or claimed."""
        return 2 * self.right / (self.said + self.meant) if self.said + self.meant else None


@dataclass(frozen=True)
class Bin:
    """Predictions of about the same confidence: how many, how sure on average, and how often right."""

    count: int
    confidence: float
    right: float


def score(pairs: Iterable[tuple[bool, bool]]) -> Score:
    """The score of a yes-or-no verdict from (truth, verdict)."""
    listed = list(pairs)
    return Score(
        right=sum(truth and verdict for truth, verdict in listed),
        said=sum(verdict for _, verdict in listed),
        meant=sum(truth for truth, _ in listed),
    )


def score_of_sets(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> Score:
    """The score of sets of names from (truth, verdict), every name of every set counting once (micro-average)."""
    listed = list(pairs)
    return Score(
        right=sum(len(truth & verdict) for truth, verdict in listed),
        said=sum(len(verdict) for _, verdict in listed),
        meant=sum(len(truth) for truth, _ in listed),
    )


def scores_by_label(pairs: Sequence[tuple[T, T]]) -> dict[T, Score]:
    """The score of each label that occurs as truth, in order of first occurrence, from (truth, verdict)."""
    right = Counter(truth for truth, verdict in pairs if truth == verdict)
    said = Counter(verdict for _, verdict in pairs)
    meant = Counter(truth for truth, _ in pairs)
    return {label: Score(right[label], said[label], meant[label]) for label in meant}


def macro_f1(pairs: Sequence[tuple[T, T]]) -> float | None:
    """Mean F1 of the labels that occur as truth, each weighing the same.

    A label that is claimed but nowhere true lowers the precision of nothing in this mean; the claim is a miss of
    the label that was true.
    """
    return mean(found.f1 or 0.0 for found in scores_by_label(pairs).values())


def accuracy(pairs: Sequence[tuple[T, T]]) -> float | None:
    """How many verdicts are the truth."""
    return mean(float(truth == verdict) for truth, verdict in pairs)


def mean(values: Iterable[float]) -> float | None:
    """The mean, ``None`` of nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else None


def bins(pairs: Iterable[tuple[float, bool]], count: int = BINS) -> list[Bin]:
    """(confidence, right) by confidence, in ``count`` equal parts of 0 to 1; empty ones are left out."""
    filled: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in pairs:
        filled.setdefault(min(int(confidence * count), count - 1), []).append((confidence, right))
    return [
        Bin(
            count=len(part),
            confidence=sum(confidence for confidence, _ in part) / len(part),
            right=sum(right for _, right in part) / len(part),
        )
        for _, part in sorted(filled.items())
    ]


def expected_calibration_error(parts: Sequence[Bin]) -> float | None:
    """Mean distance between how sure and how often right, weighted by the bins' sizes; 0 is perfect."""
    total = sum(part.count for part in parts)
    return sum(part.count * abs(part.confidence - part.right) for part in parts) / total if total else None


def quantile(values: Iterable[float], share: float) -> float | None:
    """The smallest value that at least ``share`` of the values do not exceed (nearest rank); ``None`` of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]
