"""Signed for and not received: the record of the signature, one question, and a trace with a time (playbook F2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from actions.base import Turn
from actions.delivery_delay import TOPIC as DELAY
from actions.delivery_delay import tell_delay
from actions.forms.form import ABOUT, Form
from actions.forms.order_step import OrderStep, by_goods, chosen_order, orders_of
from actions.forms.outcome import tell_outcome, wish_key
from actions.forms.passing import term_of
from actions.forms.step import Step
from actions.forms.validating import NOT_UNDERSTOOD, SubmitForm, ValidateForm, offer_parked
from actions.heard import Heard
from actions.order_telling import tell_order
from actions.picking import ask_which
from bot.commerce.carrier import Inquiry, OpenTrace, SignedHow, TraceAbout
from bot.commerce.carrier_wording import inquiry_words, signature_words
from bot.commerce.choosing import waited_for
from bot.commerce.days import shop_day
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.outcomes import Accepted
from bot.commerce.parcel_phrases import has_asked_around, has_it, nobody_has_it, rejects_this_one, will_look
from bot.commerce.parcels import Parcel
from bot.commerce.passing_questions import Passing
from bot.commerce.phrases import gives_up, means_another_order
from bot.commerce.policies.due import due_at, spoken_within
from bot.commerce.policy import in_force
from bot.commerce.reasons import Reason
from bot.commerce.wording import order_words

MATTER = "complain_not_received"
PROMISE = "trace_result"
ASKED = "asked_around"

FOUND, NONE, SAID = "found", "none", "said"
"""What asking around came to: it turned up, nobody has it, or the customer had said so before being asked."""

_ARRIVED = frozenset({OrderStatus.SIGNED, OrderStatus.DISPUTED, OrderStatus.DELIVERED})
_MEANS_NONE = frozenset({MATTER, DELAY, "affirm", "deny"})
_RECORDS = {
    SignedHow.IN_PERSON: "utter_not_received_ask_in_person",
    SignedHow.BY_OTHERS: "utter_not_received_ask_others",
    SignedHow.AT_STATION: "utter_not_received_ask_station",
}
_TOLD_RECORDS = {
    SignedHow.IN_PERSON: "utter_not_received_record_in_person",
    SignedHow.BY_OTHERS: "utter_not_received_record_others",
    SignedHow.AT_STATION: "utter_not_received_record_station",
}


class MissedOrderStep(OrderStep):
    """Of the customer's orders, the one missed; corrected to any of theirs, and none is guessed in its place."""

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        value = await super().read(turn, heard, asked=asked)
        known = turn.slot(self.slot)
        if value is not None or known is None or not turn.in_hand or not rejects_this_one(heard.text):
            return value
        meant = by_goods(heard.text, [order for order in await orders_of(turn) if order.order_id != known])
        if meant is None:
            turn.remember(about_order=None, redo=self.slot)
        return meant.order_id if meant else None


class AskedAroundStep(Step):
    """Whether those around the customer have the parcel. Asked once: whoever only insists has none of it."""

    slot = ASKED

    async def begin(self, turn: Turn) -> None:
        """See :class:`actions.forms.step.Step`."""
        turn.remember(**{ASKED: None})

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        del turn
        pressed = heard.choice_of(self.slot)
        if pressed is not None:
            return pressed
        if not asked:
            return SAID if nobody_has_it(heard.text) else None
        if has_it(heard.text):
            return FOUND
        if will_look(heard.text) or gives_up(heard.text) or _means_another(heard.text):
            return None
        short_answer = heard.intent in _MEANS_NONE
        return NONE if short_answer or nobody_has_it(heard.text) or _plain_no(heard) else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """Tell what the record says, and ask whether the parcel may be there."""
        order = await chosen_order(turn)
        if order is None or order.parcel is None:
            return
        if again:
            waits = will_look(turn.heard.text)
            if waits:
                turn.remember(misses=0.0)
            turn.say("utter_not_received_take_time" if waits else "utter_not_received_ask_again")
            return
        response, facts = await _record(turn, order, order.parcel, _RECORDS, "utter_not_received_ask_at_station")
        turn.say(response, facts, turn.parcel_card(order.parcel))

    async def remind(self, turn: Turn) -> None:
        """The record stands a few lines further up."""
        turn.say("utter_not_received_ask_again")


def _means_another(text: str) -> bool:
    return rejects_this_one(text) or means_another_order(text)


def _plain_no(heard: Heard) -> bool:
    return heard.intent in NOT_UNDERSTOOD | {"inform_order", "chitchat"} and has_asked_around(heard.text)


def _may_be_missing(turn: Turn, order: Order) -> bool:
    """Arrived by the record, and not longer ago than something can be done for it."""
    if order.status not in _ARRIVED:
        return False
    day = shop_day(turn.now)
    rule = in_force().refunds.reasons.need(Reason.NOT_RECEIVED.value, day)
    days = max((one.within_days or 0 for one in rule.solutions), default=0)
    return order.signed_at is None or (day - shop_day(order.signed_at)).days <= days


