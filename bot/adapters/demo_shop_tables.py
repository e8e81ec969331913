"""The demo shop's own tables. Times are milliseconds, days ISO dates on the shop's calendar, money fen."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table

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
    Column("points", Integer, nullable=False),
    Column("expiring_points", Integer, nullable=False),
    Column("expiring_on", String),
    Column("state", String, nullable=False),
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
    Column("recipient", String, nullable=False),
    Column("phone", String, nullable=False),
    Column("address", String, nullable=False),
    Column("story", String, nullable=False, unique=True),
    Column("touched_at", Integer),
    Index("orders_of_a_customer", "customer_id", "placed_at"),
)
"""``story`` names the same order of the seed on every day; ``touched_at``: when something was done about it. An order
that was touched keeps its number and its dates while the others are dated anew."""

order_lines = Table(
    "order_lines",
    METADATA,
    Column("order_id", ForeignKey("orders.order_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("title", String, nullable=False),
    Column("spec", String, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("unit_fen", Integer, nullable=False),
    Column("line_id", String, nullable=False),
    Column("sku", String, nullable=False),
    Column("category", String, nullable=False),
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
    Column("intercepted_at", Integer),
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
    Column("number", String, nullable=False),
)

after_sales = Table(
    "after_sales",
    METADATA,
    Column("order_id", ForeignKey("orders.order_id"), primary_key=True),
    Column("number", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("requested_at", Integer, nullable=False),
    Column("expected_on", String, nullable=False),
    Column("pickup_start", Integer),
    Column("pickup_end", Integer),
    Column("approved_at", Integer),
    Column("goods_back_at", Integer),
    Column("finished_at", Integer),
)

coupons = Table(
    "coupons",
    METADATA,
    Column("coupon_id", String, primary_key=True),
    Column("customer_id", ForeignKey("customers.customer_id"), nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("amount_fen", Integer, nullable=False),
    Column("threshold_fen", Integer, nullable=False),
    Column("valid_from", Integer, nullable=False),
    Column("valid_until", Integer, nullable=False),
    Column("used_at", Integer),
    Column("granted_at", Integer),
)
"""``granted_at``: when it was given as goodwill; none for those of the seed, which are dated anew every day."""

invoices = Table(
    "invoices",
    METADATA,
    Column("number", String, primary_key=True),
    Column("order_id", ForeignKey("orders.order_id"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("amount_fen", Integer, nullable=False),
    Column("requested_at", Integer, nullable=False),
    Column("expected_by", Integer, nullable=False),
    Column("title", String, nullable=False),
    Column("email", String, nullable=False),
    Column("tax_number", String, nullable=False),
)

inquiries = Table(
    "inquiries",
    METADATA,
    Column("number", String, primary_key=True),
    Column("order_id", ForeignKey("orders.order_id"), nullable=False, index=True),
    Column("about", String, nullable=False),
    Column("opened_at", Integer, nullable=False),
    Column("answer_by", Integer, nullable=False),
)
"""What carriers were asked; their answers follow from the parcel and the time (``demo_carrier_desk``)."""

products = Table(
    "products",
    METADATA,
    Column("sku", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("price_fen", Integer, nullable=False),
    Column("variants", JSON, nullable=False),
    Column("facts", JSON, nullable=False),
)

requests = Table(
    "requests",
    METADATA,
    Column("customer_id", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("wish", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("about", String, nullable=False),
    Column("at", Integer, nullable=False),
    Column("outcome", JSON, nullable=False),
    Column("number", String, nullable=False),
    Index("requests_of_a_kind", "kind", "about"),
)
"""What was asked and what became of it, by the key it was asked under. ``wish`` is a digest of the request: a key is
refused for anything else. ``about`` is the order or the parcel; ``number`` is empty unless it was granted."""
