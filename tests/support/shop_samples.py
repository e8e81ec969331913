"""Orders of every state as of one moment, and a shop in memory that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.commerce.customers import Customer
from bot.commerce.days import moment
from bot.commerce.orders import Order, OrderLine, OrderStatus
from bot.commerce.parcels import Parcel, ParcelStatus, TrackingStep
from bot.commerce.refunds import Refund
from bot.kernel.errors import ShopUnavailable
from bot.kernel.money import Fen

TODAY = date(2025, 11, 21)
NOW = moment(TODAY, 10, 30)

LIN = Customer("u1001", "林晓", "金卡会员", "13812345678", "上海市")
SHEN = Customer("u1002", "沈嘉禾", "普通会员", "15987654321", "北京市")

_PARCEL_OF = {
    OrderStatus.SHIPPED: ParcelStatus.SHIPPED,
    OrderStatus.IN_TRANSIT: ParcelStatus.IN_TRANSIT,
    OrderStatus.DELIVERED: ParcelStatus.DELIVERED,
    OrderStatus.SIGNED: ParcelStatus.SIGNED,
    OrderStatus.DISPUTED: ParcelStatus.SIGNED,
    OrderStatus.RETURNING: ParcelStatus.SIGNED,
    OrderStatus.REFUNDED: ParcelStatus.SIGNED,
}


def day(offset: int) -> date:
    """The day so many days after today."""
    return TODAY + timedelta(days=offset)


def an_order(
    status: str = "paid",
    *,
    number: str = "JZ251120000001",
    owner: str = "u1001",
    placed: datetime | None = None,
    due: int = 1,
    signed: int = -3,
    title: str = "云朵棉四件套",
    with_parcel: bool = True,
) -> Order:
    """An order in a state, with the parcel and the refund that belong to it.

    Args:
        due: the promised day of sending off or arriving, in days from today.
        signed: the day of signing, in days from today.
    """
    state = OrderStatus(status)
    parcel = _parcel(number, state, due, signed) if with_parcel and state in _PARCEL_OF else None
    return Order(
        order_id=number,
        customer_id=owner,
        status=state,
        lines=(OrderLine(title, "雾霾蓝", 1, Fen(29900)),),
        paid_fen=Fen(29900),
        placed_at=placed or moment(day(-5), 9),
        pay_by=moment(day(1), 20) if state is OrderStatus.UNPAID else None,
        ship_by=day(due),
        cancelled_at=moment(day(-4), 9) if state is OrderStatus.CANCELLED else None,
        parcel=parcel,
        refund=_refund(number, state),
    )


def _parcel(number: str, state: OrderStatus, due: int, signed: int) -> Parcel:
    status = _PARCEL_OF[state]
    done = status is ParcelStatus.SIGNED
    return Parcel(
        order_id=number,
        carrier="顺丰速运",
        tracking_no=f"SF{number[2:]}1",
        status=status,
        shipped_at=moment(day(-4), 19),
        promised_on=day(due),
        steps=(
            TrackingStep(moment(day(-1), 15, 8), "快件已到达上海青浦转运中心"),
            TrackingStep(moment(day(-4), 19), "顺丰速运已揽收"),
        ),
        place="丰巢快递柜" if status is ParcelStatus.DELIVERED else "",
        signed_at=moment(day(signed), 16, 20) if done else None,
        signer="门卫" if done else "",
    )


def _refund(number: str, state: OrderStatus) -> Refund | None:
    if state not in (OrderStatus.RETURNING, OrderStatus.REFUNDED):
        return None
    refund = Refund(
        order_id=number,
        amount_fen=Fen(29900),
        reason="尺码不合适",
        with_goods=True,
        expected_on=day(2),
        requested_at=moment(day(-2), 20),
        approved_at=moment(day(-1), 10),
    )
    if state is OrderStatus.REFUNDED:
        back = {name: moment(day(-1), 12) for name in ("goods_back_at", "reviewed_at", "refunded_at")}
        return replace(refund, **back)
    return refund


class MemoryShop:
    """A :class:`bot.commerce.shop.Shop` in memory; ``down`` makes every call fail."""

    def __init__(self, customers: Sequence[Customer], orders: Sequence[Order]) -> None:
        self._customers = {customer.customer_id: customer for customer in customers}
        self._orders = sorted(orders, key=lambda order: (order.placed_at, order.order_id), reverse=True)
        self.down = False
        self.closed = False

    async def customer(self, customer_id: str) -> Customer | None:
        self._answer()
        return self._customers.get(customer_id)

    async def orders(self, customer_id: str, limit: int = 20) -> list[Order]:
        self._answer()
        return [order for order in self._orders if order.customer_id == customer_id][:limit]

    async def order(self, customer_id: str, order_id: str) -> Order | None:
        self._answer()
        theirs = (order for order in self._orders if order.customer_id == customer_id)
        return next((order for order in theirs if order.order_id == order_id), None)

    async def ping(self) -> None:
        self._answer()

    def close(self) -> None:
        self.closed = True

    def _answer(self) -> None:
        if self.down:
            raise ShopUnavailable(why="down for a test")


def now_ms() -> int:
    """The moment of the samples in milliseconds."""
    return int(NOW.timestamp() * 1000)
