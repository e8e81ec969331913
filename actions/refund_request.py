"""Money back: how a refund under way stands, or a new one, asked for step by step (playbook B5, F1 to F4)."""

from __future__ import annotations

from actions.base import Turn
from actions.claims.form import ClaimForm, claim_steps
from actions.decisions import told_what_was_decided
from actions.forms.order_step import find_order, orders_of
from actions.forms.validating import SubmitForm, ValidateForm
from actions.refund_policy import tell_refund
from bot.commerce.choosing import only
from bot.commerce.orders import Order
from bot.commerce.phrases import asks_progress

MATTER = "request_refund"


class RefundForm(ClaimForm):
    """A refund; the ways that leave the customer without money are offered, too, where the rules open them."""

    name = "refund_form"
    matter = MATTER
    opened_by = frozenset({"request_return"})
    steps = claim_steps(also=frozenset({MATTER}))

    async def opens(self, turn: Turn) -> bool:
        """See :class:`actions.forms.form.Form`; a question about a refund under way is answered instead."""
        if told_what_was_decided(turn):
            return False
        if turn.customer_id is not None:
            order = await _under_way(turn)
            if order is not None:
                tell_refund(turn, order)
                turn.offer_human()
                return False
            if asks_progress(turn.heard.text):
                turn.say("utter_refund_none_under_way", intents=[])
                turn.offer_human()
                return False
        return await super().opens(turn)


async def _under_way(turn: Turn) -> Order | None:
    """The order whose refund is asked about: the one named or talked about, else the only one with money to come."""
    number = turn.named[0] if turn.named else turn.slot("order_id")
    about = await find_order(turn, str(number)) if number else None
    if about is not None and about.refund is not None:
        return about if about.refund.in_progress or asks_progress(turn.heard.text) else None
    if about is not None and not asks_progress(turn.heard.text):
        return None
    coming = [order for order in await orders_of(turn) if order.refund is not None and order.refund.in_progress]
    if asks_progress(turn.heard.text) or len(await orders_of(turn)) == len(coming):
        return coming[0] if coming else _last_refunded(await orders_of(turn))
    return None


def _last_refunded(orders: list[Order]) -> Order | None:
    return only(orders, lambda order: order.refund is not None)


class ValidateRefund(ValidateForm):
    """A turn of the form."""

    title = "validate_refund_form"
    form = RefundForm()


class ActionSubmitRefund(SubmitForm):
    """What was confirmed is asked of the shop."""

    title = "action_submit_request_refund"
    form = ValidateRefund.form
