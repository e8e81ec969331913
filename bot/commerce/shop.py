"""The port to a shop: what it knows of a customer, and what it is asked to do for them."""

from __future__ import annotations

from typing import Protocol

from bot.commerce.aftersales import PickupSlot
from bot.commerce.coupons import Coupon
from bot.commerce.customers import Customer
from bot.commerce.invoices import Invoice
from bot.commerce.membership import Membership
from bot.commerce.orders import Order
from bot.commerce.outcomes import Outcome
from bot.commerce.products import PriceCheck, Product
from bot.commerce.requests import ShopRequest

ANSWER_WITHIN_S = 2.0
"""Seconds a shop has for one answer, all tries together; a turn of the bot has five in all."""


class ShopReading(Protocol):
    """What a merchant's system knows, asked *as a customer*: there is no way to ask for an order but by saying whose.

    An order comes whole, with its parcel, its refund and its after-sales case, so one answer never mixes two moments.
    While the shop is down, an order read a short while ago may be given instead; its ``as_of`` then says when.

    Every call raises :class:`bot.kernel.errors.ShopUnavailable` when the shop does not answer within
    :data:`ANSWER_WITHIN_S` seconds or answers with nonsense; its field ``why`` says which, for logs.
    """

    async def customer(self, customer_id: str) -> Customer | None:
        """The customer, or None when the shop knows no such id."""
        ...

    async def membership(self, customer_id: str) -> Membership | None:
        """Level, points and account, or None when the shop knows no such id."""
        ...

    async def coupons(self, customer_id: str) -> list[Coupon]:
        """The customer's coupons, spent and lapsed ones too, those that lapse first in front."""
        ...

    async def orders(self, customer_id: str, limit: int = 20) -> list[Order]:
        """The customer's orders, newest first, at most ``limit``; empty for somebody unknown."""
        ...

    async def order(self, customer_id: str, order_id: str) -> Order | None:
        """That order, or None when it is not this customer's: somebody else's and none at all look the same."""
        ...

    async def invoices(self, customer_id: str, order_id: str) -> list[Invoice]:
        """The invoices of an order, newest first; empty when it is not this customer's."""
        ...

    async def price_check(self, customer_id: str, order_id: str) -> PriceCheck | None:
        """Whether a price difference is given back now, or None when the order is not this customer's."""
        ...

    async def pickup_slots(self, customer_id: str, order_id: str) -> list[PickupSlot]:
        """When goods of this order can be fetched, soonest first; empty when the shop fetches none."""
        ...

    async def product(self, sku: str) -> Product | None:
        """A product, or None when the shop has none of that number."""
        ...

    async def find_products(self, words: str, limit: int = 5) -> list[Product]:
        """Products the words name, the likeliest first."""
        ...


class ShopWriting(Protocol):
    """What a merchant's system is asked to do. It alone decides; the rules are on its side of this port."""

    async def carry_out(self, customer_id: str, request: ShopRequest, *, key: str) -> Outcome:
        """Ask for one thing, once: the same ``key`` again gives the first outcome and changes nothing.

        Args:
            key: from :func:`bot.commerce.requests.request_key`. A key stands for one wish of one customer.

        Returns:
            What the shop decided, or ``Unconfirmed`` when it may have happened and no answer came.

        Raises:
            BadInput: the key was used for something else before (field ``why``: ``key_reused``).
            ShopUnavailable: the shop was not reached; nothing has happened.
        """
        ...

    async def outcome(self, customer_id: str, key: str) -> Outcome | None:
        """What became of a request; None when the shop never got it, so that it may be asked for with this key."""
        ...


class Shop(ShopReading, ShopWriting, Protocol):
    """A merchant's system, whole."""

    async def ping(self) -> None:
        """Return when the shop answers."""
        ...

    async def close(self) -> None:
        """Let go of connections and threads; nothing is asked afterwards."""
        ...
