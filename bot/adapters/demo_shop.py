"""The demo shop: a small shop in one SQLite file, behind the same port as a merchant's system.

What is asked of it really happens: a cancelled order is cancelled, a refund is under way and moves on by itself
(``demo_shop_progress``). Its decisions are in ``demo_shop_decisions``, its file in ``demo_shop_file``.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from sqlalchemy import Connection, select

from bot.adapters import demo_shop_counter as counter
from bot.adapters import demo_shop_ledger as ledger
from bot.adapters import demo_shop_records as records
from bot.adapters import demo_shop_rows as rows
from bot.adapters import demo_shop_stock as stocks
from bot.adapters import demo_shop_tables as t
from bot.adapters.demo_shop_decisions import decide, own_order, prices
from bot.adapters.demo_shop_file import DemoFile
from bot.adapters.demo_shop_goods import slots_after
from bot.adapters.demo_shop_progress import pushed
from bot.adapters.outcome_json import Decided
from bot.commerce.aftersales import PickupSlot
from bot.commerce.coupons import Coupon
from bot.commerce.customers import Customer
from bot.commerce.days import shop_day
from bot.commerce.invoices import Invoice
from bot.commerce.membership import Membership
from bot.commerce.orders import Order
from bot.commerce.outcomes import Outcome, Unconfirmed
from bot.commerce.products import PriceCheck, Product
from bot.commerce.requests import RequestPriceProtection, ShopRequest
from bot.commerce.shop import ANSWER_WITHIN_S
from bot.kernel.clock import Clock


class DemoShop:
    """The :class:`bot.commerce.shop.Shop` of the demo."""

    def __init__(self, path: Path, clock: Clock, *, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._file = DemoFile(path, clock, answer_within_s=answer_within_s)

    async def customer(self, customer_id: str) -> Customer | None:
        """See :class:`bot.commerce.shop.ShopReading`."""

        def read(db: Connection) -> Customer | None:
            row = db.execute(select(t.customers).where(t.customers.c.customer_id == customer_id)).first()
            return rows.read_customer(row) if row else None

        return await self._file.read(read)

    async def membership(self, customer_id: str) -> Membership | None:
        """See :class:`bot.commerce.shop.ShopReading`."""

        def read(db: Connection) -> Membership | None:
            row = db.execute(select(t.customers).where(t.customers.c.customer_id == customer_id)).first()
            return records.read_member(row, shop_day(self._file.now())) if row else None

        return await self._file.read(read)

    async def coupons(self, customer_id: str) -> list[Coupon]:
        """See :class:`bot.commerce.shop.ShopReading`."""
        theirs = select(t.coupons).where(t.coupons.c.customer_id == customer_id)
        in_order = theirs.order_by(t.coupons.c.valid_until, t.coupons.c.coupon_id)
        return await self._file.read(lambda db: [records.read_coupon(row) for row in db.execute(in_order)])

    async def orders(self, customer_id: str, limit: int = 20) -> list[Order]:
        """See :class:`bot.commerce.shop.ShopReading`."""
        newest = (
            select(t.orders)
            .where(t.orders.c.customer_id == customer_id)
            .order_by(t.orders.c.placed_at.desc(), t.orders.c.order_id.desc())
            .limit(limit)
        )
        return await self._file.read(lambda db: rows.read_orders(db, db.execute(newest).all(), self._file.now()))

    async def order(self, customer_id: str, order_id: str) -> Order | None:
        """See :class:`bot.commerce.shop.ShopReading`."""
        return await self._file.read(lambda db: own_order(db, customer_id, order_id, self._file.now()))

    async def invoices(self, customer_id: str, order_id: str) -> list[Invoice]:
        """See :class:`bot.commerce.shop.ShopReading`."""
        newest = select(t.invoices).where(t.invoices.c.order_id == order_id).order_by(t.invoices.c.requested_at.desc())

        def read(db: Connection) -> list[Invoice]:
            if own_order(db, customer_id, order_id, self._file.now()) is None:
                return []
            return [records.read_invoice(row, self._file.now()) for row in db.execute(newest)]

        return await self._file.read(read)

    async def price_check(self, customer_id: str, order_id: str) -> PriceCheck | None:
        """See :class:`bot.commerce.shop.ShopReading`."""

        def read(db: Connection) -> PriceCheck | None:
            order = own_order(db, customer_id, order_id, self._file.now())
            if order is None:
                return None
            earlier = ledger.granted_before(db, RequestPriceProtection(order_id), order_id)
            return counter.check_price(order, prices(db), self._file.now(), earlier)

        return await self._file.read(read)

    async def pickup_slots(self, customer_id: str, order_id: str) -> list[PickupSlot]:
        """See :class:`bot.commerce.shop.ShopReading`."""
        order = await self.order(customer_id, order_id)
        return list(slots_after(self._file.now())) if order is not None and order.signed_at is not None else []

    async def product(self, sku: str) -> Product | None:
        """See :class:`bot.commerce.shop.ShopReading`."""

        def read(db: Connection) -> Product | None:
            row = db.execute(select(t.products).where(t.products.c.sku == sku)).first()
            return records.read_product(row) if row else None

        return await self._file.read(read)

    async def find_products(self, words: str, limit: int = 5) -> list[Product]:
        """See :class:`bot.commerce.shop.ShopReading`; likeliest by the pairs of characters a title shares with them."""
        wanted = _pairs(words)

        def read(db: Connection) -> list[Product]:
            pages = [records.read_product(row) for row in db.execute(select(t.products).order_by(t.products.c.sku))]
            found = [(len(wanted & _pairs(page.title)), page) for page in pages]
            hits = sorted((hit for hit in found if hit[0]), key=lambda hit: -hit[0])
            return [page for _, page in hits[:limit]]

        return await self._file.read(read)

    async def carry_out(self, customer_id: str, request: ShopRequest, *, key: str) -> Outcome:
        """See :class:`bot.commerce.shop.ShopWriting`."""

        def deed(db: Connection) -> Decided:
            earlier = ledger.earlier_outcome(db, customer_id, key, request)
            if earlier is not None:
                return earlier
            outcome = decide(db, customer_id, request, self._file.now())
            ledger.remember(db, customer_id, key, request, request.order_id, outcome, self._file.now())
            return outcome

        return await self._file.change(deed) or Unconfirmed(key)

    async def outcome(self, customer_id: str, key: str) -> Outcome | None:
        """See :class:`bot.commerce.shop.ShopWriting`."""
        return await self._file.read(lambda db: ledger.earlier_outcome(db, customer_id, key, None))

    async def push(self, order_id: str) -> Order | None:
        """For demonstrations: do the next step of a refund or after-sales case now; None without such an order."""

        def deed(db: Connection) -> Order | None:
            found = rows.read_orders(
                db, db.execute(select(t.orders).where(t.orders.c.order_id == order_id)).all(), self._file.now()
            )
            if not found:
                return None
            order = pushed(found[0], self._file.now())
            if order != found[0]:
                stocks.save(db, order, self._file.now())
            return order

        return await self._file.change(deed)

    async def ping(self) -> None:
        """See :class:`bot.commerce.shop.Shop`."""
        await self._file.read(lambda db: db.execute(select(t.seed)).one())

    async def close(self) -> None:
        """See :class:`bot.commerce.shop.Shop`."""
        self._file.close()


def _pairs(text: str) -> set[str]:
    letters = [letter for letter in text.lower() if letter.isalnum()]
    return {first + second for first, second in pairwise(letters)}
