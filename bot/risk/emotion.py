"""How the customer feels: neutral, worried, dissatisfied or angry, with a score (playbook C1).

The strongest words carry the verdict; further ones, threats and the way it is said add to it. Mild words alone never
add up to anger: a long patient list of faults is dissatisfaction. Politeness takes nothing away: fury can be polite.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.kernel.reading import Emotion
from bot.risk.scopes import Mention
from bot.risk.signals import Manner

ANGRY = 0.5
UPSET = 0.3
"""From here a customer is dissatisfied (or worried); scores are 0 to 1."""

WRATH = frozenset({"emotion.insult", "emotion.contempt", "emotion.accuse", "emotion.fake", "emotion.fury"})
DISPLEASURE = WRATH | {
    "emotion.reproach",
    "emotion.attitude",
    "emotion.sarcasm",
    "emotion.exhaustion",
    "emotion.displeasure",
}
OUTSIDE = frozenset({"risk.regulator", "risk.media", "risk.social", "risk.legal"})
THREATS = OUTSIDE | {"risk.complaint", "risk.churn", "risk.blackmail", "risk.safety"}
_SIGNAL_OF = {
    "emotion.insult": "insult",
    "emotion.accuse": "accusation",
    "emotion.fake": "accusation",
    "emotion.reproach": "rhetorical",
    "emotion.sarcasm": "sarcasm",
    "emotion.exhaustion": "exhaustion",
    "signal.ultimatum": "ultimatum",
}
SIGNALS = tuple(sorted({*_SIGNAL_OF.values(), "shouting", "repetition", "politeness"}))
"""Every signal a reading may name."""

_HEAT = frozenset({"shouting", "repetition", "rhetorical", "sarcasm", "exhaustion", "ultimatum"})

_SHARES = (1.0, 0.3, 0.15, 0.08)
"""How much the strongest, second, third and fourth word count."""
_FIRM = 0.44
"""Two of these make anger, as one alone of ``ANGRY`` does."""
_MILD_CEILING = 0.48
_INSISTED = 0.36
_BITING = 0.43
_JOYFUL_CEILING = 0.4
_STEP = 0.12
_THREAT = 0.45
_WANTS_TO_COMPLAIN = 0.42
_RESOLVE = 0.15
_AGAIN = 0.34
_MARKS_ALONE = 0.32
_SHOUTED_DEMAND = 0.4
_PLAIN_THREAT = 0.8
_FEATURE_FACTOR = 0.7
_FEATURE_REACH = 2


class Feeling(NamedTuple):
    """The level with its score, the signals, and the mentions they rest on."""

    emotion: Emotion
    score: float
    signals: tuple[str, ...]
    grounds: tuple[Mention, ...]


def feel(mentions: Sequence[Mention], manner: Manner, *, before: float) -> Feeling:
    """The feeling of one message.

    Args:
        mentions: what the lexicon saw, with stances.
        manner: how it is said.
        before: displeasure of the message before, 0 to 1.
    """
    unpleasant = displeasure(mentions)
    worries = [mention for mention in mentions if mention.kind == "emotion.worry" and mention.stance != "denied"]
    signals = _signals(unpleasant, mentions, manner)
    anger = _anger(unpleasant, mentions, manner, signals=signals, before=before)
    worry = _summed([mention.weight for mention in worries])
    emotion: Emotion = "neutral"
    if anger >= ANGRY:
        emotion = "angry"
    elif worry >= UPSET and worry >= anger:
        emotion = "worried"
    elif anger >= UPSET:
        emotion = "dissatisfied"
    grounds = [mention for _, mention in unpleasant]
    if emotion in ("worried", "neutral"):
        grounds += worries
    score = worry if emotion == "worried" else anger
    return Feeling(emotion, round(min(score, 1.0), 3), signals, tuple(grounds))


def displeasure(mentions: Sequence[Mention]) -> list[tuple[float, Mention]]:
    """The unpleasant things really said, strongest first, none counted twice."""
    features = {mention.hit.end for mention in mentions if mention.kind == "emotion.feature"}
    weighed = [
        (_weight(mention, features), mention) for mention in mentions if mention.kind in DISPLEASURE and _meant(mention)
    ]
    kept: list[tuple[float, Mention]] = []
    taken: set[int] = set()
    for weight, mention in sorted(weighed, key=lambda pair: (-pair[0], pair[1].hit.start)):
        places = range(mention.hit.start, mention.hit.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append((weight, mention))
    return kept


def _weight(mention: Mention, features: set[int]) -> float:
    """A hard word about one feature of the goods ("灯光垃圾") is displeasure with the goods."""
    near = range(mention.hit.start - _FEATURE_REACH, mention.hit.start + 1)
    if mention.kind in ("emotion.contempt", "emotion.fury") and not features.isdisjoint(near):
        return mention.weight * _FEATURE_FACTOR
    return mention.weight


def _meant(mention: Mention) -> bool:
    if mention.stance == "supposed":
        return mention.kind not in ("emotion.fake", "emotion.displeasure", "emotion.exhaustion")
    return mention.stance == "said"


def _anger(
    unpleasant: Sequence[tuple[float, Mention]],
    mentions: Sequence[Mention],
    manner: Manner,
    *,
    signals: tuple[str, ...],
    before: float,
) -> float:
    threats = [mention for mention in mentions if mention.kind in THREATS and _stands(mention)]
    joyful = any(mention.kind == "emotion.delight" and mention.stance == "said" for mention in mentions)
    if joyful:
        unpleasant = [pair for pair in unpleasant if not _compliment(pair[1])]
    base = _with_threats(_summed([weight for weight, _ in unpleasant]), threats)
    plain = [threat for threat in threats if threat.kind in OUTSIDE and threat.weight >= _PLAIN_THREAT]
    mild = not plain and (not unpleasant or unpleasant[0][0] < ANGRY)
    if mild and joyful:
        return min(base, _JOYFUL_CEILING)
    if not base:
        if manner.loudness and not joyful and any(mention.kind.startswith("demand.") for mention in mentions):
            return _SHOUTED_DEMAND
        return max(_AGAIN if manner.repeated > 1 else 0.0, _MARKS_ALONE if manner.only_marks else 0.0)
    raised = base + _STEP * (manner.loudness + (manner.repeated > 0) + before)
    own = {_SIGNAL_OF.get(mention.kind) for _, mention in unpleasant[:1]}
    heat = len(_HEAT.intersection(signals) - own) + (manner.loudness > 1) + _insisting(unpleasant)
    firm = sum(weight >= _FIRM for weight, _ in unpleasant) > 1
    if mild and heat < 2 and not firm:
        return min(raised, _MILD_CEILING)
    return min(raised + _STEP / 2 * heat, 1.0)


def _stands(mention: Mention) -> bool:
    """Harm that is only feared is worry; a complaint that is only considered is displeasure already."""
    return mention.stance == "said" or (mention.stance == "supposed" and mention.kind != "risk.safety")


def _compliment(mention: Mention) -> bool:
    """ "真行", "绝了": sarcasm after a complaint, praise beside a kind word."""
    return mention.kind == "emotion.sarcasm" and mention.weight < _BITING


def _insisting(unpleasant: Sequence[tuple[float, Mention]]) -> bool:
    """The same hard word twice in one message."""
    entries = [mention.hit.entry for weight, mention in unpleasant if weight >= _INSISTED]
    return len(set(entries)) < len(entries)


def _with_threats(base: float, threats: Sequence[Mention]) -> float:
    """Who threatens to go outside is angry when anything unpleasant is said too, and never calm."""
    if any(threat.kind in OUTSIDE and threat.weight >= _PLAIN_THREAT for threat in threats):
        return max(base + _STEP, ANGRY if base >= UPSET else _THREAT)
    if threats:
        return max(base + _RESOLVE if base >= UPSET else base, _WANTS_TO_COMPLAIN)
    return base


def _summed(weights: Sequence[float]) -> float:
    ordered = sorted(weights, reverse=True)
    return min(1.0, sum(weight * share for weight, share in zip(ordered, _SHARES, strict=False)))


def _signals(
    unpleasant: Sequence[tuple[float, Mention]], mentions: Sequence[Mention], manner: Manner
) -> tuple[str, ...]:
    names = {_SIGNAL_OF[mention.kind] for _, mention in unpleasant if mention.kind in _SIGNAL_OF}
    names |= {"ultimatum" for mention in mentions if mention.kind == "signal.ultimatum" and mention.stance == "said"}
    if manner.signs:
        names.add("shouting")
    if manner.repeated:
        names.add("repetition")
    if unpleasant and any(mention.kind == "emotion.polite" for mention in mentions):
        names.add("politeness")
    return tuple(sorted(names))
