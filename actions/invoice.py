"""Invoices: made out to whom the customer wants, in time; one that was asked for is told where it is."""

from __future__ import annotations

from collections.abc import Mapping

from actions.base import Turn
from actions.checked_step import set_aside_misfits
from actions.forms.form import ABOUT, CONFIRMED, Form
from actions.forms.order_step import chosen_order, orders_of
from actions.forms.outcome import tell_outcome, wish_key
from actions.forms.validating import SubmitForm, ValidateForm
from actions.invoices.steps import (
    ASIDE,
    DETAILS,
    EMAIL,
    KIND,
    TAX,
    TITLE,
    ConfirmInvoiceStep,
    DetailsStep,
    EmailStep,
    InvoiceAsideStep,
    InvoicedOrderStep,
    KindStep,
    TaxStep,
    TitleStep,
    kind_of,
    rule_of,
    sold,
)
from bot.commerce.days import shop_day
from bot.commerce.invoice_wishes import Asking, asked_about, has_not_come, invoice_words, to_be_mended
from bot.commerce.invoices import Invoice, InvoiceKind
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.outcomes import Accepted, Milestone
from bot.commerce.passing_questions import Passing
from bot.commerce.policies.invoice import InvoiceField
from bot.commerce.policies.invoicing import Invoicing, may_invoice
from bot.commerce.policy import in_force
from bot.commerce.requests import RequestInvoice
from bot.commerce.wording import order_words, spoken_term
from bot.kernel.clock import spoken_date
from bot.kernel.money import Fen, yuan

MATTER = "ask_invoice"


def _answer_aside(turn: Turn, about: Asking) -> None:
    """What holds for every invoice (data/policies/invoice.yml)."""
    day, book = shop_day(turn.now), in_force()
    terms = {
        kind: spoken_term(book.promises.promises.need(rule.promise, day))
        for kind in (InvoiceKind.COMPANY, InvoiceKind.SPECIAL)
        if (rule := book.invoices.get(kind.value, day)) is not None
    }
    facts = {"term": terms.get(InvoiceKind.COMPANY, ""), "special_term": terms.get(InvoiceKind.SPECIAL, "")}
    turn.say(f"utter_invoice_about_{about.value}", facts)


async def _confirm(turn: Turn, buttons: Mapping[str, str]) -> None:
    order, rule = await chosen_order(turn), await rule_of(turn)
    if order is None or rule is None:
        return
    facts = order_words(order, turn.now) | {
        "kind": rule.name,
        "invoice_title": str(turn.slot(TITLE)),
        "tax_number": str(turn.slot(TAX) or ""),
        "details": str(turn.slot(DETAILS) or ""),
        "email": str(turn.slot(EMAIL)),
        "amount": yuan(_left(order)),
    }
    response = "utter_invoice_confirm_company" if InvoiceField.TAX_NO in rule.needs else "utter_invoice_confirm"
    if turn.slot(KIND) == InvoiceKind.SPECIAL.value:
        response = "utter_invoice_confirm_special"
    turn.say(response, facts, turn.order_card(order), choices=buttons)


def _left(order: Order) -> Fen:
    """What was paid and not given back: an invoice is for no more."""
    return Fen(order.paid_fen - (order.refund.amount_fen if order.refund else 0))


