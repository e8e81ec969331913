"""Which of a member's own figures a question is about, and whether it wants them rather than the rules."""

from __future__ import annotations

import re
from enum import Enum


class About(str, Enum):
    """What a shop knows of a member."""

    POINTS = "points"
    EXPIRING = "expiring"
    LEVEL = "level"
    BENEFITS = "benefits"
    COUPONS = "coupons"
    LOCK = "lock"


_WORDS: tuple[tuple[About, re.Pattern[str]], ...] = (
    (About.EXPIRING, re.compile(r"积分[^，。？！]{0,8}(?:过期|到期|失效|作废|清零)|(?:过期|到期)的?积分")),
    (About.POINTS, re.compile(r"积分")),
    (About.COUPONS, re.compile(r"(?:优惠|免邮|包邮|生日|红包|运费)券|卡券|(?:几|哪些|什么|有|我的|[那这]张)券")),
    (About.BENEFITS, re.compile(r"权益|特权|会员[^，。？！]{0,6}(?:好处|福利|待遇)|享受(?:什么|啥|哪些)")),
    (About.LEVEL, re.compile(r"等级|级别|几级|哪一?级|升级|升到|降级|(?:银|金|黑金)卡(?:会员)?|什么会员|啥会员")),
    (About.LOCK, re.compile(r"冻结|锁(?:定|了|住|上)|被锁|封(?:号|了|我)|解(?:冻|封|锁)|异常|风控|限制")),
)
_OWN = re.compile(
    r"多少|几(?:级|张|分)|哪些|哪一?级|还差|差多少|还剩|剩余|查(?:一?下|询|看)?|看(?:一?下|看)|是什么(?:会员|等级)|有(?:没有)?券"
    r"|我的?(?:会员)?(?:积分|等级|级别|权益|券|优惠券)(?:$|[？?。！!，,]|呢|是|有|什么时候|啥时候|几时|快|还|要)"
)
_RULE = re.compile(
    r"怎么(?!没)|如何|咋|能不能|可以|能(?:换|抵|用|转|送)|为什么|为啥|一块|一元|1元|送|用不了|没到|少了|没了|不见|扣"
)


def asked_about(text: str) -> tuple[About, ...]:
    """The figures a question names, the most telling first."""
    found = [about for about, pattern in _WORDS if pattern.search(text)]
    # 积分 in 积分过期, and 金卡会员 in 金卡会员的权益, name nothing of their own.
    for wider, narrower in ((About.POINTS, About.EXPIRING), (About.LEVEL, About.BENEFITS)):
        if narrower in found and wider in found:
            found.remove(wider)
    return tuple(found)


def wants_own_figures(text: str) -> bool:
    """Whether the member's own figures are the answer ("我有多少积分"), and not how things are done ("积分怎么用")."""
    return bool(_OWN.search(text)) and not _RULE.search(text)