class NotReceivedForm(Form):
    """One parcel that is said to have arrived and is not there is looked for."""

    name = "not_received_form"
    matter = MATTER
    steps = (MissedOrderStep(_may_be_missing, "utter_not_received_which_order"), AskedAroundStep())
    opened_by = frozenset({DELAY})

    async def opens(self, turn: Turn) -> bool:
        """With no parcel that has arrived, what is missed is still on its way: told as a delay."""
        if turn.customer_id is None:
            turn.say("utter_please_sign_in")
            return False
        orders = await orders_of(turn)
        if turn.named or any(_may_be_missing(turn, order) for order in orders):
            return True
        meant = [order for order in orders if waited_for(order)] or orders
        if not meant:
            turn.say("utter_no_orders")
        elif len(meant) == 1:
            await tell_delay(turn, meant[0])
        else:
            ask_which(turn, meant, DELAY)
        return False

    async def ready(self, turn: Turn) -> bool:
        """A parcel on its way is no missing one, and one that is being looked for is not asked about again."""
        order = await chosen_order(turn)
        if order is None or turn.slot(ASKED) == FOUND:
            return True
        if order.status not in _ARRIVED or order.parcel is None:
            if waited_for(order):
                await tell_delay(turn, order)
            else:
                tell_order(turn, order)
        elif not await _told_trace(turn, order, order.parcel):
            return True
        self.forget(turn)
        return False

    async def answers(self, turn: Turn, asked: Passing) -> bool:
        """See :class:`actions.forms.form.Form`."""
        if asked is Passing.HOW_LONG:
            turn.say("utter_not_received_how_long", {"term": term_of(turn, PROMISE)})
        return asked is Passing.HOW_LONG

    async def submit(self, turn: Turn) -> None:
        """Have the courier look for it; nothing is sent again before that (playbook F2)."""
        order = await chosen_order(turn)
        if order is None or order.parcel is None or turn.customer_id is None:
            return
        facts = order_words(order, turn.now) | {"ways": _ways(turn)}
        if turn.slot(ASKED) == FOUND:
            turn.say("utter_not_received_found", facts)
            return
        parcel = order.parcel
        key = wish_key(turn, MATTER, parcel.tracking_no)
        trace = OpenTrace(parcel.tracking_no, TraceAbout.NOT_RECEIVED)
        outcome = await turn.carrier.carry_out(turn.customer_id, trace, key=key)
        if not isinstance(outcome, Accepted):
            tell_outcome(turn, outcome, "utter_not_received_traced", facts)
            return
        if turn.slot(ASKED) == SAID:
            response, record = await _record(turn, order, parcel, _TOLD_RECORDS, "")
            if response:
                turn.say(response, record, turn.parcel_card(parcel))
        by = turn.promise(PROMISE, order_id=order.order_id, ref=outcome.number)
        turn.say("utter_not_received_traced", facts | {"number": outcome.number, "by": by})


class ValidateNotReceived(ValidateForm):
    """A turn of the form."""

    title = "validate_not_received_form"
    form = NotReceivedForm()

    def _belongs_here(self, turn: Turn) -> bool:
        return super()._belongs_here(turn) or will_look(turn.heard.text)


class ActionSubmitNotReceived(SubmitForm):
    """The parcel is looked for. It takes no yes: a trace costs the customer nothing and binds them to nothing."""

    title = "action_submit_not_received"
    form = ValidateNotReceived.form

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        if turn.slot(ASKED) is None or turn.slot(ABOUT) is None:
            return
        await self.form.submit(turn)
        self.form.forget(turn)
        offer_parked(turn)


async def _record(
    turn: Turn, order: Order, parcel: Parcel, responses: dict[SignedHow, str], unsigned: str
) -> tuple[str, dict[str, str]]:
    """The response for how a parcel was left and the facts it may use; ``unsigned`` for one nobody signed for."""
    facts = order_words(order, turn.now)
    assert turn.customer_id is not None
    signature = await turn.carrier.signature(turn.customer_id, parcel.tracking_no)
    if signature is None:
        return unsigned, facts | {"place": parcel.place}
    return responses[signature.how], facts | signature_words(signature)


async def _told_trace(turn: Turn, order: Order, parcel: Parcel) -> bool:
    """Tell how the search stands; False when nobody is searching yet."""
    assert turn.customer_id is not None
    asked = await turn.carrier.inquiries(turn.customer_id, parcel.tracking_no)
    trace = next((one for one in asked if one.about == TraceAbout.NOT_RECEIVED.value), None)
    if trace is None:
        return False
    turn.remember(order_id=order.order_id)
    due = due_at(in_force(), PROMISE, trace.opened_at) or trace.answer_by
    by = spoken_within(turn.now, due)
    facts = order_words(order, turn.now) | inquiry_words(trace, turn.now) | {"by": by, "ways": _ways(turn)}
    turn.say(_state(trace, due, turn.now), facts, turn.parcel_card(parcel))
    turn.offer_human()
    return True


def _state(trace: Inquiry, due: datetime, now: datetime) -> str:
    if due < now:
        return "utter_not_received_overdue"
    return "utter_not_received_answered" if trace.answered_at else "utter_not_received_under_way"


def _ways(turn: Turn) -> str:
    """What the customer may choose from once the parcel is known to be lost, in one breath."""
    day, refunds = shop_day(turn.now), in_force().refunds
    rule = refunds.reasons.need(Reason.NOT_RECEIVED.value, day)
    return "、".join(refunds.solutions.need(one.solution.value, day).name for one in rule.solutions)
