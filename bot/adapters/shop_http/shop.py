"""The port :class:`bot.commerce.shop.Shop` on a merchant's system."""

from __future__ import annotations

from bot.adapters.shop_http import wire_answers as answers
from bot.adapters.shop_http.cache import RecentOrders
from bot.adapters.shop_http.client import ShopClient
from bot.adapters.shop_http.questions import Questions
from bot.adapters.shop_http.wire import list_of, of
from bot.adapters.shop_http.wire_orders import OrderDoc, SlotDoc
from bot.commerce.aftersales import PickupSlot
from bot.commerce.coupons import Coupon
from bot.commerce.customers import Customer
from bot.commerce.invoices import Invoice
from bot.commerce.membership import Membership
from bot.commerce.orders import Order
from bot.commerce.outcomes import Outcome
from bot.commerce.products import PriceCheck, Product
from bot.commerce.requests import ShopRequest
from bot.kernel.clock import Clock
from bot.kernel.errors import ShopUnavailable

MAX_WORDS = 60


class HttpShop:
    """A merchant's system. Orders it gave a short while ago are given with their time while it is down."""

    def __init__(self, client: ShopClient, clock: Clock) -> None:
        self._ask = Questions(client)
        self._recent = RecentOrders(clock)

    async def customer(self, customer_id: str) -> Customer | None:
        """See :class:`bot.commerce.shop.ShopReading`."""
        read = of(answers.CustomerDoc, answers.CustomerDoc.customer)
        return await self._ask.one("getCustomer", read, "customers", customer_id)

    async def membership(self, customer_id: str) -> Membership | None:
        """See :class:`bot.commerce.shop.ShopReading`."""
        read = of(answers.MembershipDoc, answers.MembershipDoc.membership)
        return await self._ask.one("getMembership", read, "customers", customer_id, "membership")

    async def coupons(self, customer_id: str) -> list[Coupon]:
        """See :class:`bot.commerce.shop.ShopReading`."""
        read = list_of(answers.CouponDoc, answers.CouponDoc.coupon)
        found = await self._ask.several("listCoupons", read, "customers", customer_id, "coupons")
        return sorted(found, key=lambda coupon: (coupon.valid_until, coupon.coupon_id))

    async def orders(self, customer_id: str, limit: int = 20) -> list[Order]:
        """See :class:`bot.commerce.shop.ShopReading`."""
        read = list_of(OrderDoc, lambda doc: doc.order(customer_id))
        place, query = ("customers", customer_id, "orders"), {"limit": limit}
        try:
            found = await self._ask.several("listOrders", read, *place, query=query)
        except ShopUnavailable:
            kept = self._recent.orders(customer_id, limit)
            if kept is None:
                raise
            return kept
        newest = sorted(found, key=lambda order: (order.placed_at, order.order_id), reverse=True)[:limit]
        self._recent.keep(customer_id, newest, limit)
        return newest

    async def order(self, customer_id: str, order_id: str) -> Order | None:
        """See :class:`bot.commerce.shop.ShopReading`."""
        read = of(OrderDoc, lambda doc: _only(doc.order(customer_id), order_id))
        try:
            order = await self._ask.one("getOrder", read, "customers", customer_id, "orders", order_id)
        except ShopUnavailable:
            kept = self._recent.order(customer_id, order_id)
            if kept is None:
                raise
            return kept
        if order is not None:
            self._recent.keep_one(customer_id, order)
        return order

    async def invoices(self, customer_id: str, order_id: str) -> list[Invoice]:
        """See :class:`bot.commerce.shop.ShopReading`."""
        read = list_of(answers.InvoiceDoc, answers.InvoiceDoc.invoice)
        place = ("customers", customer_id, "orders", order_id, "invoices")
        found = await self._ask.several("listInvoices", read, *place)
        return sorted(found, key=lambda invoice: invoice.requested_at, reverse=True)

    async def price_check(self, customer_id: str, order_id: str) -> PriceCheck | None:
        """See :class:`bot.commerce.shop.ShopReading`."""
        read = of(answers.PriceCheckDoc, answers.PriceCheckDoc.check)
        return await self._ask.one("checkPrice", read, "customers", customer_id, "orders", order_id, "price-check")

    async def pickup_slots(self, customer_id: str, order_id: str) -> list[PickupSlot]:
        """See :class:`bot.commerce.shop.ShopReading`."""
        place = ("customers", customer_id, "orders", order_id, "pickup-slots")
        found = await self._ask.several("listPickupSlots", list_of(SlotDoc, SlotDoc.slot), *place)
        return sorted(found, key=lambda slot: slot.start)

    async def product(self, sku: str) -> Product | None:
        """See :class:`bot.commerce.shop.ShopReading`."""
        return await self._ask.one("getProduct", of(answers.ProductDoc, answers.ProductDoc.product), "products", sku)

    async def find_products(self, words: str, limit: int = 5) -> list[Product]:
        """See :class:`bot.commerce.shop.ShopReading`."""
        wanted = words.strip()[:MAX_WORDS]
        if not wanted:
            return []
        read = list_of(answers.ProductDoc, answers.ProductDoc.product)
        found = await self._ask.several("findProducts", read, "products", query={"q": wanted, "limit": limit})
        return found[:limit]

    async def carry_out(self, customer_id: str, request: ShopRequest, *, key: str) -> Outcome:
        """See :class:`bot.commerce.shop.ShopWriting`."""
        try:
            return await self._ask.to_do(customer_id, request, key)
        finally:
            # Whatever came of it: an order as it was before may not be told any more.
            self._recent.forget(customer_id)

    async def outcome(self, customer_id: str, key: str) -> Outcome | None:
        """See :class:`bot.commerce.shop.ShopWriting`."""
        return await self._ask.what_became(customer_id, key)

    async def ping(self) -> None:
        """See :class:`bot.commerce.shop.Shop`."""
        await self._ask.anything()

    async def close(self) -> None:
        """See :class:`bot.commerce.shop.Shop`."""
        await self._ask.end()


def _only(order: Order, order_id: str) -> Order:
    if order.order_id != order_id:
        raise ValueError("order_id")
    return order
