"""What a message that is not clear may mean, for buttons."""

from __future__ import annotations

from actions.base import Turn

LIKELY = 0.12
"""From this confidence on a meaning is worth a button; of nothing but noise, every intent has a few hundredths."""
AT_MOST = 3
ASK_HUMAN = "ask_human"


def likely(turn: Turn) -> list[str]:
    """What the message may mean, likeliest first, a person last; nothing less likely than talk about other things."""
    found: list[str] = []
    for intent, confidence in turn.ranking:
        if intent == "out_of_scope" or confidence < LIKELY:
            break
        if intent in turn.choices and intent != ASK_HUMAN:
            found.append(intent)
    return [*found[:AT_MOST], ASK_HUMAN] if found else []
