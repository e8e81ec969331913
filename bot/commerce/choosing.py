"""Which of a customer's orders is meant, when none is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.commerce.days import shop_day
from bot.commerce.orders import ON_ITS_WAY, TO_SHIP, Order, OrderStatus, is_open

MAX_CHOICES = 5
"""Cards in one choice: what a phone shows without much scrolling."""

RECENTLY_SIGNED_DAYS = 15
"""Days after signing in which a question about refunds is taken to be about that order."""


def offered(orders: Iterable[Order], now: datetime, limit: int = MAX_CHOICES) -> list[Order]:
    """The orders to choose from: open ones first, the newest first among each, at most ``limit``."""
    newest = sorted(orders, key=lambda order: order.placed_at, reverse=True)
    return sorted(newest, key=lambda order: not is_open(order, now))[:limit]


def on_its_way(order: Order) -> bool:
    """Whether the parcel is with the courier and has not arrived."""
    return order.status in ON_ITS_WAY


def recently_signed(order: Order, now: datetime) -> bool:
    """Whether a question about refunds may well be about this order."""
    if order.status is not OrderStatus.SIGNED or order.signed_at is None:
        return False
    return shop_day(now) - shop_day(order.signed_at) <= timedelta(days=RECENTLY_SIGNED_DAYS)


def waited_for(order: Order) -> bool:
    """Whether the customer can be waiting for it: paid and not in their hands."""
    return order.status in ON_ITS_WAY | TO_SHIP | {OrderStatus.DELIVERED, OrderStatus.DISPUTED}


def only(orders: Iterable[Order], wanted: Callable[[Order], bool]) -> Order | None:
    """The one order that fits, or None when none or several do."""
    fitting = [order for order in orders if wanted(order)]
    return fitting[0] if len(fitting) == 1 else None
