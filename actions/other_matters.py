"""Matters a colleague sees to: said honestly, with what the shop knows, and with the offer of a person."""

from __future__ import annotations

from actions.base import SkillAction, Turn
from actions.decisions import told_what_was_decided
from actions.history import said
from actions.picking import own_named, own_orders, talked_about
from actions.responses import OTHER_MATTERS
from bot.commerce.choosing import only
from bot.commerce.orders import Order
from bot.commerce.wording import order_words

REFUND = "request_refund"


class ActionOtherMatter(SkillAction):
    """Say what becomes of a matter the bot does not handle itself."""

    title = "action_other_matter"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        if told_what_was_decided(turn):
            return
        named = await own_named(turn)
        order = named[0] if named else None
        if order is None and turn.intent == REFUND:
            order = await refund_meant(turn)
        tell_matter(turn, turn.intent, order)


def tell_matter(turn: Turn, matter: str, order: Order | None) -> None:
    """Tell the real state of a refund when there is one, else who sees to the matter; always offer a person."""
    turn.offer_human()
    turn.remember(topic=matter)
    card = None
    if order is not None:
        turn.remember(order_id=order.order_id)
        card = turn.order_card(order)
    response = f"utter_other_{matter}" if matter in OTHER_MATTERS else "utter_offer_human"
    if order is None or order.refund is None or matter != REFUND:
        turn.say(response, card=card)
    elif order.refund.in_progress:
        turn.say("utter_refund_in_progress", order_words(order, turn.now), card)
    elif said(turn.before, "utter_refund_done"):
        # "没有到账" after being told that it is done: the same sentence again would be no answer.
        turn.say(response, card=card)
    else:
        turn.say("utter_refund_done", order_words(order, turn.now), card)


async def refund_meant(turn: Turn) -> Order | None:
    """The order whose refund is asked about: the one being talked about, else the only one with money to come."""
    about = await talked_about(turn)
    if about is not None:
        return about
    return only(await own_orders(turn), lambda order: order.refund is not None and order.refund.in_progress)
