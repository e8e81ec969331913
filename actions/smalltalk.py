"""Yes and no, which mean what was offered before them."""

from __future__ import annotations

from actions.base import SkillAction, Turn
from actions.handoff import offer_taken


class ActionAffirm(SkillAction):
    """Yes: to a person, when one was just offered; else a friendly word."""

    title = "action_affirm"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        reason = offer_taken(turn)
        if reason:
            turn.hand_off(reason)
        else:
            turn.say("utter_affirm")


class ActionDeny(SkillAction):
    """No: the offer lapses."""

    title = "action_deny"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        turn.say("utter_deny")
