"""The figures of an evaluation, each computed from the rows that say what is right, under the names programs read.

A figure whose field no row has is left out; one that cannot be computed (precision where nothing was claimed) is
``None``. *Strict* compares with ``intent``; *lenient* takes a prediction among ``alt_intents`` for ``intent`` itself.
A fallback counts as the label ``other`` in the figures of intents, so it is right where the row says ``other`` and a
miss (and a false claim of ``other``) everywhere else. A message was *turned away* when it got a fallback or the label
``other``: right for a row that accepts ``out_of_scope``, a false fallback for a row whose intent is another label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.kernel.reading import EMOTIONS, Reading
from bot.runtime.evaluation import metrics
from bot.runtime.evaluation.labels import OTHER, OUT_OF_SCOPE
from bot.runtime.evaluation.metrics import Bin, Score
from bot.runtime.evaluation.predictions import Judged

Figures = dict[str, "float | int | None"]

SAMPLINGS = ("random", "sought")


@dataclass(frozen=True)
class Confusion:
    """A mistake made several times: messages of one label that were taken for another (``fallback`` for a fallback)."""

    truth: str
    verdict: str
    texts: tuple[str, ...]


def all_figures(judged: Sequence[Judged]) -> Figures:
    """The figures of all rows, and those of the random and the sought ones, ``random_`` and ``sought_`` in front."""
    found = figures(judged)
    for sampling in SAMPLINGS:
        part = [one for one in judged if one.row.sampling == sampling]
        found |= {f"{sampling}_{name}": value for name, value in figures(part).items() if part}
    return found


def figures(judged: Sequence[Judged]) -> Figures:
    """The figures of some rows."""
    found: Figures = {"n": len(judged)}
    for group in (_intents, _scope, _anger, _emotions, _risk, _human, _demands, _calibration, _speed):
        found |= group(judged)
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in found.items()}


def label_pairs(judged: Sequence[Judged], *, lenient: bool) -> list[tuple[str, str]]:
    """(truth, verdict) of every row with an ``intent``."""
    return [
        (one.row.intent, one.row.intent if lenient and one.label in one.row.alt_intents else one.label)
        for one in judged
        if one.row.intent is not None
    ]


def calibration(judged: Sequence[Judged], *, lenient: bool) -> list[Bin]:
    """How sure the classifier was of its likeliest intent, also behind a fallback, and how often that was right."""
    return metrics.bins(
        (one.confidence, one.guess == one.row.intent or (lenient and one.guess in one.row.alt_intents))
        for one in judged
        if one.row.intent is not None and one.guess is not None
    )


def confusions(judged: Sequence[Judged]) -> list[Confusion]:
    """The mistakes no careful reader would accept, most frequent first."""
    texts: dict[tuple[str, str], list[str]] = {}
    for one in judged:
        row = one.row
        if row.intent is not None and one.label != row.intent and one.label not in row.alt_intents:
            texts.setdefault((row.intent, "fallback" if one.is_fallback else one.label), []).append(row.text)
    counted = Counter({mistake: len(found) for mistake, found in texts.items()})
    return [Confusion(truth, verdict, tuple(texts[truth, verdict])) for (truth, verdict), _ in counted.most_common()]


def _intents(judged: Sequence[Judged]) -> Figures:
    found: Figures = {}
    for name, lenient in (("strict", False), ("lenient", True)):
        pairs = label_pairs(judged, lenient=lenient)
        if pairs:
            found[f"intent_accuracy_{name}"] = metrics.accuracy(pairs)
            found[f"intent_macro_f1_{name}"] = metrics.macro_f1(pairs)
    return found


def _scope(judged: Sequence[Judged]) -> Figures:
    found: Figures = {}
    outside = [one for one in judged if one.row.accept is not None]
    if outside:
        found["oos_recall"] = metrics.mean(float(_accepted(one, one.row.accept or frozenset())) for one in outside)
    # A row with an ``accept`` of its own is not customer service, whatever else it says.
    inside = [one for one in judged if one.row.intent not in (None, OTHER) and one.row.accept is None]
    inside = [one for one in inside if OTHER not in one.row.alt_intents]
    if inside:
        found["false_fallback_rate"] = metrics.mean(float(_turned_away(one)) for one in inside)
    return found


def _accepted(one: Judged, accept: frozenset[str]) -> bool:
    return (OUT_OF_SCOPE in accept and _turned_away(one)) or (not one.is_fallback and one.label in accept)


def _turned_away(one: Judged) -> bool:
    return one.is_fallback or one.label == OTHER


def _anger(judged: Sequence[Judged]) -> Figures:
    return _verdict("anger", judged, lambda one: one.row.angry, lambda reading: reading.emotion == "angry")


def _emotions(judged: Sequence[Judged]) -> Figures:
    pairs: list[tuple[str, str]] = [
        (one.row.emotion, one.reading.emotion) for one in judged if one.row.emotion is not None and one.reading
    ]
    if not pairs:
        return {}
    found: Figures = {"emotion_accuracy": metrics.accuracy(pairs), "emotion_macro_f1": metrics.macro_f1(pairs)}
    for emotion in EMOTIONS:
        score = metrics.score((truth == emotion, verdict == emotion) for truth, verdict in pairs)
        found |= _both(f"emotion_{emotion}", score)
    return found


def _risk(judged: Sequence[Judged]) -> Figures:
    def truth(one: Judged, level: tuple[str, ...]) -> bool | None:
        return None if one.row.risk is None else one.row.risk in level

    some, high = ("watch", "high"), ("high",)
    found = _verdict("risk", judged, lambda one: truth(one, some), lambda reading: reading.risk in some)
    found |= _verdict("risk_high", judged, lambda one: truth(one, high), lambda reading: reading.risk in high)
    return found | _sets("kinds", judged, lambda one: one.row.kinds, lambda reading: reading.kinds)


def _human(judged: Sequence[Judged]) -> Figures:
    return _verdict("human", judged, lambda one: one.row.wants_human, lambda reading: reading.wants_human)


def _demands(judged: Sequence[Judged]) -> Figures:
    return _sets("demands", judged, lambda one: one.row.demands, lambda reading: reading.demands)


def _calibration(judged: Sequence[Judged]) -> Figures:
    lenient, strict = calibration(judged, lenient=True), calibration(judged, lenient=False)
    if not lenient:
        return {}
    expected = metrics.expected_calibration_error
    return {"ece": expected(lenient), "ece_strict": expected(strict)}


def _speed(judged: Sequence[Judged]) -> Figures:
    times = [one.ms for one in judged if one.ms is not None]
    if not times:
        return {}
    return {"parse_ms_p50": metrics.quantile(times, 0.5), "parse_ms_p99": metrics.quantile(times, 0.99)}


def _verdict(
    name: str,
    judged: Sequence[Judged],
    truth: Callable[[Judged], bool | None],
    verdict: Callable[[Reading], bool],
) -> Figures:
    pairs = [(truth(one), verdict(one.reading)) for one in judged if one.reading is not None]
    known = [(right, said) for right, said in pairs if right is not None]
    return _both(name, metrics.score(known)) if known else {}


def _sets(
    name: str,
    judged: Sequence[Judged],
    truth: Callable[[Judged], frozenset[str] | None],
    verdict: Callable[[Reading], tuple[str, ...]],
) -> Figures:
    pairs = [(truth(one), frozenset(verdict(one.reading))) for one in judged if one.reading is not None]
    known = [(right, said) for right, said in pairs if right is not None]
    if not known:
        return {}
    score = metrics.score_of_sets(known)
    return {**_both(name, score), f"{name}_f1": score.f1}


def _both(name: str, score: Score) -> Figures:
    return {f"{name}_precision": score.precision, f"{name}_recall": score.recall}
