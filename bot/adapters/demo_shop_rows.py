"""Rows of the demo shop's tables to orders and customers; see ``demo_shop_stock`` for the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from bot.adapters import demo_shop_tables as t
from bot.adapters.demo_shop_progress import moved_on
from bot.adapters.demo_shop_records import read_time
from bot.commerce.addresses import Address
from bot.commerce.aftersales import AfterSale, PickupSlot, ReturnKind
from bot.commerce.customers import Customer
from bot.commerce.orders import Order, OrderLine, OrderStatus
from bot.commerce.parcels import Parcel, ParcelStatus, TrackingStep
from bot.commerce.refunds import Refund
from bot.kernel.clock import from_ms
from bot.kernel.money import Fen


def read_customer(row: Row[Any]) -> Customer:
    """A row of ``customers``."""
    return Customer(row.customer_id, row.name, row.level, row.phone, row.city)


def read_orders(db: Connection, rows: Sequence[Row[Any]], now: datetime) -> list[Order]:
    """Rows of ``orders`` as whole orders as they are now, in the order given.

    Raises:
        ValueError: a row holds a state or a day that is none.
    """
    ids = [row.order_id for row in rows]
    lines = _grouped(db, t.order_lines, ids, by=t.order_lines.c.position)
    steps = _grouped(db, t.tracking_steps, ids, by=t.tracking_steps.c.at.desc())
    parcels = {row.order_id: row for row in _of(db, t.parcels, ids)}
    refunds = {row.order_id: row for row in _of(db, t.refunds, ids)}
    cases = {row.order_id: row for row in _of(db, t.after_sales, ids)}
    found = [
        Order(
            order_id=row.order_id,
            customer_id=row.customer_id,
            status=OrderStatus(row.status),
            lines=tuple(_line(line) for line in lines[row.order_id]),
            paid_fen=Fen(row.paid_fen),
            placed_at=from_ms(row.placed_at),
            pay_by=read_time(row.pay_by),
            ship_by=date.fromisoformat(row.ship_by) if row.ship_by else None,
            cancelled_at=read_time(row.cancelled_at),
            parcel=_parcel(parcels[row.order_id], steps.get(row.order_id, [])) if row.order_id in parcels else None,
            refund=_refund(refunds[row.order_id]) if row.order_id in refunds else None,
            ship_to=Address(row.recipient, row.phone, row.address) if row.address else None,
            after_sale=_after_sale(cases[row.order_id]) if row.order_id in cases else None,
        )
        for row in rows
    ]
    # The stories of the seed stand still: they are dated anew every day.
    touched = [read_time(row.touched_at) for row in rows]
    return [moved_on(order, since, now) if since else order for order, since in zip(found, touched, strict=True)]


def _of(db: Connection, table: Table, ids: Sequence[str]) -> Sequence[Row[Any]]:
    return db.execute(select(table).where(table.c.order_id.in_(ids))).all()


def _grouped(db: Connection, table: Table, ids: Sequence[str], *, by: Any) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = {}
    for row in db.execute(select(table).where(table.c.order_id.in_(ids)).order_by(by)):
        grouped.setdefault(row.order_id, []).append(row)
    return grouped


def _line(row: Row[Any]) -> OrderLine:
    return OrderLine(row.title, row.spec, row.quantity, Fen(row.unit_fen), row.line_id, row.sku, row.category)


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
        signed_at=read_time(row.signed_at),
        signer=row.signer,
        intercepted_at=read_time(row.intercepted_at),
    )


def _refund(row: Row[Any]) -> Refund:
    return Refund(
        order_id=row.order_id,
        amount_fen=Fen(row.amount_fen),
        reason=row.reason,
        with_goods=row.with_goods,
        expected_on=date.fromisoformat(row.expected_on),
        requested_at=from_ms(row.requested_at),
        approved_at=read_time(row.approved_at),
        goods_back_at=read_time(row.goods_back_at),
        reviewed_at=read_time(row.reviewed_at),
        refunded_at=read_time(row.refunded_at),
        number=row.number,
    )


def _after_sale(row: Row[Any]) -> AfterSale:
    fetched = row.pickup_start is not None
    return AfterSale(
        number=row.number,
        kind=ReturnKind(row.kind),
        reason=row.reason,
        requested_at=from_ms(row.requested_at),
        expected_on=date.fromisoformat(row.expected_on),
        pickup=PickupSlot(from_ms(row.pickup_start), from_ms(row.pickup_end)) if fetched else None,
        approved_at=read_time(row.approved_at),
        goods_back_at=read_time(row.goods_back_at),
        finished_at=read_time(row.finished_at),
    )
