"""An order and the states it goes through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.commerce.addresses import Address
from bot.commerce.aftersales import AfterSale
from bot.commerce.days import shop_day
from bot.commerce.parcels import Parcel, is_late
from bot.commerce.refunds import Refund, refund_window
from bot.kernel.money import Fen


class OrderStatus(str, Enum):
    """The states of an OrderCard (protocol, section 1)."""

    UNPAID = "unpaid"
    PAID = "paid"
    PACKED = "packed"
    SHIPPED = "shipped"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    SIGNED = "signed"
    DISPUTED = "disputed"
    RETURNING = "returning"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"


TO_SHIP = frozenset({OrderStatus.PAID, OrderStatus.PACKED})
ON_ITS_WAY = frozenset({OrderStatus.SHIPPED, OrderStatus.IN_TRANSIT})
OVER = frozenset({OrderStatus.REFUNDED, OrderStatus.CANCELLED})


@dataclass(frozen=True)
class OrderLine:
    """One kind of goods in an order.

    Attributes:
        line_id: names the line within its order.
        sku: names the product in the shop; empty when it is not on sale any more.
        category: code of the goods' category in ``data/policies/categories.yml``; empty: goods like most others.
    """

    title: str
    spec: str
    quantity: int
    unit_fen: Fen
    line_id: str = ""
    sku: str = ""
    category: str = ""


@dataclass(frozen=True)
class Order:
    """An order of one customer, with its parcel and its refund when it has them.

    Attributes:
        pay_by: until when an unpaid order is kept.
        ship_by: the last day the shop promised to send it off, on the shop's calendar.
        cancelled_at: when it was cancelled.
        ship_to: where it goes, as far as the shop says.
        after_sale: the latest case of goods going back.
        as_of: None for an order as the shop has it now; else the shop is down, and this is its word of that time.
    """

    order_id: str
    customer_id: str
    status: OrderStatus
    lines: tuple[OrderLine, ...]
    paid_fen: Fen
    placed_at: datetime
    pay_by: datetime | None = None
    ship_by: date | None = None
    cancelled_at: datetime | None = None
    parcel: Parcel | None = None
    refund: Refund | None = None
    ship_to: Address | None = None
    after_sale: AfterSale | None = None
    as_of: datetime | None = None

    @property
    def title(self) -> str:
        """What was bought, short: the first title, and how many kinds there are when more than one."""
        return title_of(self.lines)

    @property
    def spec(self) -> str:
        """The first line's kind (colour, size …)."""
        return self.lines[0].spec

    @property
    def quantity(self) -> int:
        """Pieces in all."""
        return sum(line.quantity for line in self.lines)

    @property
    def signed_at(self) -> datetime | None:
        """When the parcel was signed for, by whomever."""
        return self.parcel.signed_at if self.parcel else None


def title_of(lines: Sequence[OrderLine]) -> str:
    """Several kinds of goods, short: the first title, and how many kinds there are when more than one."""
    first = lines[0].title
    return first if len(lines) == 1 else f"{first}等{len(lines)}种商品"


def is_overdue(order: Order, now: datetime) -> bool:
    """Whether a promised day has passed: the sending-off of a paid order, or the arrival of its parcel."""
    if order.status in TO_SHIP:
        return order.ship_by is not None and shop_day(now) > order.ship_by
    return order.status in ON_ITS_WAY and order.parcel is not None and is_late(order.parcel, now)


def is_open(order: Order, now: datetime) -> bool:
    """Whether there is still something to do for the customer: not over, and not signed with its window closed."""
    if order.status is OrderStatus.SIGNED:
        window = refund_window(order, now)
        return window is not None and window.open
    return order.status not in OVER
