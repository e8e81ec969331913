"""The refund rules, and what they mean for the customer's own order."""

from __future__ import annotations

from actions.base import SkillAction, Turn
from actions.decisions import told_what_was_decided
from actions.forms.passing import only_asks
from actions.history import said
from actions.picking import ask_which, own_orders, pick_order, talked_about
from bot.commerce.choosing import only, recently_signed
from bot.commerce.days import shop_day
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.passing_questions import Passing, clauses
from bot.commerce.phrases import asks_whether_this_one, means_one_in_hand
from bot.commerce.policy import refund_policy
from bot.commerce.refunds import refund_window
from bot.commerce.wording import order_words

TOPIC = "refund_policy"

_AS_IT_IS = {
    OrderStatus.UNPAID: "utter_order_unpaid",
    OrderStatus.CANCELLED: "utter_order_cancelled",
    OrderStatus.DISPUTED: "utter_order_disputed",
}
"""Orders for which the seven days are not the question: their state is told instead."""


class ActionTellRefundPolicy(SkillAction):
    """Whether an order can go back when that is the question; else the general rules, and the customer's own order."""

    title = "action_tell_refund_policy"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        if told_what_was_decided(turn):
            return
        if not turn.named and answered_shortly(turn):
            return
        if turn.named:
            order = await pick_order(turn, topic=TOPIC)
            if order is not None:
                tell_refund(turn, order)
            return
        if asks_whether_this_one(turn.text):
            order = await _meant(turn)
            if order is not None and not _just_told(turn, order):
                tell_refund(turn, order)
                return
        # Said before the shop is asked: the rules hold when it cannot be reached, too.
        turn.say("utter_refund_policy_general")
        if not turn.in_hand:
            # In the middle of a refund its own order is on the table already.
            await _add_own_order(turn)


def answered_shortly(turn: Turn) -> bool:
    """Who asks for one rule (运费谁出) is told that one, and not all of them."""
    parts = clauses(turn.heard.text) if only_asks(turn) else []
    asked = [about for _, about in parts if about in _SHORT]
    for about in asked:
        response = _SHORT[about]
        rule = refund_policy(shop_day(turn.now))
        facts = {"days": str(rule.money_back_days), "bank_days": str(rule.bank_days)}
        turn.say(response, facts | {"address": turn.word("shop.returns_to")}, intents=["request_return"])
    return bool(asked)


_SHORT = {
    Passing.FREIGHT: "utter_aside_freight",
    Passing.MONEY_WHERE: "utter_aside_money_where",
    Passing.MONEY_WHEN: "utter_aside_money_when",
    Passing.PACKING: "utter_aside_packing",
    Passing.PICKUP: "utter_aside_pickup",
}


async def _meant(turn: Turn) -> Order | None:
    """The order a question about "this one" is about: the one talked about, else the single recently signed one."""
    in_hand = means_one_in_hand(turn.text)
    order = await talked_about(turn, lambda order: order.signed_at is not None or not in_hand)
    if order is not None:
        return order
    return only(await own_orders(turn), lambda order: recently_signed(order, turn.now))


async def _add_own_order(turn: Turn) -> None:
    order = await _meant(turn)
    if order is not None:
        # Asked again at once (运费谁出), the rules are the answer; the same card twice in a row is noise.
        if not _just_told(turn, order):
            tell_refund(turn, order)
        return
    orders = await own_orders(turn)
    recent = [order for order in orders if recently_signed(order, turn.now)]
    if recent:
        ask_which(turn, recent, TOPIC)
    elif len(orders) == 1:
        tell_refund(turn, orders[0])


def _just_told(turn: Turn, order: Order) -> bool:
    return turn.slot("order_id") == order.order_id and said(turn.before, _response(order, turn))


def tell_refund(turn: Turn, order: Order) -> None:
    """Say how an order stands with refunds: a refund under way or done, else the seven days."""
    turn.remember(order_id=order.order_id, topic=TOPIC)
    turn.say(_response(order, turn), order_words(order, turn.now), turn.order_card(order))


def _response(order: Order, turn: Turn) -> str:
    if order.refund is not None:
        return "utter_refund_in_progress" if order.refund.in_progress else "utter_refund_done"
    if order.status in _AS_IT_IS:
        return _AS_IT_IS[order.status]
    window = refund_window(order, turn.now)
    if window is None:
        return "utter_refund_not_signed_yet"
    return "utter_refund_window_open" if window.open else "utter_refund_window_closed"
