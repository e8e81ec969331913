"""Sending an order elsewhere: changed while it is in the shop; once on its way, what honestly still can be done."""

from __future__ import annotations

from collections.abc import Mapping

from actions.addresses.parts import MATTER, PART_STEPS, PARTS, SLOT_OF, WAY, parts_of
from actions.addresses.way import (
    ASKED,
    AskedStep,
    ComingOrderStep,
    WantedPartsStep,
    WayStep,
    change_of,
    late_order,
    still_coming,
)
from actions.base import Turn
from actions.checked_step import set_aside_misfits
from actions.forms.confirm_step import ConfirmStep
from actions.forms.form import ABOUT, Form
from actions.forms.order_step import chosen_order, orders_of
from actions.forms.outcome import tell_outcome, wish_key
from actions.forms.passing import term_of
from actions.forms.validating import SubmitForm, ValidateForm
from bot.commerce.address_changes import CALL_FIRST, changed, spoken_changes
from bot.commerce.addresses import Address
from bot.commerce.carrier import AskCarrier, CarrierWish
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.outcomes import Accepted, Milestone
from bot.commerce.passing_questions import Passing
from bot.commerce.policies.solution import Solution
from bot.commerce.policies.state import AddressPart, Permission
from bot.commerce.requests import ChangeAddress
from bot.commerce.wording import order_words
from bot.kernel.patterns import mask_mobile

_NOWHERE = Address("", "", "")

_PASSING = {
    Passing.EXTRA: "utter_address_is_free",
    Passing.FREIGHT: "utter_address_is_free",
    Passing.LATER: "utter_address_arrives_when",
    Passing.HOW_LONG: "utter_address_changed_when",
}
"""Answers to what is asked in passing while the order is in the shop; and once it has left."""
_PASSING_LATE = {
    Passing.EXTRA: "utter_address_redirect_cost",
    Passing.FREIGHT: "utter_address_redirect_cost",
    Passing.LATER: "utter_address_redirect_when",
    Passing.HOW_LONG: "utter_address_redirect_when",
}


def _whole(turn: Turn, order: Order) -> Address:
    parts = parts_of(turn)
    new: dict[str, str] = {}
    for part in parts:
        value = turn.slot(SLOT_OF[part])
        if isinstance(value, dict):
            new |= {"address": str(value["text"]), "adds": str(value.get("adds", ""))}
        elif value is not None:
            new[part.value] = str(value)
    return changed(order.ship_to or _NOWHERE, new, turn.now)


def _facts(turn: Turn, order: Order) -> dict[str, str]:
    whole = _whole(turn, order)
    change = change_of(turn, order)
    return order_words(order, turn.now) | {
        "changes": spoken_changes(whole, parts_of(turn)),
        "why": change.why,
        "phone": mask_mobile(whole.phone),
        "recipient": whole.recipient,
        "address": whole.text,
    }


async def _confirm(turn: Turn, buttons: Mapping[str, str]) -> None:
    order = await chosen_order(turn)
    if order is None:
        return
    response = "utter_address_confirm"
    if change_of(turn, order).permission is Permission.AFTER_CHECK:
        response = "utter_address_confirm_check"
    elif await late_order(turn) is not None:
        called = turn.slot(WAY) == CALL_FIRST
        response = "utter_address_confirm_call_first" if called else "utter_address_confirm_redirect"
    turn.say(response, _facts(turn, order), turn.order_card(order), choices=buttons)


