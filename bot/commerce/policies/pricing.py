"""What comes back when the price of bought goods has fallen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.commerce.days import shop_day
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.policies.approval import Deed, Role
from bot.commerce.policies.approving import approver
from bot.commerce.policies.book import Policies
from bot.commerce.policies.windows import closes_at, still_open
from bot.kernel.money import Fen

NOTHING = Fen(0)

_NOT_BOUGHT = frozenset({OrderStatus.UNPAID, OrderStatus.CANCELLED, OrderStatus.RETURNING, OrderStatus.REFUNDED})


class Protection(str, Enum):
    """Paid back; or why not."""

    PAID_BACK = "paid_back"
    NO_RULE = "no_rule"
    NOT_BOUGHT = "not_bought"
    CATEGORY = "category"
    TOO_LATE = "too_late"
    USED_UP = "used_up"
    TOO_LITTLE = "too_little"


@dataclass(frozen=True)
class PriceAnswer:
    """Whether a difference comes back.

    Attributes:
        until: the last second it can be asked for; None when the goods are not protected.
        difference_fen: what comes back, ceiling kept; 0 when nothing does.
        approver: who has to approve it; None when nothing comes back.
    """

    protection: Protection
    until: datetime | None = None
    difference_fen: Fen = NOTHING
    approver: Role | None = None


def price_difference(
    policies: Policies, order: Order, line: int, price_now: Fen, now: datetime, *, times: int = 0, given: Fen = NOTHING
) -> PriceAnswer:
    """What comes back for a line when one piece costs ``price_now``, by the rule of the day it was ordered.

    Args:
        times: how often a difference was already paid for this order.
        given: how much that was.
    """
    goods = order.lines[line]
    rule = policies.price_protection.get("price_protection", shop_day(order.placed_at))
    if rule is None:
        return PriceAnswer(Protection.NO_RULE)
    if order.status in _NOT_BOUGHT:
        return PriceAnswer(Protection.NOT_BOUGHT)
    if goods.category in rule.not_for:
        return PriceAnswer(Protection.CATEGORY)
    until = closes_at(order.placed_at, rule.days)
    if not still_open(until, now):
        return PriceAnswer(Protection.TOO_LATE, until)
    if times >= rule.times or given >= rule.ceiling_fen:
        return PriceAnswer(Protection.USED_UP, until)
    fallen = (goods.unit_fen - price_now) * goods.quantity
    if fallen < max(rule.least_fen, 1):
        return PriceAnswer(Protection.TOO_LITTLE, until)
    back = Fen(min(fallen, rule.ceiling_fen - given))
    role = approver(policies, Deed.PRICE_DIFFERENCE, Fen(given + back), now)
    return PriceAnswer(Protection.PAID_BACK, until, back, role)
