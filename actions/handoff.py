"""To a person and back: the request for one, and what a person decided."""

from __future__ import annotations

from actions.base import SkillAction, Turn
from actions.decisions import decision_of, tell_decision
from actions.history import offered_human, said
from actions.picking import own_orders, talked_about
from actions.refund_policy import tell_refund
from bot.commerce.choosing import only
from bot.commerce.orders import Order

REASONS = {
    "ask_human": "asked",
    "threat_expose": "threat",
    "anger_vent": "anger",
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
        order = await _refund_meant(turn)
        if order is not None and order.refund is not None:
            tell_refund(turn, order)
            turn.offer_human()
            return
        turn.say("utter_no_decision")
        turn.offer_human()


def offer_taken(turn: Turn) -> str | None:
    """The reason for a handoff when the customer takes up the offer just made; None when none was."""
    if not offered_human(turn.before):
        return None
    return "shop_failed" if said(turn.before, "utter_shop_unavailable") else "offered"


async def _refund_meant(turn: Turn) -> Order | None:
    """The order whose refund is asked about: the one being talked about, else the only one with money to come."""
    about = await talked_about(turn)
    if about is not None:
        return about
    return only(await own_orders(turn), lambda order: order.refund is not None and order.refund.in_progress)
