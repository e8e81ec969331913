"""The demo shop's smaller tables: members, coupons, invoices, products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Table, insert

from bot.adapters.demo_shop_members import membership_of
from bot.commerce.coupons import Coupon
from bot.commerce.customers import Customer
from bot.commerce.invoices import Invoice, InvoiceKind
from bot.commerce.membership import AccountState, Membership
from bot.commerce.products import Product, Variant
from bot.kernel.clock import from_ms
from bot.kernel.money import Fen

INVOICE_TAKES = timedelta(minutes=10)
"""Time in which the demo shop issues an invoice."""


def insert_all(db: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, none included."""
    if rows:
        db.execute(insert(table), rows)


def customer_row(customer: Customer, members: Mapping[str, Membership]) -> dict[str, Any]:
    """A customer with their membership."""
    member = members.get(customer.customer_id) or Membership(customer.level, 0)
    return vars(customer) | {
        "points": member.points,
        "expiring_points": member.expiring_points,
        "expiring_on": member.expiring_on.isoformat() if member.expiring_on else None,
        "state": member.state.value,
    }


def coupon_rows(coupons: Mapping[str, Sequence[Coupon]]) -> list[dict[str, Any]]:
    """The coupons of the seed."""
    return [coupon_row(customer_id, coupon) for customer_id, theirs in coupons.items() for coupon in theirs]


def coupon_row(customer_id: str, coupon: Coupon, granted_at: datetime | None = None) -> dict[str, Any]:
    """A coupon; ``granted_at`` for one that was given as goodwill."""
    times = {name: ms(getattr(coupon, name)) for name in ("valid_from", "valid_until", "used_at")}
    return vars(coupon) | times | {"customer_id": customer_id, "granted_at": ms(granted_at)}


def read_coupon(row: Row[Any]) -> Coupon:
    """A row of ``coupons``."""
    return Coupon(
        coupon_id=row.coupon_id,
        title=row.title,
        amount_fen=Fen(row.amount_fen),
        threshold_fen=Fen(row.threshold_fen),
        valid_from=from_ms(row.valid_from),
        valid_until=from_ms(row.valid_until),
        used_at=read_time(row.used_at),
    )


def invoice_row(invoice: Invoice) -> dict[str, Any]:
    """An invoice; when it was issued follows from when it was asked for."""
    times = {"requested_at": ms(invoice.requested_at), "expected_by": ms(invoice.expected_by)}
    row = vars(invoice) | times | {"kind": invoice.kind.value}
    return {name: value for name, value in row.items() if name != "issued_at"}


def read_invoice(row: Row[Any], now: datetime) -> Invoice:
    """A row of ``invoices`` as it is now."""
    requested_at = from_ms(row.requested_at)
    issued_at = requested_at + INVOICE_TAKES
    return Invoice(
        number=row.number,
        order_id=row.order_id,
        kind=InvoiceKind(row.kind),
        amount_fen=Fen(row.amount_fen),
        requested_at=requested_at,
        expected_by=from_ms(row.expected_by),
        title=row.title,
        email=row.email,
        tax_number=row.tax_number,
        issued_at=issued_at if issued_at <= now else None,
    )


def product_row(product: Product) -> dict[str, Any]:
    """A product page."""
    variants = [
        [one.spec, one.stock, one.restock_on.isoformat() if one.restock_on else None] for one in product.variants
    ]
    return {**vars(product), "variants": variants, "facts": [list(fact) for fact in product.facts]}


def read_product(row: Row[Any]) -> Product:
    """A row of ``products``."""
    variants = (Variant(spec, stock, date.fromisoformat(day) if day else None) for spec, stock, day in row.variants)
    return Product(row.sku, row.title, Fen(row.price_fen), tuple(variants), tuple((n, v) for n, v in row.facts))


def read_member(row: Row[Any], today: date) -> Membership:
    """A row of ``customers`` as a member; what a level brings is the shop's, not the row's."""
    customer = Customer(row.customer_id, row.name, row.level, row.phone, row.city)
    general = membership_of(customer, today)
    return Membership(
        level=row.level,
        points=row.points,
        state=AccountState(row.state),
        expiring_points=row.expiring_points,
        expiring_on=date.fromisoformat(row.expiring_on) if row.expiring_on else None,
        next_level=general.next_level,
        points_to_next=general.points_to_next,
        benefits=general.benefits,
    )


def read_time(at_ms: int | None) -> datetime | None:
    """Milliseconds of a column that may be empty."""
    return None if at_ms is None else from_ms(at_ms)


def ms(at: datetime | None) -> int | None:
    """A time for a column that may be empty."""
    return None if at is None else int(at.timestamp() * 1000)
