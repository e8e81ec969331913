"""Customers, coupons, invoices, products and inquiries on the wire (docs/shop-api.yaml)."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from bot.adapters import outcome_json
from bot.adapters.shop_http.wire import MAX_ITEMS, Amount, Count, Doc, Line, Name
from bot.commerce.carrier import Inquiry, Signature, SignedHow
from bot.commerce.coupons import Coupon
from bot.commerce.customers import Customer
from bot.commerce.invoices import Invoice, InvoiceKind
from bot.commerce.membership import AccountState, Membership
from bot.commerce.products import PriceChange, PriceCheck, Product, Variant
from bot.kernel.money import Fen


class CustomerDoc(Doc):
    """``Customer``."""

    customer_id: Name
    name: Name
    level: Line = ""
    phone: Line = ""
    city: Line = ""

    def customer(self) -> Customer:
        """As the rooms know it."""
        return Customer(self.customer_id, self.name, self.level, self.phone, self.city)


class MembershipDoc(Doc):
    """``Membership``."""

    level: Name
    points: Count
    state: AccountState
    expiring_points: Count = 0
    expiring_on: date | None = None
    next_level: Line = ""
    points_to_next: Count = 0
    benefits: Annotated[tuple[Line, ...], Field(max_length=20)] = ()

    def membership(self) -> Membership:
        """As the rooms know it."""
        return Membership(
            level=self.level,
            points=self.points,
            state=self.state,
            expiring_points=self.expiring_points,
            expiring_on=self.expiring_on,
            next_level=self.next_level,
            points_to_next=self.points_to_next,
            benefits=self.benefits,
        )


class CouponDoc(Doc):
    """``Coupon``."""

    coupon_id: Name
    title: Name
    amount_fen: Amount
    threshold_fen: Amount = 0
    valid_from: AwareDatetime
    valid_until: AwareDatetime
    used_at: AwareDatetime | None = None

    def coupon(self) -> Coupon:
        """As the rooms know it."""
        return Coupon(
            coupon_id=self.coupon_id,
            title=self.title,
            amount_fen=Fen(self.amount_fen),
            threshold_fen=Fen(self.threshold_fen),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            used_at=self.used_at,
        )


class InvoiceDoc(Doc):
    """``Invoice``."""

    number: Name
    order_id: Name
    kind: InvoiceKind
    amount_fen: Amount
    requested_at: AwareDatetime
    expected_by: AwareDatetime
    title: Line
    email: Line
    tax_number: Line = ""
    issued_at: AwareDatetime | None = None

    def invoice(self) -> Invoice:
        """As the rooms know it."""
        return Invoice(
            number=self.number,
            order_id=self.order_id,
            kind=self.kind,
            amount_fen=Fen(self.amount_fen),
            requested_at=self.requested_at,
            expected_by=self.expected_by,
            title=self.title,
            email=self.email,
            tax_number=self.tax_number,
            issued_at=self.issued_at,
        )


class PriceChangeDoc(Doc):
    """``PriceChange``."""

    line_id: Name
    title: Line
    paid_fen: Amount
    now_fen: Amount
    quantity: Count


class PriceCheckDoc(Doc):
    """``PriceCheck``."""

    order_id: Name
    eligible: bool
    difference_fen: Amount
    lines: Annotated[list[PriceChangeDoc], Field(max_length=MAX_ITEMS)]
    until: AwareDatetime | None = None
    reason: Line = ""

    def check(self) -> PriceCheck:
        """As the rooms know it."""
        lines = tuple(
            PriceChange(one.line_id, one.title, Fen(one.paid_fen), Fen(one.now_fen), one.quantity) for one in self.lines
        )
        return PriceCheck(self.order_id, self.eligible, Fen(self.difference_fen), lines, self.until, self.reason)


class VariantDoc(Doc):
    """``Variant``."""

    spec: Line
    stock: Count
    restock_on: date | None = None


class FactDoc(Doc):
    """``Fact``."""

    name: Name
    value: Line


class ProductDoc(Doc):
    """``Product``."""

    sku: Name
    title: Annotated[str, Field(min_length=1, max_length=200)]
    price_fen: Amount
    variants: Annotated[list[VariantDoc], Field(max_length=MAX_ITEMS)]
    facts: Annotated[tuple[FactDoc, ...], Field(max_length=MAX_ITEMS)] = ()

    def product(self) -> Product:
        """As the rooms know it."""
        variants = tuple(Variant(one.spec, one.stock, one.restock_on) for one in self.variants)
        facts = tuple((fact.name, fact.value) for fact in self.facts)
        return Product(self.sku, self.title, Fen(self.price_fen), variants, facts)


class SignatureDoc(Doc):
    """``Signature``."""

    signer: Name
    at: AwareDatetime
    how: SignedHow
    place: Line = ""
    proof: Line = ""

    def signature(self) -> Signature:
        """As the rooms know it."""
        return Signature(self.signer, self.at, self.how, self.place, self.proof)


class InquiryDoc(Doc):
    """``Inquiry``."""

    number: Name
    tracking_no: Name
    about: Name
    opened_at: AwareDatetime
    answer_by: AwareDatetime
    answered_at: AwareDatetime | None = None
    answer: Line = ""
    late: bool = False
    new_eta: date | None = None

    def inquiry(self) -> Inquiry:
        """As the rooms know it."""
        return Inquiry(
            number=self.number,
            tracking_no=self.tracking_no,
            about=self.about,
            opened_at=self.opened_at,
            answer_by=self.answer_by,
            answered_at=self.answered_at,
            answer=self.answer,
            late=self.late,
            new_eta=self.new_eta,
        )


def outcome(body: bytes) -> outcome_json.Decided:
    """``Outcome``.

    Raises:
        ValueError: it is none.
    """
    told = json.loads(body)
    if not isinstance(told, dict):
        raise ValueError("outcome")
    return outcome_json.from_json(told)