class InvoiceForm(Form):
    """One invoice for one order."""

    name = "invoice_form"
    matter = MATTER
    steps = (
        InvoiceAsideStep(),
        InvoicedOrderStep(sold, "utter_invoice_which_order"),
        KindStep(),
        TitleStep(),
        TaxStep(),
        DetailsStep(),
        EmailStep(),
        ConfirmInvoiceStep(
            _confirm,
            redo={
                "redo_order": ABOUT,
                "redo_kind": KIND,
                "redo_title": TITLE,
                "redo_tax_number": TAX,
                "redo_email": EMAIL,
            },
        ),
    )

    async def opens(self, turn: Turn) -> bool:
        """See :class:`actions.forms.form.Form`."""
        orders = await orders_of(turn)
        if turn.customer_id is not None and (turn.named or any(sold(turn, order) for order in orders)):
            return True
        if (about := asked_about(turn.heard.text)) is not None:
            _answer_aside(turn, about)
        if turn.customer_id is None:
            turn.say("utter_please_sign_in")
        else:
            turn.say("utter_invoice_nothing" if orders else "utter_no_orders")
        return False

    async def ready(self, turn: Turn) -> bool:
        """An invoice that is there is told; what cannot be made out is said with the reason and the next best."""
        set_aside_misfits(turn, self.steps)
        order = await chosen_order(turn)
        if order is not None and turn.customer_id is not None:
            existing = await turn.shop.invoices(turn.customer_id, order.order_id)
            if existing:
                self._tell(turn, order, existing[0])
                return False
        self._tell_aside(turn)
        if order is None:
            return True
        if order.status is OrderStatus.UNPAID or not sold(turn, order):
            unpaid = order.status is OrderStatus.UNPAID
            turn.say("utter_invoice_unpaid" if unpaid else "utter_invoice_over", order_words(order, turn.now))
            return False
        if not turn.looked_up.get("told none") and has_not_come(turn.heard.text):
            turn.looked_up["told none"] = True
            turn.say("utter_invoice_none_yet", order_words(order, turn.now))
        return self._fits(turn, order)

    async def answers(self, turn: Turn, asked: Passing) -> bool:
        """See :class:`actions.forms.form.Form`."""
        if asked is Passing.EXTRA:
            turn.say("utter_invoice_is_free")
        return asked is Passing.EXTRA

    def _tell_aside(self, turn: Turn) -> None:
        if turn.slot(ASIDE):
            _answer_aside(turn, Asking(turn.slot(ASIDE)))
            turn.remember(**{ASIDE: None})

    def _fits(self, turn: Turn, order: Order) -> bool:
        kind = kind_of(turn)
        if kind is None:
            return True
        answer = may_invoice(in_force(), order, kind, turn.now)
        if answer.when is Invoicing.AFTER_SIGNING:
            turn.looked_up[KIND] = "after signing"
            turn.remember(**{KIND: None})
        elif answer.when is Invoicing.TOO_LATE and answer.until is not None:
            facts = order_words(order, turn.now) | {"ended": spoken_date(answer.until)}
            turn.say("utter_invoice_too_late", facts, turn.order_card(order))
            turn.offer_human()
            return False
        return True

    def _tell(self, turn: Turn, order: Order, invoice: Invoice) -> None:
        facts = order_words(order, turn.now) | invoice_words(invoice)
        self.forget(turn)
        if to_be_mended(turn.heard.text):
            turn.say("utter_invoice_mend", facts, turn.order_card(order))
            turn.offer_human()
        elif invoice.issued_at is not None:
            turn.say("utter_invoice_issued", facts, turn.order_card(order))
        elif invoice.expected_by < turn.now:
            turn.say("utter_invoice_overdue", facts, turn.order_card(order))
            turn.offer_human()
        else:
            by = _promised(turn, order, invoice.kind, invoice.number, invoice)
            turn.say("utter_invoice_expected", facts | {"by": by}, turn.order_card(order))

    async def submit(self, turn: Turn) -> None:
        """See :class:`actions.forms.form.Form`."""
        order, kind = await chosen_order(turn), kind_of(turn)
        if order is None or kind is None or turn.customer_id is None:
            return
        company = kind is not InvoiceKind.PERSONAL
        request = RequestInvoice(
            order.order_id,
            kind,
            title=str(turn.slot(TITLE)),
            email=str(turn.slot(EMAIL)),
            tax_number=str(turn.slot(TAX) or "") if company else "",
            company_details=str(turn.slot(DETAILS) or "") if kind is InvoiceKind.SPECIAL else "",
        )
        key = wish_key(turn, MATTER, order.order_id, kind.value, request.title)
        outcome = await turn.shop.carry_out(turn.customer_id, request, key=key)
        facts = order_words(order, turn.now) | {"email": request.email, "ready_by": ""}
        if isinstance(outcome, Accepted):
            facts["ready_by"] = _promised(turn, order, kind, outcome.number, outcome)
        tell_outcome(turn, outcome, "utter_invoice_done", facts, by=Milestone.INVOICE)

    def forget(self, turn: Turn) -> None:
        """To whom it was made out stays known: who asks for the next order's invoice has said it already."""
        turn.remember(**{ABOUT: None, ASIDE: None, CONFIRMED: None})


def _promised(turn: Turn, order: Order, kind: InvoiceKind, number: str, due: Accepted | Invoice) -> str:
    """Promise the invoice for the time the shop named, and say when that is."""
    rule = in_force().invoices.need(kind.value, shop_day(order.placed_at))
    by = due.expected_by if isinstance(due, Invoice) else due.by(Milestone.INVOICE)
    return turn.promise(rule.promise, order_id=order.order_id, ref=number, due=by)


class ValidateInvoice(ValidateForm):
    """A turn of the form."""

    title = "validate_invoice_form"
    form = InvoiceForm()


class ActionSubmitInvoice(SubmitForm):
    """The invoice is asked for."""

    title = "action_submit_invoice"
    form = ValidateInvoice.form
