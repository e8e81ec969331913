"""Until when goods are under warranty."""

from __future__ import annotations

from datetime import datetime

from bot.commerce.days import shop_day
from bot.commerce.orders import Order
from bot.commerce.policies.book import Policies
from bot.commerce.policies.windows import closes_at


def warranty_until(policies: Policies, order: Order, line: int, extra_days: int = 0) -> datetime | None:
    """The last second of the warranty; None when the goods have none or are not signed for.

    Args:
        extra_days: given on top, e.g. after a quality complaint (playbook F3).
    """
    rule = policies.warranty.get(order.lines[line].category, shop_day(order.placed_at))
    if rule is None or order.signed_at is None:
        return None
    return closes_at(order.signed_at, rule.days + extra_days)
