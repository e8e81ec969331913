"""Calling an order off: at once where it can be done, else what can be done instead, honestly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.base import Turn
from actions.claims.telling import either
from actions.forms.confirm_step import ANOTHER_ORDER, ConfirmStep
from actions.forms.form import Form
from actions.forms.order_step import OrderStep, chosen_order, orders_of
from actions.forms.outcome import tell_outcome, wish_key
from actions.forms.passing import term_of
from actions.forms.validating import SubmitForm, ValidateForm
from actions.heard import Heard
from actions.history import ran
from bot.commerce.days import shop_day
from bot.commerce.orders import OVER, Order, OrderStatus
from bot.commerce.outcomes import Milestone
from bot.commerce.passing_questions import Passing
from bot.commerce.phrases import means_all_of_them
from bot.commerce.policies.changing import may_cancel
from bot.commerce.policies.state import Permission
from bot.commerce.policy import in_force, refund_policy
from bot.commerce.reasons import Reason
from bot.commerce.requests import CancelOrder
from bot.commerce.wording import order_words

MATTER = "cancel_order"

_OF_MONEY = frozenset({Passing.MONEY_WHEN, Passing.MONEY_WHERE, Passing.EXTRA, Passing.FREIGHT})


def _not_over(turn: Turn, order: Order) -> bool:
    del turn
    return order.status not in OVER


def _still_possible(turn: Turn, order: Order) -> bool:
    return may_cancel(in_force(), order, turn.now).permission is not Permission.CLOSED


class _WhichToCancel(OrderStep):
    """One order, or all that can still be called off: then one after the other, each with its own yes."""

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        found = await super().read(turn, heard, asked=asked)
        if found is not None or turn.slot(self.slot) or not means_all_of_them(heard.text):
            return found
        first = await self._next(turn)
        turn.remember(cancel_rest=first is not None or None)
        return first

    async def guess(self, turn: Turn) -> Any:
        """See :class:`actions.forms.step.Step`."""
        return await self._next(turn) if turn.slot("cancel_rest") else await super().guess(turn)

    async def _next(self, turn: Turn) -> str | None:
        open_still = [order for order in await self.choices(turn) if _still_possible(turn, order)]
        return open_still[0].order_id if open_still else None


async def _confirm(turn: Turn, buttons: Mapping[str, str]) -> None:
    order = await chosen_order(turn)
    if order is None:
        return
    facts = order_words(order, turn.now)
    permission = may_cancel(in_force(), order, turn.now).permission
    paid = order.status.value != "unpaid"
    response = "utter_cancel_confirm" if paid else "utter_cancel_confirm_unpaid"
    if permission is Permission.AFTER_CHECK:
        response = "utter_cancel_confirm_check"
    turn.say(response, facts, turn.order_card(order), choices=buttons)


class CancelForm(Form):
    """One order of the customer's own is called off, after they said yes to it."""

    name = "cancel_form"
    matter = MATTER
    steps = (
        _WhichToCancel(_not_over, "utter_cancel_which_order"),
        ConfirmStep(_confirm, redo=ANOTHER_ORDER, also=frozenset({MATTER})),
    )

    async def opens(self, turn: Turn) -> bool:
        """See :class:`actions.forms.form.Form`."""
        if turn.customer_id is None:
            turn.say("utter_please_sign_in")
            return False
        if not ran(turn.since, ActionSubmitCancel.title):
            turn.remember(cancel_rest=None)
        if not any(_not_over(turn, order) for order in await orders_of(turn)):
            turn.say("utter_cancel_none_open" if await orders_of(turn) else "utter_no_orders")
            return False
        return True

    async def ready(self, turn: Turn) -> bool:
        """An order that cannot be called off any more is told so, with what can be done instead (playbook F4)."""
        order = await chosen_order(turn)
        if order is None:
            return True
        change = may_cancel(in_force(), order, turn.now)
        if change.permission is not Permission.CLOSED:
            return True
        day, rules = shop_day(turn.now), in_force().refunds.solutions
        ways = [rules.need(one.value, day) for one in change.instead]
        facts = order_words(order, turn.now) | {
            "why": change.why,
            "ways": either(turn, [way.name for way in ways]),
        }
        turn.say("utter_cancel_closed" if ways else "utter_cancel_over", facts, turn.order_card(order))
        if ways:
            # The ways round it are those of a refund, which asks which of them: nobody has to begin again.
            turn.go_on_with("refund_form")
        return False

    async def answers(self, turn: Turn, asked: Passing) -> bool:
        """See :class:`actions.forms.form.Form`."""
        order = await chosen_order(turn)
        if order is not None and order.status is OrderStatus.UNPAID and asked in _OF_MONEY:
            turn.say("utter_aside_nothing_paid", {"title": order.title})
        elif asked in (Passing.MONEY_WHEN, Passing.HOW_LONG):
            facts = {"bank_days": str(refund_policy(shop_day(turn.now)).bank_days), "term": term_of(turn, "money_back")}
            turn.say("utter_aside_money_when_unsigned", facts)
        elif asked is Passing.MONEY_WHERE:
            turn.say("utter_aside_money_where")
        elif asked in (Passing.EXTRA, Passing.FREIGHT):
            turn.say("utter_aside_cancel_is_free")
        else:
            return False
        return True

    async def submit(self, turn: Turn) -> None:
        """See :class:`actions.forms.form.Form`."""
        order = await chosen_order(turn)
        if order is None or turn.customer_id is None:
            return
        reason = Reason(turn.said_before("reason") or Reason.OTHER.value)
        outcome = await turn.shop.carry_out(
            turn.customer_id, CancelOrder(order.order_id, reason), key=wish_key(turn, MATTER, order.order_id)
        )
        paid = order.status.value != "unpaid"
        accepted = "utter_cancel_done" if paid else "utter_cancel_done_unpaid"
        words = order_words(order, turn.now)
        tell_outcome(turn, outcome, accepted, words, by=Milestone.MONEY_BACK, promise="money_back")
        others = [one for one in await orders_of(turn) if one.order_id != order.order_id]
        if turn.slot("cancel_rest") and any(_still_possible(turn, one) for one in others):
            turn.go_on_with(self.name)
        else:
            turn.remember(cancel_rest=None)


class ValidateCancel(ValidateForm):
    """A turn of the form."""

    title = "validate_cancel_form"
    form = CancelForm()


class ActionSubmitCancel(SubmitForm):
    """The order is called off."""

    title = "action_submit_cancel_order"
    form = ValidateCancel.form
