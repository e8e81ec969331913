"""Orders of every state as of one moment, and a shop and a carrier in memory that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.commerce.aftersales import PickupSlot
from bot.commerce.carrier import CarrierRequest, Inquiry, Signature
from bot.commerce.coupons import Coupon
from bot.commerce.customers import Customer
from bot.commerce.days import moment
from bot.commerce.invoices import Invoice
from bot.commerce.membership import Membership
from bot.commerce.orders import Order, OrderLine, OrderStatus
from bot.commerce.outcomes import Accepted, Outcome
from bot.commerce.parcels import Parcel, ParcelStatus, TrackingStep
from bot.commerce.products import PriceCheck, Product
from bot.commerce.refunds import Refund
from bot.commerce.requests import ShopRequest
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
        lines=(OrderLine(title, "雾霾蓝", 1, Fen(29900), line_id="1", sku="JZP001"),),
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
    """A :class:`bot.commerce.shop.Shop` in memory. It decides nothing: it answers as told and keeps what was asked.

    Attributes:
        down: every call fails.
        asked: what was asked for, as ``(customer id, request, key)``.
        answers: what a kind of request is answered; an acceptance when nothing is said.
    """

    def __init__(self, customers: Sequence[Customer], orders: Sequence[Order]) -> None:
        self._customers = {customer.customer_id: customer for customer in customers}
        self._orders = sorted(orders, key=lambda order: (order.placed_at, order.order_id), reverse=True)
        self._done: dict[tuple[str, str], Outcome] = {}
        self.down = False
        self.closed = False
        self.asked: list[tuple[str, ShopRequest | CarrierRequest, str]] = []
        self.answers: dict[type, Outcome] = {}
        self.their_coupons: list[Coupon] = []
        self.their_invoices: list[Invoice] = []
        self.their_membership: Membership | None = None
        self.their_price_check: PriceCheck | None = None
        self.slots: list[PickupSlot] = []
        self.products: list[Product] = []

    async def customer(self, customer_id: str) -> Customer | None:
        self._answer()
        return self._customers.get(customer_id)

    async def membership(self, customer_id: str) -> Membership | None:
        self._answer()
        return self.their_membership if customer_id in self._customers else None

    async def coupons(self, customer_id: str) -> list[Coupon]:
        self._answer()
        return self.their_coupons if customer_id in self._customers else []

    async def orders(self, customer_id: str, limit: int = 20) -> list[Order]:
        self._answer()
        return [order for order in self._orders if order.customer_id == customer_id][:limit]

    async def order(self, customer_id: str, order_id: str) -> Order | None:
        self._answer()
        theirs = (order for order in self._orders if order.customer_id == customer_id)
        return next((order for order in theirs if order.order_id == order_id), None)

    async def invoices(self, customer_id: str, order_id: str) -> list[Invoice]:
        own = await self.order(customer_id, order_id)
        return [one for one in self.their_invoices if own and one.order_id == order_id]

    async def price_check(self, customer_id: str, order_id: str) -> PriceCheck | None:
        return self.their_price_check if await self.order(customer_id, order_id) else None

    async def pickup_slots(self, customer_id: str, order_id: str) -> list[PickupSlot]:
        return self.slots if await self.order(customer_id, order_id) else []

    async def product(self, sku: str) -> Product | None:
        self._answer()
        return next((product for product in self.products if product.sku == sku), None)

    async def find_products(self, words: str, limit: int = 5) -> list[Product]:
        self._answer()
        return [product for product in self.products if words in product.title][:limit]

    async def carry_out(self, customer_id: str, request: ShopRequest | CarrierRequest, *, key: str) -> Outcome:
        self._answer()
        self.asked.append((customer_id, request, key))
        answer = self.answers.get(type(request), Accepted("RF0001", NOW))
        return self._done.setdefault((customer_id, key), answer)

    async def outcome(self, customer_id: str, key: str) -> Outcome | None:
        self._answer()
        return self._done.get((customer_id, key))

    async def ping(self) -> None:
        self._answer()

    async def close(self) -> None:
        self.closed = True

    def _answer(self) -> None:
        if self.down:
            raise ShopUnavailable(why="down for a test")


class MemoryCarrier:
    """A :class:`bot.commerce.carrier.Carrier` for the parcels of a :class:`MemoryShop`, which keeps what is asked."""

    def __init__(self, shop: MemoryShop) -> None:
        self._shop = shop
        self.their_signature: Signature | None = None
        self.their_inquiries: list[Inquiry] = []

    async def track(self, customer_id: str, tracking_no: str) -> Parcel | None:
        parcels = [order.parcel for order in await self._shop.orders(customer_id, 1000) if order.parcel]
        return next((parcel for parcel in parcels if parcel.tracking_no == tracking_no), None)

    async def signature(self, customer_id: str, tracking_no: str) -> Signature | None:
        return self.their_signature if await self.track(customer_id, tracking_no) else None

    async def inquiries(self, customer_id: str, tracking_no: str) -> list[Inquiry]:
        return self.their_inquiries if await self.track(customer_id, tracking_no) else []

    async def carry_out(self, customer_id: str, request: CarrierRequest, *, key: str) -> Outcome:
        return await self._shop.carry_out(customer_id, request, key=key)

    async def outcome(self, customer_id: str, key: str) -> Outcome | None:
        return await self._shop.outcome(customer_id, key)

    async def ping(self) -> None:
        await self._shop.ping()

    async def close(self) -> None:
        await self._shop.close()


def now_ms() -> int:
    """The moment of the samples in milliseconds."""
    return int(NOW.timestamp() * 1000)
