"""How the customer feels: neutral, worried, dissatisfied or angry, with a score (playbook C1).

The strongest words carry the verdict, further ones and the way it is said add to it. Mild words alone never add up
to anger: a long patient list of faults is dissatisfaction. Politeness takes nothing away: fury can be polite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.kernel.reading import Emotion
from bot.risk.scopes import Mention

ANGRY = 0.6
UPSET = 0.3
"""From here a customer is dissatisfied (or worried); scores are 0 to 1."""

_SHARES = (1.0, 0.3, 0.15, 0.08)
_MILD_CEILING = 0.58
_FEATURE_FACTOR = 0.7
_STEP = 0.12
_AGAIN = 0.34
_MARKS_ALONE = 0.32

WRATH = frozenset({"emotion.insult", "emotion.contempt", "emotion.accuse", "emotion.fake", "emotion.fury"})
DISPLEASURE = WRATH | {
    "emotion.reproach",
    "emotion.attitude",
    "emotion.sarcasm",
    "emotion.exhaustion",
    "emotion.displeasure",
}
SIGNAL_OF = {
    "emotion.insult": "insult",
    "emotion.accuse": "accusation",
    "emotion.fake": "accusation",
    "emotion.reproach": "rhetorical",
    "emotion.sarcasm": "sarcasm",
    "emotion.exhaustion": "exhaustion",
    "signal.ultimatum": "ultimatum",
}
_HEAT = frozenset({"shouting", "repetition", "rhetorical", "sarcasm", "exhaustion", "ultimatum"})


@dataclass(frozen=True)
class Feeling:
    """The level with its score, the signals, and the mentions they rest on."""

    emotion: Emotion
    score: float
    signals: tuple[str, ...]
    grounds: tuple[Mention, ...]


def displeasure(mentions: Sequence[Mention]) -> list[tuple[float, Mention]]:
    """The unpleasant things really said, strongest first, none counted twice."""
    features = [mention.hit for mention in mentions if mention.kind == "emotion.feature"]
    weighed = [
        (_weight(mention, features), mention)
        for mention in mentions
        if mention.kind in DISPLEASURE and _meant(mention)
    ]
    kept: list[tuple[float, Mention]] = []
    for weight, mention in sorted(weighed, key=lambda pair: (-pair[0], pair[1].hit.start)):
        if not any(mention.hit.overlaps(other.hit) for _, other in kept):
            kept.append((weight, mention))
    return kept


def feel(mentions: Sequence[Mention], *, shouting: bool, repeated: int, before: float) -> Feeling:
    """The feeling of one message.

    Args:
        mentions: what the lexicon saw, with stances.
        shouting: marks, stretched characters or capitals.
        repeated: how many earlier messages said the same.
        before: displeasure of the message before, 0 to 1.
    """
    unpleasant = displeasure(mentions)
    worries = [mention for mention in mentions if mention.kind == "emotion.worry" and mention.stance != "denied"]
    joyful = any(mention.kind == "emotion.delight" and mention.stance == "said" for mention in mentions)
    signals = _signals([mention for _, mention in unpleasant], mentions, shouting=shouting, repeated=repeated)
    anger = _anger(unpleasant, signals, joyful=joyful, repeated=repeated, before=before)
    worry = _summed([mention.weight for mention in worries])
    if anger >= ANGRY:
        emotion: Emotion = "angry"
    elif worry >= UPSET and worry >= anger:
        emotion = "worried"
    elif anger >= UPSET:
        emotion = "dissatisfied"
    else:
        emotion = "neutral"
    score = worry if emotion == "worried" else anger
    grounds = [mention for _, mention in unpleasant]
    if emotion in ("worried", "neutral") or not grounds:
        grounds += worries
    return Feeling(emotion, round(min(score, 1.0), 3), signals, tuple(grounds))


def _anger(
    unpleasant: Sequence[tuple[float, Mention]], signals: tuple[str, ...], *, joyful: bool, repeated: int, before: float
) -> float:
    base = _summed([weight for weight, _ in unpleasant])
    heat = len(_HEAT.intersection(signals))
    if not unpleasant:
        alone = _MARKS_ALONE if "shouting" in signals and not joyful else 0.0
        return max(alone, _AGAIN if repeated > 1 else 0.0)
    mild = unpleasant[0][0] < ANGRY
    if joyful and mild:
        return min(base, UPSET - 0.05) if base < 0.4 else min(base, _MILD_CEILING)
    raised = base + _STEP * ("shouting" in signals) + _STEP * (repeated > 0) + _STEP * before
    if mild and heat < 2:
        return min(raised, _MILD_CEILING)
    if mild:
        return min(raised + _STEP / 2 * heat, 1.0)
    return min(raised, 1.0)


def _weight(mention: Mention, features: Sequence[object]) -> float:
    """A hard word about one feature of the goods ("灯光垃圾") is displeasure with the goods."""
    weight = mention.weight
    if mention.kind in ("emotion.contempt", "emotion.fury") and any(
        0 <= mention.hit.start - getattr(feature, "end", 0) <= 2 for feature in features
    ):
        return weight * _FEATURE_FACTOR
    return weight


def _meant(mention: Mention) -> bool:
    if mention.stance == "supposed":
        return mention.kind not in ("emotion.fake", "emotion.displeasure", "emotion.exhaustion")
    return mention.stance == "said"


def _summed(weights: Sequence[float]) -> float:
    ordered = sorted(weights, reverse=True)
    return min(1.0, sum(weight * share for weight, share in zip(ordered, _SHARES, strict=False)))


def _signals(
    unpleasant: Sequence[Mention], mentions: Sequence[Mention], *, shouting: bool, repeated: int
) -> tuple[str, ...]:
    names = {SIGNAL_OF[mention.kind] for mention in unpleasant if mention.kind in SIGNAL_OF}
    names |= {"ultimatum" for mention in mentions if mention.kind == "signal.ultimatum" and mention.stance == "said"}
    if shouting:
        names.add("shouting")
    if repeated:
        names.add("repetition")
    if unpleasant and any(mention.kind == "emotion.polite" for mention in mentions):
        names.add("politeness")
    return tuple(sorted(names))
