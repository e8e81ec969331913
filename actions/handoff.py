"""To a person and back: the request for one, and what a person decided."""

from __future__ import annotations

from actions.base import SkillAction, Turn
from actions.decisions import decision_of, tell_decision
from actions.history import offered_human, said
from actions.other_matters import REFUND, refund_meant, tell_matter

REASONS = {
    "ask_human": "asked",
    "threat_expose": "threat",
    "anger_vent": "anger",
    "complain_service": "service",
}


class ActionAskHuman(SkillAction):
    """Ask the hub for a person, for the reason the message gives."""

    title = "action_ask_human"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        reason = REASONS.get(turn.intent, "asked")
        turn.hand_off((offer_taken(turn) or reason) if reason == "asked" else reason)


class ActionTellDecision(SkillAction):
    """Tell what a person decided (protocol, section 4, ``outcome``); without one, the real state of a refund."""

    title = "action_tell_decision"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        decision = decision_of(turn)
        if decision is not None:
            tell_decision(turn, decision)
            return
        order = await refund_meant(turn)
        if order is not None and order.refund is not None:
            tell_matter(turn, REFUND, order)
            return
        turn.say("utter_no_decision")
        turn.offer_human()


def offer_taken(turn: Turn) -> str | None:
    """The reason for a handoff when the customer takes up the offer just made; None when none was."""
    if not offered_human(turn.before):
        return None
    return "shop_failed" if said(turn.before, "utter_shop_unavailable") else "offered"
