"""Whether a question about paying is about an order that waits to be paid."""

from __future__ import annotations

import re

_ABOUT_UNPAID = re.compile(
    r"待付款|未付款|没付|没有付|还没付|未支付|待支付|(?:怎么|咋|去哪|在哪|哪里|继续|再)(?:付|支付)|付(?:不了|不上|款失败)|支付(?:失败|异常)"
    r"|保留|自动取消|(?:多久|几点|什么时候)[^，。？！]{0,6}(?:取消|过期|失效)|扣(?:了|款|钱)|划走|付款(?:时间|倒计时|成功)|付(?:完|好|了)"
)


def asks_about_unpaid(text: str) -> bool:
    """Whether the state of an unpaid order belongs into the answer ("钱扣了怎么还是待付款", "没付款能留多久")."""
    return bool(_ABOUT_UNPAID.search(text))
