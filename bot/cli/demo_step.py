"""``jiezhu demo-step``: let a refund or an after-sales case of the demo shop go on, without waiting for its days."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console
from bot.kernel.errors import NotFound, SettingError

if TYPE_CHECKING:
    from bot.commerce.orders import Order
    from bot.runtime.settings import Settings


def demo_step(order_id: Annotated[str, typer.Argument(help="Order number. 订单号。")]) -> None:
    """Do the next step of a demo order's refund now. 让演示订单的退款、售后往前走一步。"""
    with console.one_sentence():
        knobs, _ = console.load()
        if knobs.shop_url:
            raise SettingError("现在接的是商家系统，不是演示店铺（设置 JIEZHU_SHOP_URL）。")
        order = asyncio.run(_push(knobs, order_id))
        for name, case in (("退款", order.refund), ("售后", order.after_sale)):
            if case is not None:
                console.out.print(f"{name} {case.number}：{case.step_now}", soft_wrap=True)
        if order.refund is None and order.after_sale is None:
            console.out.print("这张订单没有进行中的退款或售后。", soft_wrap=True)


async def _push(knobs: Settings, order_id: str) -> Order:
    # Here and not above: SQLAlchemy takes a second to import, which every other command would pay for.
    from bot.adapters.demo_shop import DemoShop
    from bot.kernel.clock import SystemClock
    from bot.runtime import shops

    shops.prepare(knobs, SystemClock())
    shop = DemoShop(knobs.shop_file, SystemClock())
    try:
        order = await shop.push(order_id)
    finally:
        await shop.close()
    if order is None:
        raise NotFound(f"演示店铺里没有订单 {order_id}。")
    return order
