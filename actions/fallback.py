"""Not understood: choices once, then a person."""

from __future__ import annotations

from actions.base import SkillAction, Turn
from actions.decisions import told_what_was_decided
from actions.history import ran

MISSES_BEFORE_A_PERSON = 2

LIKELY = 0.12
"""From this confidence on a meaning is worth a button; of nothing but noise, every intent has a few hundredths."""
AT_MOST = 3
ASK_HUMAN = "ask_human"


class ActionMiss(SkillAction):
    """Count misunderstandings in a row; the second in a row brings a person (playbook D1)."""

    title = "action_miss"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        if told_what_was_decided(turn):
            return
        # Small talk is answered by rules that set no slot, so the row is read from what happened, not the count.
        misses = turn.missed + 1 if ran(turn.before, self.title) else 1.0
        if misses >= MISSES_BEFORE_A_PERSON:
            turn.hand_off("misunderstood")
            return
        if likely := _likely(turn):
            turn.say("utter_miss_likely", intents=[*likely, ASK_HUMAN])
        else:
            turn.say("utter_miss_choices")
        turn.remember(misses=misses)


def _likely(turn: Turn) -> list[str]:
    """What the message may mean, likeliest first; nothing that is less likely than talk no shop has to do with."""
    found: list[str] = []
    for intent, confidence in turn.ranking:
        if intent == "out_of_scope" or confidence < LIKELY:
            break
        if intent in turn.choices and intent != ASK_HUMAN:
            found.append(intent)
    return found[:AT_MOST]
