"""What is asked about goods: whether they are there, what they cost, what they are."""

from __future__ import annotations

import re

_STOCK = re.compile(
    r"(?:有|没|无|缺|断|到|补|现|剩|来)(?:了)?(?:现)?货(?!到付|物|款)|库存|补货|上架|下架|售罄|卖完|卖光|预售|还有(?!没有|多久|什么|啥|别的)"
    r"|有(?:没有)?[^，。？！]{0,8}(?:色|码|号|款)(?:的)?(?:吗|么|没|不|嘛|？|\?|$)|还(?:能|可以)(?:买|拍)|抢(?:光|不到)|选不了|点不了"
)
_NOT_STOCK = re.compile(r"(?:发|退|换|收|验|送|催)(?:了)?货|到货(?:付款|了|后|时)")
_PRICE = re.compile(r"多少钱|什么价|啥价|价格(?:是)?(?:多少|怎么|呢|吗)|几块|卖多少|贵不贵|怎么卖|售价")
_OVERVIEW = re.compile(r"介绍|详情|参数|配置|了解(?:一下|下)|说说这|规格|(?:怎么样|咋样|好不好)[？?。呀啊]*$")


def asks_stock(text: str) -> bool:
    """Whether it is asked if something can be had ("还有L码吗", "什么时候补货")."""
    return bool(_STOCK.search(_NOT_STOCK.sub(" ", text)))


def asks_price(text: str) -> bool:
    """Whether it is asked what something costs."""
    return bool(_PRICE.search(text))


def asks_overview(text: str) -> bool:
    """Whether it is asked what something is like in general ("介绍一下这款")."""
    return bool(_OVERVIEW.search(text))
