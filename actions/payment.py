"""Questions about paying: what the knowledge base says, and the unpaid order they are about."""

from __future__ import annotations

from actions.base import SkillAction, Turn
from actions.decisions import told_what_was_decided
from actions.knowledge import chosen_entry, known, offer_near, quote
from actions.order_telling import tell_order
from actions.picking import own_named, own_orders, talked_about
from bot.commerce.choosing import only
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.payment_questions import asks_about_unpaid
from bot.commerce.wording import order_words
from bot.kernel.clock import spoken_time
from bot.kernel.errors import ShopUnavailable

SKILL = "payment"
INTENT = "ask_payment"


class ActionAnswerPayment(SkillAction):
    """Answer what is asked about paying."""

    title = "action_answer_payment"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        if told_what_was_decided(turn):
            return
        turn.remember(topic=INTENT)
        question = turn.heard.text
        found = chosen_entry(turn) or known(turn, SKILL, question)
        # Said before the shop is asked: how to pay holds when it cannot be reached, too.
        if found is not None:
            quote(turn, found)
        if await _told_order(turn, question, answered=found is not None) or found is not None:
            return
        if not offer_near(turn, SKILL, INTENT, question):
            turn.say("utter_payment_unknown")
            turn.offer_human()


async def _told_order(turn: Turn, question: str, *, answered: bool) -> bool:
    """Add the order the question is about: one that is named, or the one that waits to be paid."""
    try:
        order = await _meant(turn, question)
    except ShopUnavailable:
        if answered:
            return False
        raise
    if order is None:
        return False
    words, card = order_words(order, turn.now), turn.order_card(order)
    turn.remember(order_id=order.order_id)
    if order.status is OrderStatus.UNPAID and order.pay_by is not None:
        turn.say("utter_payment_unpaid", words | {"pay_by": spoken_time(order.pay_by)}, card)
    else:
        tell_order(turn, order)
    return True


async def _meant(turn: Turn, question: str) -> Order | None:
    named = await own_named(turn)
    if named:
        return named[0]
    if not asks_about_unpaid(question):
        return None
    return await talked_about(turn, _is_unpaid) or only(await own_orders(turn), _is_unpaid)


def _is_unpaid(order: Order) -> bool:
    return order.status is OrderStatus.UNPAID
