"""The demo shop's own tables. Times are milliseconds, days ISO dates on the shop's calendar, money fen."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table

METADATA = MetaData()

seed = Table(
    "seed",
    METADATA,
    Column("day", String, primary_key=True),
    Column("version", Integer, nullable=False),
)
"""The day the dates are relative to, and the version of the seed that wrote them."""

customers = Table(
    "customers",
    METADATA,
    Column("customer_id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("level", String, nullable=False),
    Column("phone", String, nullable=False),
    Column("city", String, nullable=False),
)

orders = Table(
    "orders",
    METADATA,
    Column("order_id", String, primary_key=True),
    Column("customer_id", ForeignKey("customers.customer_id"), nullable=False),
    Column("status", String, nullable=False),
    Column("paid_fen", Integer, nullable=False),
    Column("placed_at", Integer, nullable=False),
    Column("pay_by", Integer),
    Column("ship_by", String),
    Column("cancelled_at", Integer),
    Index("orders_of_a_customer", "customer_id", "placed_at"),
)

order_lines = Table(
    "order_lines",
    METADATA,
    Column("order_id", ForeignKey("orders.order_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("title", String, nullable=False),
    Column("spec", String, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("unit_fen", Integer, nullable=False),
)

parcels = Table(
    "parcels",
    METADATA,
    Column("order_id", ForeignKey("orders.order_id"), primary_key=True),
    Column("carrier", String, nullable=False),
    Column("tracking_no", String, nullable=False, unique=True),
    Column("status", String, nullable=False),
    Column("shipped_at", Integer, nullable=False),
    Column("promised_on", String, nullable=False),
    Column("place", String, nullable=False),
    Column("signed_at", Integer),
    Column("signer", String, nullable=False),
)

tracking_steps = Table(
    "tracking_steps",
    METADATA,
    Column("order_id", ForeignKey("parcels.order_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("text", String, nullable=False),
)

refunds = Table(
    "refunds",
    METADATA,
    Column("order_id", ForeignKey("orders.order_id"), primary_key=True),
    Column("amount_fen", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("with_goods", Boolean, nullable=False),
    Column("expected_on", String, nullable=False),
    Column("requested_at", Integer, nullable=False),
    Column("approved_at", Integer),
    Column("goods_back_at", Integer),
    Column("reviewed_at", Integer),
    Column("refunded_at", Integer),
)
