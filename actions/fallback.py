"""Not understood: choices once, then a person."""

from __future__ import annotations

from actions.base import SkillAction, Turn
from actions.decisions import told_what_was_decided
from actions.history import ran

MISSES_BEFORE_A_PERSON = 2


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
        turn.say("utter_miss_choices")
        turn.remember(misses=misses)
