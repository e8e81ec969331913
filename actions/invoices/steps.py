"""What has to be known for an invoice."""

from __future__ import annotations

import asyncio
from typing import Any

from actions.base import Turn
from actions.checked_step import CheckedStep
from actions.forms.aside_step import AsideStep
from actions.forms.confirm_step import ConfirmStep
from actions.forms.order_step import OrderStep, chosen_order
from actions.forms.step import Step
from actions.heard import Heard
from bot.commerce.days import shop_day
from bot.commerce.invoice_wishes import (
    PERSONAL_TITLE,
    TAX_NUMBER,
    asked_about,
    company_details,
    email_like,
    goes_ahead,
    has_not_come,
    kind_named,
    names_tax_number,
    tax_number_like,
    title_named,
    to_be_mended,
    wants_ordinary,
)
from bot.commerce.invoices import InvoiceKind
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.policies.invoice import InvoiceField, InvoiceRule
from bot.commerce.policy import in_force

KIND, TITLE, TAX = "invoice_kind", "invoice_title", "invoice_tax_number"
DETAILS, EMAIL, ASIDE = "invoice_details", "invoice_email", "invoice_asked"

_NOTHING_SOLD = frozenset({OrderStatus.UNPAID, OrderStatus.CANCELLED, OrderStatus.REFUNDED})
_MOST_LOOKED_UP = 5


def kind_of(turn: Turn) -> InvoiceKind | None:
    """The kind of invoice, as far as it is known."""
    code = turn.slot(KIND)
    return InvoiceKind(code) if code else None


def sold(turn: Turn, order: Order) -> bool:
    """Whether there is something to make an invoice out for."""
    del turn
    return order.status not in _NOTHING_SOLD


async def rule_of(turn: Turn) -> InvoiceRule | None:
    """What the shop says about invoices of the kind, on the day of the order."""
    order, kind = await chosen_order(turn), kind_of(turn)
    day = shop_day(order.placed_at if order else turn.now)
    return in_force().invoices.get(kind.value, day) if kind else None


class InvoicedOrderStep(OrderStep):
    """An order that was paid; who waits for an invoice, or wants one mended, means the order that has one."""

    async def guess(self, turn: Turn) -> Any:
        """See :class:`actions.forms.order_step.OrderStep`."""
        orders = await self.choices(turn)
        if turn.customer_id and (has_not_come(turn.heard.text) or to_be_mended(turn.heard.text)):
            some = orders[:_MOST_LOOKED_UP]
            asked = await asyncio.gather(*(turn.shop.invoices(turn.customer_id, one.order_id) for one in some))
            with_one = [order for order, invoices in zip(some, asked, strict=True) if invoices]
            if len(with_one) == 1:
                return with_one[0].order_id
        return await super().guess(turn)


class InvoiceAsideStep(AsideStep):
    """A general question about invoices, answered before going on; never asked for."""

    slot = ASIDE

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        del turn, asked
        about = asked_about(heard.text) if heard.text else None
        return about.value if about else None


class KindStep(Step):
    """To a person, to a company, or a special one."""

    slot = KIND
    after_order = False

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        del asked
        pressed = heard.choice_of(KIND)
        known, named = kind_of(turn), InvoiceKind(pressed) if pressed else self._named(turn, heard)
        if named is None or named is known:
            return None
        if turn.slot(TITLE) == PERSONAL_TITLE:
            turn.remember(**{TITLE: None})
        return named.value

    def _named(self, turn: Turn, heard: Heard) -> InvoiceKind | None:
        named, known = kind_named(heard.text) if heard.text else None, kind_of(turn)
        if known is InvoiceKind.SPECIAL and wants_ordinary(heard.text):
            return InvoiceKind.COMPANY
        # The name of a company says nothing against the special invoice that was asked for.
        return None if known is InvoiceKind.SPECIAL and named is InvoiceKind.COMPANY else named

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        choices = {
            "invoice_personal": InvoiceKind.PERSONAL,
            "invoice_company": InvoiceKind.COMPANY,
            "invoice_special": InvoiceKind.SPECIAL,
        }
        response = "utter_invoice_which_kind"
        if turn.looked_up.get(KIND):
            choices.pop("invoice_special")
            response = "utter_invoice_after_signing"
        turn.say(response, choices={title: f"{KIND}:{kind.value}" for title, kind in choices.items()})


