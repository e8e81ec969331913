"""Everything a demo shop holds, and how it is written into the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, update

from bot.adapters import demo_shop_records as records
from bot.adapters import demo_shop_tables as t
from bot.adapters.demo_shop_records import insert_all, ms
from bot.commerce.aftersales import AfterSale
from bot.commerce.coupons import Coupon
from bot.commerce.customers import Customer
from bot.commerce.membership import Membership
from bot.commerce.orders import Order
from bot.commerce.parcels import Parcel
from bot.commerce.products import Product
from bot.commerce.refunds import Refund


@dataclass(frozen=True)
class Stock:
    """Everything a demo shop holds; members and coupons by their customer's id."""

    customers: tuple[Customer, ...]
    orders: tuple[Order, ...]
    members: Mapping[str, Membership] = field(default_factory=dict)
    coupons: Mapping[str, Sequence[Coupon]] = field(default_factory=dict)
    products: tuple[Product, ...] = ()


def write(db: Connection, stock: Stock, *, kept: frozenset[str] = frozenset()) -> None:
    """Put a whole shop into the tables, but for orders of the stories in ``kept``, which are there already."""
    insert_all(db, t.customers, [records.customer_row(one, stock.members) for one in stock.customers])
    told = [(story, order) for story, order in _stories(stock.orders) if story not in kept]
    insert_all(db, t.orders, [_order_row(order) | {"story": story} for story, order in told])
    orders = [order for _, order in told]
    insert_all(db, t.order_lines, [row for order in orders for row in _line_rows(order)])
    _write_parts(db, orders)
    insert_all(db, t.coupons, records.coupon_rows(stock.coupons))
    insert_all(db, t.products, [records.product_row(product) for product in stock.products])


def save(db: Connection, order: Order, now: datetime) -> None:
    """Write an order that was changed over the one that is there, and keep it from being dated anew."""
    changed = {**_order_row(order), "touched_at": ms(now)}
    db.execute(update(t.orders).where(t.orders.c.order_id == order.order_id).values(changed))
    for table in (t.tracking_steps, t.parcels, t.refunds, t.after_sales):
        db.execute(delete(table).where(table.c.order_id == order.order_id))
    _write_parts(db, [order])


def _write_parts(db: Connection, orders: Sequence[Order]) -> None:
    parcels = [order.parcel for order in orders if order.parcel]
    insert_all(db, t.parcels, [_parcel_row(parcel) for parcel in parcels])
    insert_all(db, t.tracking_steps, [row for parcel in parcels for row in _step_rows(parcel)])
    insert_all(db, t.refunds, [_refund_row(order.refund) for order in orders if order.refund])
    insert_all(db, t.after_sales, [_after_sale_row(one.order_id, one.after_sale) for one in orders if one.after_sale])


def _stories(orders: Sequence[Order]) -> list[tuple[str, Order]]:
    """Each order with a name that is the same on every day: whose it is, and which of theirs."""
    told: dict[str, int] = {}
    named = []
    for order in orders:
        told[order.customer_id] = told.get(order.customer_id, 0) + 1
        named.append((f"{order.customer_id}/{told[order.customer_id]}", order))
    return named


def _order_row(order: Order) -> dict[str, Any]:
    return {
        "order_id": order.order_id,
        "customer_id": order.customer_id,
        "status": order.status.value,
        "paid_fen": order.paid_fen,
        "placed_at": ms(order.placed_at),
        "pay_by": ms(order.pay_by),
        "ship_by": order.ship_by.isoformat() if order.ship_by else None,
        "cancelled_at": ms(order.cancelled_at),
        "recipient": order.ship_to.recipient if order.ship_to else "",
        "phone": order.ship_to.phone if order.ship_to else "",
        "address": order.ship_to.text if order.ship_to else "",
    }


def _line_rows(order: Order) -> list[dict[str, Any]]:
    return [vars(line) | {"order_id": order.order_id, "position": at} for at, line in enumerate(order.lines)]


def _parcel_row(parcel: Parcel) -> dict[str, Any]:
    return {
        "order_id": parcel.order_id,
        "carrier": parcel.carrier,
        "tracking_no": parcel.tracking_no,
        "status": parcel.status.value,
        "shipped_at": ms(parcel.shipped_at),
        "promised_on": parcel.promised_on.isoformat(),
        "place": parcel.place,
        "signed_at": ms(parcel.signed_at),
        "signer": parcel.signer,
        "intercepted_at": ms(parcel.intercepted_at),
    }


def _step_rows(parcel: Parcel) -> list[dict[str, Any]]:
    return [
        {"order_id": parcel.order_id, "position": at, "at": ms(step.at), "text": step.text}
        for at, step in enumerate(parcel.steps)
    ]


def _refund_row(refund: Refund) -> dict[str, Any]:
    return {
        "order_id": refund.order_id,
        "amount_fen": refund.amount_fen,
        "reason": refund.reason,
        "with_goods": refund.with_goods,
        "expected_on": refund.expected_on.isoformat(),
        "requested_at": ms(refund.requested_at),
        "approved_at": ms(refund.approved_at),
        "goods_back_at": ms(refund.goods_back_at),
        "reviewed_at": ms(refund.reviewed_at),
        "refunded_at": ms(refund.refunded_at),
        "number": refund.number,
    }


def _after_sale_row(order_id: str, case: AfterSale) -> dict[str, Any]:
    return {
        "order_id": order_id,
        "number": case.number,
        "kind": case.kind.value,
        "reason": case.reason,
        "requested_at": ms(case.requested_at),
        "expected_on": case.expected_on.isoformat(),
        "pickup_start": ms(case.pickup.start) if case.pickup else None,
        "pickup_end": ms(case.pickup.end) if case.pickup else None,
        "approved_at": ms(case.approved_at),
        "goods_back_at": ms(case.goods_back_at),
        "finished_at": ms(case.finished_at),
    }
