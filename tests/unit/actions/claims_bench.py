"""What the tests of claims have in common: an order of jeans and shoes, and what is said about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from action_bench import Answer, heard, run, shop_of
from support.shop_samples import NOW, MemoryShop, an_order

from actions.base import SkillAction
from actions.damaged_or_missing import ValidateDamaged
from actions.product_quality import ValidateQuality
from actions.refund_request import ValidateRefund
from actions.return_exchange import ValidateReturn
from bot.commerce.aftersales import PickupSlot
from bot.commerce.orders import Order, OrderLine
from bot.commerce.products import Product, Variant
from bot.kernel.money import Fen

NUMBER = "JZ251120000001"
MATTERS: dict[type[SkillAction], str] = {
    ValidateRefund: "request_refund",
    ValidateReturn: "request_return",
    ValidateQuality: "complain_quality",
    ValidateDamaged: "complain_damaged",
}
JEANS = OrderLine("高腰直筒牛仔裤", "27码 复古蓝", 1, Fen(16900), line_id="1", sku="JZP020", category="clothing")
SHOES = OrderLine("轻便缓震跑步鞋", "42码 黑白", 1, Fen(25900), line_id="2", sku="JZP021", category="shoes_bags")
MORNING = PickupSlot(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=3))


def two_goods() -> Order:
    """One order of jeans and shoes, signed for three days ago."""
    return replace(an_order("signed"), lines=(JEANS, SHOES), paid_fen=Fen(42800))


def a_shop(order: Order | None = None) -> MemoryShop:
    """A shop with that order and the jeans in three kinds."""
    shop = shop_of(order or two_goods())
    kinds = ("27码 复古蓝", "29码 烟灰色", "31码 烟灰色")
    shop.products = [
        Product("JZP020", "高腰直筒牛仔裤", variants=tuple(Variant(kind, 5) for kind in kinds), price_fen=Fen(16900))
    ]
    return shop


async def opened(action: type[SkillAction], text: str, shop: MemoryShop | None = None, **more: Any) -> Answer:
    """What is said to the message that opens the matter."""
    form = {
        ValidateRefund: "refund_form",
        ValidateReturn: "return_form",
        ValidateQuality: "quality_form",
        ValidateDamaged: "damaged_form",
    }[action]
    events = [{"event": "user"}, {"event": "active_loop", "name": form}]
    return await run(action, shop or a_shop(), heard(MATTERS[action], text, events=events, **more))


async def told(
    action: type[SkillAction],
    text: str,
    *,
    asks: str,
    intent: str = "inform_order",
    entities: list[dict[str, Any]] | None = None,
    shop: MemoryShop | None = None,
    **slots: Any,
) -> Answer:
    """What is said to a message inside it."""
    known = {"matter": MATTERS[action], "requested_slot": asks, "about_order": NUMBER, **slots}
    tracker = heard(intent, text, events=[{"event": "user"}], slots=known, entities=entities)
    return await run(action, shop or a_shop(), tracker)
