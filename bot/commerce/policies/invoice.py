"""Kinds of invoices, and what a customer gives for each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.commerce.policies.rule import Rule


class InvoiceField(str, Enum):
    """What a customer gives for an invoice."""

    TITLE = "title"
    TAX_NO = "tax_no"
    ADDRESS_PHONE = "address_phone"
    BANK = "bank"
    EMAIL = "email"


@dataclass(frozen=True, kw_only=True)
class InvoiceRule(Rule):
    """One kind of invoice; the code is one of :class:`bot.commerce.invoices.InvoiceKind`.

    Attributes:
        needs: what the customer gives.
        after_signing: made out only when the goods are signed for; else as soon as they are paid.
        within_days: days after ordering in which it can be asked for, and changed.
        promise: the promise of when it comes (``promises.yml``).
    """

    name: str
    needs: tuple[InvoiceField, ...]
    after_signing: bool
    within_days: int
    promise: str
