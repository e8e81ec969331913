"""A reading: what one customer message tells about feeling, risk and wishes, each with its evidence.

The words live here so that the rules (``bot/risk``), the engine and the conversation service share them
without importing each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Emotion = Literal["neutral", "worried", "dissatisfied", "angry"]
Risk = Literal["none", "watch", "high"]

EMOTIONS: tuple[Emotion, ...] = ("neutral", "worried", "dissatisfied", "angry")
RISKS: tuple[Risk, ...] = ("none", "watch", "high")


@dataclass(frozen=True)
class Evidence:
    """The words a verdict rests on: ``text[start:end]`` of the cleaned message, and which rule saw them."""

    rule: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Reading:
    """One message read (playbook C1, E1; design, section 4).

    Attributes:
        emotion: the level; ``score`` (0 to 1) says how far along it is.
        risk: ``watch`` when a complaint is likely, ``high`` for an outside threat, safety, or an ultimatum.
        kinds: kinds of risk seen (complaint, regulator, media, social, legal, safety, blackmail, churn, self_harm).
        wants_human: the customer asks for a person, in any wording.
        demands: what is asked for (refund, return, exchange, compensation, apology, …), minus what is waived.
        signals: how it is said (shouting, repetition, insult, sarcasm, …).
        evidence: the spans all of this rests on.
    """

    emotion: Emotion = "neutral"
    score: float = 0.0
    risk: Risk = "none"
    kinds: tuple[str, ...] = ()
    wants_human: bool = False
    demands: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """JSON-safe form, as it is kept beside the message in the log."""
        return {
            "emotion": self.emotion,
            "score": self.score,
            "risk": self.risk,
            "kinds": list(self.kinds),
            "wants_human": self.wants_human,
            "demands": list(self.demands),
            "signals": list(self.signals),
            "evidence": [{**one.__dict__} for one in self.evidence],
        }