class AddressForm(Form):
    """Receiver, telephone or address of one order, changed after the customer saw the whole of it."""

    name = "address_form"
    matter = MATTER
    only_on_request = True
    steps = (
        AskedStep(),
        ComingOrderStep(still_coming, "utter_address_which_order"),
        WayStep(),
        WantedPartsStep(),
        *PART_STEPS,
        ConfirmStep(
            _confirm,
            redo={
                "redo_order": ABOUT,
                "redo_address": "new_address",
                "redo_phone": "new_phone",
                "redo_recipient": "new_receiver",
            },
        ),
    )

    async def opens(self, turn: Turn) -> bool:
        """See :class:`actions.forms.form.Form`."""
        if turn.customer_id is None:
            turn.say("utter_please_sign_in")
            return False
        orders = await orders_of(turn)
        if not orders:
            turn.say("utter_no_orders")
            return False
        if not turn.named and not any(still_coming(turn, order) for order in orders):
            turn.say("utter_address_nothing_coming")
            return False
        return True

    async def ready(self, turn: Turn) -> bool:
        """What cannot be changed any more, and what stands on the order now, is told at once."""
        set_aside_misfits(turn, PART_STEPS)
        self._note_redone(turn)
        order = await chosen_order(turn)
        if order is None:
            return True
        if turn.slot(ASKED):
            turn.say("utter_address_now", _current(turn, order), turn.order_card(order), [MATTER])
            self.forget(turn)
            return False
        change = change_of(turn, order)
        if change.permission is not Permission.CLOSED:
            # 派送前打电话 is for a parcel that left; nobody has to ring where the label can still be changed.
            turn.remember(**{WAY: None})
            return True
        if Solution.REDIRECT in change.instead:
            return True
        turn.say("utter_address_over", order_words(order, turn.now) | {"why": change.why}, turn.order_card(order))
        return False

    async def answers(self, turn: Turn, asked: Passing) -> bool:
        """See :class:`actions.forms.form.Form`."""
        responses = _PASSING_LATE if await late_order(turn) is not None else _PASSING
        response = responses.get(asked)
        if response is not None:
            turn.say(response, {"term": term_of(turn, "courier_news")})
        return response is not None

    def _note_redone(self, turn: Turn) -> None:
        """改地址 pressed at the end is a part to change, though it was not one before."""
        redone = next((part for part, slot in SLOT_OF.items() if slot == turn.slot("redo")), None)
        if redone is not None and redone not in parts_of(turn):
            wanted = {*parts_of(turn), redone}
            turn.remember(**{PARTS: [part.value for part in AddressPart if part in wanted]})

    async def submit(self, turn: Turn) -> None:
        """See :class:`actions.forms.form.Form`."""
        order = await chosen_order(turn)
        if order is None or turn.customer_id is None:
            return
        if await late_order(turn) is None:
            await _change_in_shop(turn, order, turn.customer_id)
        elif turn.slot(WAY) == CALL_FIRST:
            await _have_called_first(turn, order, turn.customer_id)
        else:
            _have_redirected(turn, order)

    def forget(self, turn: Turn) -> None:
        """See :class:`actions.forms.form.Form`."""
        super().forget(turn)
        turn.forget_said(part.value for part in AddressPart)


def _current(turn: Turn, order: Order) -> dict[str, str]:
    now = order.ship_to or _NOWHERE
    words = {"recipient": now.recipient, "phone": mask_mobile(now.phone), "address": now.text}
    return order_words(order, turn.now) | words


async def _change_in_shop(turn: Turn, order: Order, customer_id: str) -> None:
    whole, facts = _whole(turn, order), _facts(turn, order)
    key = wish_key(turn, MATTER, order.order_id)
    outcome = await turn.shop.carry_out(customer_id, ChangeAddress(order.order_id, whole), key=key)
    response = "utter_address_done"
    if isinstance(outcome, Accepted) and change_of(turn, order).permission is Permission.AFTER_CHECK:
        # The label is printed already: the shop's yes is not yet the warehouse's.
        facts["checked_by"] = turn.promise("warehouse_check", order_id=order.order_id, ref=outcome.number)
        response = "utter_address_done_check"
    elif isinstance(outcome, Accepted) and order.status is OrderStatus.UNPAID:
        response = "utter_address_done_unpaid"
    tell_outcome(turn, outcome, response, facts)


async def _have_called_first(turn: Turn, order: Order, customer_id: str) -> None:
    if order.parcel is None:
        return
    wish = AskCarrier(order.parcel.tracking_no, CarrierWish.CALL_FIRST)
    outcome = await turn.carrier.carry_out(customer_id, wish, key=wish_key(turn, CALL_FIRST, order.parcel.tracking_no))
    facts = _facts(turn, order)
    if isinstance(outcome, Accepted):
        due = outcome.by(Milestone.ANSWER)
        facts["news_by"] = turn.promise("courier_news", order_id=order.order_id, ref=order.parcel.tracking_no, due=due)
    tell_outcome(turn, outcome, "utter_address_called_first", facts, by=Milestone.ANSWER)


def _have_redirected(turn: Turn, order: Order) -> None:
    """No carrier takes this from a program: a colleague rings them up, with everything in front of them."""
    tracking_no = order.parcel.tracking_no if order.parcel else ""
    by = turn.promise("courier_news", order_id=order.order_id, ref=tracking_no)
    turn.say("utter_address_redirect_taken", _facts(turn, order) | {"by": by})
    turn.hand_off("offered")


class ValidateAddress(ValidateForm):
    """A turn of the form."""

    title = "validate_address_form"
    form = AddressForm()


class ActionSubmitAddress(SubmitForm):
    """The change is made, or put into the hands of who can make it."""

    title = "action_submit_change_address"
    form = ValidateAddress.form
