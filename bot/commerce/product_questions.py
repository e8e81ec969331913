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

_RECOMMEND = re.compile(
    r"推荐|安利|种草|(?:有没有|有啥|有什么|有哪些)[^，。？！]{0,6}(?:适合|合适|值得|好用|好看|热门|爆款|销量)|(?:帮我|给我)(?:挑|选)|"
    r"(?:想|要)送[^，。？！]{1,8}(?:什么|啥)好|买(?:什么|啥|哪[个款种])[^，。？！]{0,6}好|"
    r"销量最好|卖得最好|哪[款个种](?:最好|卖得好|性价比)"
)
_NOT_RECOMMEND = re.compile(
    r"推荐(?:码|人|奖|语|位)|[尺码号色](?:推荐|合适)|推荐[^，。？！]{0,4}[尺码]|穿(?:多大|什么)|多大码"
)
_AT_MOST = re.compile(r"以内|以下|不超过|之内|不到|内的|封顶|最多")
_LEEWAY_PERCENT = 120


def asks_stock(text: str) -> bool:
    """Whether it is asked if something can be had ("还有L码吗", "什么时候补货")."""
    return bool(_STOCK.search(_NOT_STOCK.sub(" ", text)))


def asks_price(text: str) -> bool:
    """Whether it is asked what something costs."""
    return bool(_PRICE.search(text))


def asks_overview(text: str) -> bool:
    """Whether it is asked what something is like in general ("介绍一下这款")."""
    return bool(_OVERVIEW.search(text))


def asks_recommendation(text: str) -> bool:
    """Whether something is to be recommended ("推荐一款保温杯"); which size to take is another question."""
    return bool(_RECOMMEND.search(text)) and not _NOT_RECOMMEND.search(text)


def budget_of(text: str, amount_fen: int | None) -> int | None:
    """The most that it may cost, in fen: what a text names, a little more unless it says 以内; None for no limit."""
    if amount_fen is None:
        return None
    return amount_fen if _AT_MOST.search(text) else amount_fen * _LEEWAY_PERCENT // 100
