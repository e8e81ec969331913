"""The shop's part of a handoff brief: who the customer is and the orders in question, as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from bot.commerce.cards import logistics_card, order_card, refund_facts
from bot.commerce.choosing import offered
from bot.commerce.customers import Customer
from bot.commerce.orders import Order, is_open, is_overdue
from bot.commerce.shop import Shop
from bot.kernel.clock import from_ms
from bot.kernel.patterns import mask_mobile

MAX_UNNAMED = 3
"""Orders shown when the customer named none: more would bury the one that matters."""

MAX_NAMED = 10


async def gather(shop: Shop, customer_id: str | None, order_ids: Iterable[str], now_ms: int) -> dict[str, Any]:
    """Facts for the brief (protocol, section 6), every order looked up as that customer.

    Args:
        customer_id: None for a visitor, of whom the shop knows nothing.
        order_ids: the orders named in the conversation, the most important first; those that are not the
            customer's are left out. Without any, the open ones, the late first.

    Returns:
        ``{"customer": {id, name, level, phone (masked)} | None, "orders": [{"card", "parcel", "refund"}]}``

    Raises:
        ShopUnavailable: the shop does not answer; the brief is then made without it and says so.
    """
    customer = await shop.customer(customer_id) if customer_id else None
    if customer is None:
        return {"customer": None, "orders": []}
    now = from_ms(now_ms)
    orders = await _named(shop, customer.customer_id, list(dict.fromkeys(order_ids))[:MAX_NAMED])
    if not orders:
        orders = _in_question(await shop.orders(customer.customer_id), now)
    return {"customer": _customer(customer), "orders": [_order(order, now) for order in orders]}


async def _named(shop: Shop, customer_id: str, order_ids: Sequence[str]) -> list[Order]:
    found = [await shop.order(customer_id, order_id) for order_id in order_ids]
    return [order for order in found if order is not None]


def _in_question(orders: Sequence[Order], now: datetime) -> list[Order]:
    still_open = offered([order for order in orders if is_open(order, now)], now, limit=len(orders))
    return sorted(still_open, key=lambda order: not is_overdue(order, now))[:MAX_UNNAMED]


def _customer(customer: Customer) -> dict[str, str]:
    return {
        "id": customer.customer_id,
        "name": customer.name,
        "level": customer.level,
        "phone": mask_mobile(customer.phone),
    }


def _order(order: Order, now: datetime) -> dict[str, Any]:
    return {
        "card": order_card(order, now),
        "parcel": logistics_card(order.parcel, now) if order.parcel else None,
        "refund": refund_facts(order.refund) if order.refund else None,
    }
