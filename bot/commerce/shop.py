"""The port to a shop: who a customer is and what they ordered, and nothing else."""

from __future__ import annotations

from typing import Protocol

from bot.commerce.customers import Customer
from bot.commerce.orders import Order

ANSWER_WITHIN_S = 2.0
"""Seconds a shop has for one answer; a turn of the bot has five in all."""


class Shop(Protocol):
    """A merchant's system, asked *as a customer*: there is no way to ask for an order without saying whose it is.

    An order comes whole, with its parcel and its refund, so one answer never mixes two moments.

    Every call raises :class:`bot.kernel.errors.ShopUnavailable` when the shop does not answer within
    :data:`ANSWER_WITHIN_S` seconds or answers with nonsense.
    """

    async def customer(self, customer_id: str) -> Customer | None:
        """The customer, or None when the shop knows no such id."""
        ...

    async def orders(self, customer_id: str, limit: int = 20) -> list[Order]:
        """The customer's orders, newest first, at most ``limit``; empty for somebody unknown."""
        ...

    async def order(self, customer_id: str, order_id: str) -> Order | None:
        """That order, or None when it is not this customer's: somebody else's and none at all look the same."""
        ...

    async def ping(self) -> None:
        """Return when the shop answers."""
        ...

    def close(self) -> None:
        """Let go of connections and threads; nothing is asked afterwards."""
        ...
