"""How what was asked of the demo shop goes on by itself: refunds and after-sales cases, a step when its time has come.

A later state follows from the stored one and the clock, so nothing has to run in the background.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from bot.commerce.aftersales import AfterSale
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.parcels import ParcelStatus
from bot.commerce.refunds import Refund, RefundStep

_TAKES = {
    "approved": timedelta(hours=2),
    "goods_back": timedelta(days=2),
    "reviewed": timedelta(days=1),
    "refunded": timedelta(days=1),
    "finished": timedelta(days=2),
}
"""Time from one step to the next, by the code of the next."""

_WHERE = {
    ParcelStatus.SHIPPED: OrderStatus.SHIPPED,
    ParcelStatus.IN_TRANSIT: OrderStatus.IN_TRANSIT,
    ParcelStatus.DELIVERED: OrderStatus.DELIVERED,
    ParcelStatus.SIGNED: OrderStatus.SIGNED,
}


def moved_on(order: Order, since: datetime, now: datetime) -> Order:
    """The order with every step done whose time has come.

    Args:
        since: when something was last done about it. Before that it stood still, as the stories of the seed do.
    """
    while (step := _due(order, since)) is not None and step[1] <= now:
        order = _done(order, *step)
    return order


def pushed(order: Order, now: datetime) -> Order:
    """The order with its next step done now, whenever it is due; the same order when nothing is under way."""
    step = _due(order, now)
    return order if step is None else _done(order, step[0], now)


def _due(order: Order, since: datetime) -> tuple[str, datetime] | None:
    """The next step of what is under way, and when it is due; an after-sales case goes before the money."""
    under_way = [what for what in (order.after_sale, order.refund) if what is not None and what.in_progress]
    steps = [_next(what.steps, since) for what in under_way]
    return min((step for step in steps if step), key=lambda step: step[1], default=None)


def _next(steps: Sequence[RefundStep], since: datetime) -> tuple[str, datetime] | None:
    for before, step in pairwise(steps):
        if step.at is None:
            # ``before`` is done: it is the first step that is not.
            return (step.code, max(before.at, since) + _TAKES[step.code]) if before.at else None
    return None


def _done(order: Order, code: str, at: datetime) -> Order:
    """The step done in whatever waits for it: goods that come back are back for the case and for its money."""
    case, refund = order.after_sale, order.refund
    done: dict[str, Any] = {f"{code}_at": at}
    if case is not None and _waits_for(case, code):
        order = replace(order, after_sale=replace(case, **done))
    if refund is not None and _waits_for(refund, code):
        order = replace(order, refund=replace(refund, **done))
    return _settled(order)


def _waits_for(what: AfterSale | Refund, code: str) -> bool:
    waited_for = next((step.code for step in what.steps if step.at is None), "")
    return waited_for == code


def _settled(order: Order) -> Order:
    """The state of an order whose money is back: over when all of it came, else where its goods are."""
    refund = order.refund
    if order.status is not OrderStatus.RETURNING or refund is None or refund.in_progress:
        return order
    if refund.amount_fen >= order.paid_fen:
        return replace(order, status=OrderStatus.REFUNDED)
    return replace(order, status=_WHERE[order.parcel.status] if order.parcel else OrderStatus.PAID)
