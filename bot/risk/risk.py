"""How dangerous a message is, and in which way (playbook E1; the meaning of the levels: bot/kernel/reading.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.kernel.reading import Risk
from bot.risk.emotion import OUTSIDE, Feeling
from bot.risk.scopes import Mention

KINDS = ("self_harm", "safety", "blackmail", "legal", "regulator", "media", "social", "complaint", "churn")
"""The kinds in the order of what has to be looked at first."""

_HIGH = 0.8
_WATCH = 0.4
_ACCUSING = frozenset({"emotion.accuse", "emotion.fake", "emotion.attitude"})
_STRONG = 0.44


@dataclass(frozen=True)
class Danger:
    """The level, the kinds, and the mentions they rest on."""

    risk: Risk
    kinds: tuple[str, ...]
    grounds: tuple[Mention, ...]


def assess(mentions: Sequence[Mention], feeling: Feeling) -> Danger:
    """The risk of one message, given what was mentioned and how the customer feels."""
    threats = [mention for mention in mentions if mention.kind.startswith("risk.") and _stands(mention)]
    grounds = list(threats)
    kinds = {_name(threat) for threat in threats if threat.weight >= _WATCH}
    high = any(threat.weight >= _HIGH for threat in threats)
    ultimatum = [mention for mention in mentions if mention.kind == "signal.ultimatum" and mention.stance == "said"]
    if ultimatum:
        grounds += ultimatum
        high = high or any(threat.kind in OUTSIDE for threat in threats) or "insult" in feeling.signals
        kinds.add("complaint")
    reasons = _reasons_for_complaint(feeling)
    if reasons:
        grounds += reasons
        kinds.add("complaint")
    if feeling.emotion == "angry" or (feeling.score >= _STRONG and "repetition" in feeling.signals):
        kinds.add("complaint")
        grounds += feeling.grounds
    risk: Risk = "high" if high else "watch" if kinds else "none"
    return Danger(risk, tuple(kind for kind in KINDS if kind in kinds), tuple(grounds))


def _stands(mention: Mention) -> bool:
    """Whether a threat counts: a wish to die always does; a supposition is none about goods, but is one about us."""
    if mention.kind == "risk.self_harm":
        return True
    if mention.kind == "risk.safety":
        return mention.stance == "said"
    return mention.stance in ("said", "supposed")


def _reasons_for_complaint(feeling: Feeling) -> list[Mention]:
    """Accusations, and displeasure with people, that make a complaint likely without the word."""
    return [
        mention
        for mention in feeling.grounds
        if mention.weight >= _STRONG and (mention.kind in _ACCUSING or mention.kind == "emotion.reproach")
    ]


def _name(mention: Mention) -> str:
    return mention.kind.partition(".")[2]
