"""Which of a customer's orders is meant, when none is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.commerce.days import shop_day
from bot.commerce.orders import ON_ITS_WAY, TO_SHIP, Order, OrderStatus, is_open

MAX_CHOICES = 5
"""Cards in one choice: what a phone shows without much scrolling."""

RECENTLY_SIGNED_DAYS = 15
"""Days after signing in which a question about refunds is taken to be about that order."""

_OTHER = r"(?:其[他它]|另外?|别的|剩下|换|[上下]一)"
_COUNTED = r"[那这]?[一两几]?[个张笔件]?的?"
_ORDER = r"(?:订单|包裹|快递|单)"
_ANOTHER = re.compile(
    f"{_OTHER}{_COUNTED}{_ORDER}|(?:所有|全部|哪些|几[个张笔]?)的?{_ORDER}|(?:其[他它]|另外?){_COUNTED}(?:呢|吗|$)"
)


_NOT_RECEIVED = re.compile(r"(?:没|未|不)(?:有)?(?:收到|拿到|到手|签收)")
_RECEIVED = re.compile(r"收到|拿到|到手|签收|收货了")


_CAN_BE_RETURNED = re.compile(
    r"(?:能|可以|可不可以|让|给|还)(?:不能|否)?[^，。？！,.?!]{0,4}退|退(?:得|不)了|来得及|(?:过|超)了?(?:七|7)天"
)


def asks_whether_this_one(text: str) -> bool:
    """Whether the question is about an order of theirs ("这个还能退吗") rather than about the rules."""
    return bool(_CAN_BE_RETURNED.search(text))


def means_one_in_hand(text: str) -> bool:
    """Whether the customer speaks of something they already have ("前几天收到的那个想退")."""
    return bool(_RECEIVED.search(_NOT_RECEIVED.sub("", text)))


def means_another_order(text: str) -> bool:
    """Whether the customer turns away from the order being talked about ("还有其他订单呢")."""
    return bool(_ANOTHER.search(text))


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
