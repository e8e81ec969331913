"""Puts what a trained model feels in a message beside what the rules read in it."""

from __future__ import annotations

from dataclasses import replace

from bot.kernel.reading import Evidence, Reading
from bot.risk.emotion import ANGRY
from bot.risk.risk import KINDS

RULE = "learned.anger"
"""The rule that an Evidence of the learned part names; its span is the whole message."""

BACKED = 0.6
"""Probability from which the model is believed when the rules saw displeasure too."""

ALONE = 0.65
"""Probability from which it is believed alone: of 174 shop turns drawn blind, one passed (docs/understanding.md)."""

_SIGNS = 0.2


def weigh(reading: Reading, text: str, angry: float | None) -> Reading:
    """The reading with the model's word on anger: it can add anger, never take any away.

    Args:
        reading: what the rules read.
        text: the message it was read from.
        angry: the model's probability of anger; None when there is none.
    """
    if angry is None or reading.emotion == "angry" or angry < (BACKED if reading.score >= _SIGNS else ALONE):
        return reading
    kinds = {*reading.kinds, "complaint"}
    return replace(
        reading,
        emotion="angry",
        score=round(max(reading.score, ANGRY, angry), 3),
        risk="watch" if reading.risk == "none" else reading.risk,
        kinds=tuple(kind for kind in KINDS if kind in kinds),
        evidence=(*reading.evidence, Evidence(RULE, 0, len(text), text)),
    )
