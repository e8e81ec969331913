"""Goods that are in no order of the customer's: told so, rather than taken for the only order there is."""

from __future__ import annotations

import re

from actions.base import Turn
from bot.commerce.orders import Order
from bot.language.goods import may_be_among
from bot.language.parts import missing_part

_DEVICE = re.compile(r"(?:手机|电话|电脑|平板)(?=[上里端号版查看收尾]|显示|短信|没电|银行|支付|客户端)")


def goods_not_bought(turn: Turn, orders: list[Order]) -> str:
    """The goods a message names when no order has anything of the kind; empty when one may have, or it names none.

    A part that is missing (充电器没给我) is no goods of its own, and a telephone one looks at, or is reached by, is
    not what was bought.
    """
    text = _DEVICE.sub("", turn.heard.text)
    if not text or not orders or missing_part(text):
        return ""
    kinds = turn.knowledge.vocabulary.goods(text)
    titles = [line.title for order in orders for line in order.lines]
    if may_be_among(kinds, titles):
        return ""
    return turn.word("terms.and").join(sorted(kind for kind in kinds if kind in text))
