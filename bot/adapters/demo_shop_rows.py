"""Rows of the demo shop's tables to objects of the domain and back; the one place that knows both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select

from bot.adapters import demo_shop_tables as t
from bot.commerce.customers import Customer
from bot.commerce.orders import Order, OrderLine, OrderStatus
from bot.commerce.parcels import Parcel, ParcelStatus, TrackingStep
from bot.commerce.refunds import Refund
from bot.kernel.clock import from_ms
from bot.kernel.money import Fen


@dataclass(frozen=True)
class Stock:
    """Everything a demo shop holds."""

    customers: tuple[Customer, ...]
    orders: tuple[Order, ...]


def write(db: Connection, stock: Stock) -> None:
    """Put a whole shop into empty tables."""
    db.execute(insert(t.customers), [vars(customer) for customer in stock.customers])
    parcels = [order.parcel for order in stock.orders if order.parcel]
    db.execute(insert(t.orders), [_order_row(order) for order in stock.orders])
    db.execute(insert(t.order_lines), [row for order in stock.orders for row in _line_rows(order)])
    db.execute(insert(t.parcels), [_parcel_row(parcel) for parcel in parcels])
    db.execute(insert(t.tracking_steps), [row for parcel in parcels for row in _step_rows(parcel)])
    db.execute(insert(t.refunds), [_refund_row(order.refund) for order in stock.orders if order.refund])


def read_customer(row: Row[Any]) -> Customer:
    """A row of ``customers``."""
    return Customer(row.customer_id, row.name, row.level, row.phone, row.city)


def read_orders(db: Connection, rows: Sequence[Row[Any]]) -> list[Order]:
    """Rows of ``orders`` as whole orders, in the order given.

    Raises:
        ValueError: a row holds a state or a day that is none.
    """
    ids = [row.order_id for row in rows]
    lines = _grouped(db, t.order_lines, ids, by=t.order_lines.c.position)
    steps = _grouped(db, t.tracking_steps, ids, by=t.tracking_steps.c.at.desc())
    parcels = {row.order_id: row for row in _of(db, t.parcels, ids)}
    refunds = {row.order_id: row for row in _of(db, t.refunds, ids)}
    return [
        Order(
            order_id=row.order_id,
            customer_id=row.customer_id,
            status=OrderStatus(row.status),
            lines=tuple(OrderLine(x.title, x.spec, x.quantity, Fen(x.unit_fen)) for x in lines[row.order_id]),
            paid_fen=Fen(row.paid_fen),
            placed_at=from_ms(row.placed_at),
            pay_by=_time(row.pay_by),
            ship_by=date.fromisoformat(row.ship_by) if row.ship_by else None,
            cancelled_at=_time(row.cancelled_at),
            parcel=_parcel(parcels[row.order_id], steps.get(row.order_id, [])) if row.order_id in parcels else None,
            refund=_refund(refunds[row.order_id]) if row.order_id in refunds else None,
        )
        for row in rows
    ]


def _of(db: Connection, table: Table, ids: Sequence[str]) -> Sequence[Row[Any]]:
    return db.execute(select(table).where(table.c.order_id.in_(ids))).all()


def _grouped(db: Connection, table: Table, ids: Sequence[str], *, by: Any) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = {}
    for row in db.execute(select(table).where(table.c.order_id.in_(ids)).order_by(by)):
        grouped.setdefault(row.order_id, []).append(row)
    return grouped


def _parcel(row: Row[Any], steps: Sequence[Row[Any]]) -> Parcel:
    return Parcel(
        order_id=row.order_id,
        carrier=row.carrier,
        tracking_no=row.tracking_no,
        status=ParcelStatus(row.status),
        shipped_at=from_ms(row.shipped_at),
        promised_on=date.fromisoformat(row.promised_on),
        steps=tuple(TrackingStep(from_ms(step.at), step.text) for step in steps),
        place=row.place,
        signed_at=_time(row.signed_at),
        signer=row.signer,
    )


def _refund(row: Row[Any]) -> Refund:
    return Refund(
        order_id=row.order_id,
        amount_fen=Fen(row.amount_fen),
        reason=row.reason,
        with_goods=row.with_goods,
        expected_on=date.fromisoformat(row.expected_on),
        requested_at=from_ms(row.requested_at),
        approved_at=_time(row.approved_at),
        goods_back_at=_time(row.goods_back_at),
        reviewed_at=_time(row.reviewed_at),
        refunded_at=_time(row.refunded_at),
    )


def _order_row(order: Order) -> dict[str, Any]:
    return {
        "order_id": order.order_id,
        "customer_id": order.customer_id,
        "status": order.status.value,
        "paid_fen": order.paid_fen,
        "placed_at": _ms(order.placed_at),
        "pay_by": _ms(order.pay_by),
        "ship_by": order.ship_by.isoformat() if order.ship_by else None,
        "cancelled_at": _ms(order.cancelled_at),
    }


def _line_rows(order: Order) -> list[dict[str, Any]]:
    return [vars(line) | {"order_id": order.order_id, "position": at} for at, line in enumerate(order.lines)]


def _parcel_row(parcel: Parcel) -> dict[str, Any]:
    return {
        "order_id": parcel.order_id,
        "carrier": parcel.carrier,
        "tracking_no": parcel.tracking_no,
        "status": parcel.status.value,
        "shipped_at": _ms(parcel.shipped_at),
        "promised_on": parcel.promised_on.isoformat(),
        "place": parcel.place,
        "signed_at": _ms(parcel.signed_at),
        "signer": parcel.signer,
    }


def _step_rows(parcel: Parcel) -> list[dict[str, Any]]:
    return [
        {"order_id": parcel.order_id, "position": at, "at": _ms(step.at), "text": step.text}
        for at, step in enumerate(parcel.steps)
    ]


def _refund_row(refund: Refund) -> dict[str, Any]:
    return {
        "order_id": refund.order_id,
        "amount_fen": refund.amount_fen,
        "reason": refund.reason,
        "with_goods": refund.with_goods,
        "expected_on": refund.expected_on.isoformat(),
        "requested_at": _ms(refund.requested_at),
        "approved_at": _ms(refund.approved_at),
        "goods_back_at": _ms(refund.goods_back_at),
        "reviewed_at": _ms(refund.reviewed_at),
        "refunded_at": _ms(refund.refunded_at),
    }


def _time(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


def _ms(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp() * 1000)
