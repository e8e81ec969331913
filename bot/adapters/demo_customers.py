"""Whom one may be on the demo page: customers of the demo shop whose situation is worth trying."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commerce.shop import Shop
from bot.handoff.people import CustomerProfile
from bot.kernel.patterns import mask_mobile

STORIES = {
    "u1001": "一个包裹延误两天，一个三天前刚签收",
    "u1002": "一个包裹在路上，时间正常",
    "u1003": "还没下过单",
    "u1004": "显示签收，但没收到货",
    "u1005": "有一笔退款正在处理",
    "u1006": "九天前签收，过了七天",
    "u1007": "三张订单没发出：一张没付款，一张等发货，一张已打包",
    "u1008": "一单买了两样，两天前签收",
}
"""What makes a customer of the seed interesting, the default first."""


class DemoCustomers:
    """The demo shop's side of signing its customers in."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    async def demo_customers(self) -> Sequence[tuple[CustomerProfile, str]]:
        """Each customer with a few words on their situation; phone numbers are masked."""
        found = []
        for customer_id, story in STORIES.items():
            customer = await self._shop.customer(customer_id)
            if customer is not None:
                phone = mask_mobile(customer.phone)
                profile = CustomerProfile(customer_id, customer.name, customer.level, phone, verified=True)
                found.append((profile, story))
        return found
