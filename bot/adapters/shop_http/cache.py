"""Orders read a short while ago: what is told, with its time, while the shop is down. Never the ground for a change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commerce.orders import Order
from bot.kernel.clock import Clock, from_ms

KEPT_MS = 10 * 60 * 1000
"""How old an answer may be."""

MAX_CUSTOMERS = 500


@dataclass(frozen=True)
class _Read:
    at_ms: int
    orders: tuple[Order, ...]
    limit: int


class RecentOrders:
    """The newest answers, by customer, in memory only."""

    def __init__(self, clock: Clock, *, kept_ms: int = KEPT_MS, customers: int = MAX_CUSTOMERS) -> None:
        self._clock = clock
        self._kept_ms = kept_ms
        self._customers = customers
        self._lists: OrderedDict[str, _Read] = OrderedDict()
        self._single: OrderedDict[tuple[str, str], _Read] = OrderedDict()

    def keep(self, customer_id: str, orders: Sequence[Order], limit: int) -> None:
        """Remember a list as the shop gave it."""
        self._lists[customer_id] = _Read(self._clock.now_ms(), tuple(orders), limit)
        self._lists.move_to_end(customer_id)
        while len(self._lists) > self._customers:
            self._lists.popitem(last=False)

    def keep_one(self, customer_id: str, order: Order) -> None:
        """Remember one order as the shop gave it."""
        key = (customer_id, order.order_id)
        self._single[key] = _Read(self._clock.now_ms(), (order,), 1)
        self._single.move_to_end(key)
        while len(self._single) > self._customers:
            self._single.popitem(last=False)

    def forget(self, customer_id: str) -> None:
        """Something was asked for: what was read before may not hold any more."""
        self._lists.pop(customer_id, None)
        for key in [key for key in self._single if key[0] == customer_id]:
            del self._single[key]

    def orders(self, customer_id: str, limit: int) -> list[Order] | None:
        """The list with its time, or None. Without any order it is no answer: one may have been placed meanwhile."""
        read = self._lists.get(customer_id)
        if not self._fresh(read) or read is None or not read.orders:
            return None
        if limit > read.limit and len(read.orders) >= read.limit:
            return None
        return [_as_of(order, read) for order in read.orders[:limit]]

    def order(self, customer_id: str, order_id: str) -> Order | None:
        """The order with its time, from whichever answer is newer, or None."""
        found = []
        for read in (self._single.get((customer_id, order_id)), self._lists.get(customer_id)):
            if read is not None and self._fresh(read):
                found += [(read.at_ms, _as_of(order, read)) for order in read.orders if order.order_id == order_id]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _fresh(self, read: _Read | None) -> bool:
        return read is not None and self._clock.now_ms() - read.at_ms <= self._kept_ms


def _as_of(order: Order, read: _Read) -> Order:
    return replace(order, as_of=from_ms(read.at_ms))
