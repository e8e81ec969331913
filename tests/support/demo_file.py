"""A demo shop's file at the end of a month, ten minutes before it is dated anew."""

from __future__ import annotations

from datetime import date, timedelta

from bot.adapters.demo_shop import DemoShop
from bot.commerce.days import moment
from bot.commerce.parcels import late_days
from bot.kernel.clock import FixedClock, from_ms

NOW = moment(date(2025, 11, 30), 23, 50)
TOMORROW = NOW + timedelta(minutes=30)


async def days_late(shop: DemoShop, clock: FixedClock) -> list[int]:
    orders = await shop.orders("u1001")
    return [late_days(order.parcel, from_ms(clock.now_ms())) for order in orders if order.parcel]
