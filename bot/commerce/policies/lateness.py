"""How late an order is: not sent off in time, delayed on the road, or lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.commerce.days import shop_day
from bot.commerce.orders import TO_SHIP, Order
from bot.commerce.parcels import late_days
from bot.commerce.policies.book import Policies

LATENESS = "lateness"


class Late(str, Enum):
    """In time; not sent off by the promised day; over the promised day on the road; so long over that it is lost."""

    IN_TIME = "in_time"
    NOT_SENT = "not_sent"
    DELAYED = "delayed"
    LOST = "lost"


@dataclass(frozen=True)
class Lateness:
    """How late, in whole days on the shop's calendar; 0 when in time."""

    kind: Late
    days: int


def lateness(policies: Policies, order: Order, now: datetime) -> Lateness:
    """Judge an order by the days it was promised for; without a rule in force, each day over counts as a delay."""
    if order.status in TO_SHIP:
        days = (shop_day(now) - order.ship_by).days if order.ship_by else 0
        return Lateness(Late.NOT_SENT, days) if days > 0 else Lateness(Late.IN_TIME, 0)
    days = late_days(order.parcel, now) if order.parcel else 0
    rule = policies.delivery.lateness.get(LATENESS, shop_day(now))
    if days < (rule.late_days if rule else 1):
        return Lateness(Late.IN_TIME, 0)
    return Lateness(Late.LOST if rule and days >= rule.lost_days else Late.DELAYED, days)
