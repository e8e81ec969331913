"""Which invoices can be made out for an order, and until when they can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.commerce.days import shop_day
from bot.commerce.invoices import InvoiceKind
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.policies.book import Policies
from bot.commerce.policies.invoice import InvoiceRule
from bot.commerce.policies.windows import closes_at, still_open

_NOTHING_SOLD = frozenset({OrderStatus.UNPAID, OrderStatus.CANCELLED, OrderStatus.REFUNDED})


class Invoicing(str, Enum):
    """Now; once the goods are signed for; or why not."""

    NOW = "now"
    AFTER_SIGNING = "after_signing"
    NOTHING_SOLD = "nothing_sold"
    TOO_LATE = "too_late"
    NO_RULE = "no_rule"


@dataclass(frozen=True)
class InvoiceAnswer:
    """Whether an invoice of a kind can be made out.

    Attributes:
        until: the last second it can be asked for, when it can.
        rule: what the customer gives for it and when it comes; None when there is no rule.
    """

    when: Invoicing
    until: datetime | None = None
    rule: InvoiceRule | None = None


def may_invoice(policies: Policies, order: Order, kind: InvoiceKind, now: datetime) -> InvoiceAnswer:
    """Judge by the rule of the day of the order."""
    rule = policies.invoices.get(kind.value, shop_day(order.placed_at))
    if order.status in _NOTHING_SOLD:
        return InvoiceAnswer(Invoicing.NOTHING_SOLD, rule=rule)
    if rule is None:
        return InvoiceAnswer(Invoicing.NO_RULE)
    until = closes_at(order.placed_at, rule.within_days)
    if not still_open(until, now):
        return InvoiceAnswer(Invoicing.TOO_LATE, until, rule)
    waits = rule.after_signing and order.signed_at is None
    return InvoiceAnswer(Invoicing.AFTER_SIGNING if waits else Invoicing.NOW, until, rule)


def kinds_open(policies: Policies, order: Order, now: datetime) -> tuple[InvoiceKind, ...]:
    """The kinds that can be made out now."""
    return tuple(kind for kind in InvoiceKind if may_invoice(policies, order, kind, now).when is Invoicing.NOW)