class TitleStep(Step):
    """Whom the invoice is made out to."""

    slot = TITLE
    after_order = False

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        if not heard.text or heard.intent in _NO_ANSWER:
            return None
        title = title_named(heard.text, asked=asked)
        company = title is not None and kind_named(title) is InvoiceKind.COMPANY
        if company and kind_of(turn) in (None, InvoiceKind.PERSONAL):
            turn.remember(**{KIND: InvoiceKind.COMPANY.value})
        return title

    async def guess(self, turn: Turn) -> Any:
        """A person need not be named."""
        return PERSONAL_TITLE if kind_of(turn) is InvoiceKind.PERSONAL else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        if kind_of(turn) is InvoiceKind.PERSONAL:
            turn.say("utter_invoice_give_name")
        else:
            turn.say("utter_invoice_again_title" if again else "utter_invoice_give_title")


_NO_ANSWER = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "ask_bot", "ask_help"})


class TaxStep(CheckedStep):
    """The company's tax number, its shape checked at once."""

    slot = TAX
    after_order = False
    misfit = "utter_invoice_tax_misfit"

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        rule = await rule_of(turn)
        return rule is not None and InvoiceField.TAX_NO in rule.needs

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """A number called a tax number is one, asked for or not; any other long number may be that of a parcel."""
        meant = asked or names_tax_number(heard.text)
        return await super().read(turn, heard, asked=meant) if meant or heard.intent == "ask_invoice" else None

    def take(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.checked_step.CheckedStep`."""
        del asked
        number = tax_number_like(heard.text) if heard.text and turn.slot(KIND) != InvoiceKind.PERSONAL.value else None
        return number if number and TAX_NUMBER.fullmatch(number) else None

    def attempt(self, heard: Heard) -> str | None:
        """See :class:`actions.checked_step.CheckedStep`."""
        return tax_number_like(heard.text)

    def say_misfit(self, turn: Turn, words: str) -> None:
        """See :class:`actions.checked_step.CheckedStep`."""
        turn.say(self.misfit, {"digits": str(len(words)), "number": words})

    async def ask_plainly(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.checked_step.CheckedStep`."""
        turn.say("utter_invoice_again_tax" if again else "utter_invoice_give_tax")


class DetailsStep(Step):
    """Address, telephone, bank and account of a company, for a special invoice."""

    slot = DETAILS
    after_order = False

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        rule = await rule_of(turn)
        return rule is not None and bool({InvoiceField.ADDRESS_PHONE, InvoiceField.BANK} & set(rule.needs))

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        del turn
        return company_details(heard.text, asked=asked)

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        turn.say("utter_invoice_again_details" if again else "utter_invoice_give_details")


class EmailStep(CheckedStep):
    """Where the invoice goes."""

    slot = EMAIL
    after_order = False
    looks_back = True
    misfit = "utter_invoice_email_misfit"

    async def guess(self, turn: Turn) -> Any:
        """The one named earlier in this conversation."""
        return turn.said_before("email")

    def take(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.checked_step.CheckedStep`."""
        del turn, asked
        return heard.last("email")

    def attempt(self, heard: Heard) -> str | None:
        """See :class:`actions.checked_step.CheckedStep`."""
        return email_like(heard.text)

    def say_misfit(self, turn: Turn, words: str) -> None:
        """See :class:`actions.checked_step.CheckedStep`."""
        turn.say(self.misfit, {"written": words})

    async def ask_plainly(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.checked_step.CheckedStep`."""
        turn.say("utter_invoice_again_email" if again else "utter_invoice_give_email")


class ConfirmInvoiceStep(ConfirmStep):
    """A yes in the words of this matter, too ("开吧"); a question about invoices is none."""

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.confirm_step.ConfirmStep`."""
        if asked_about(heard.text):
            return None
        return True if asked and goes_ahead(heard.text) else await super().read(turn, heard, asked=asked)
