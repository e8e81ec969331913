"""What a question about prices is about, and how a coupon is spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from bot.commerce.coupons import Coupon
from bot.commerce.products import PriceCheck
from bot.kernel.clock import spoken_date
from bot.kernel.money import yuan


class PriceTopic(str, Enum):
    """What can be answered: a difference given back, the customer's own coupons; anything else needs a person."""

    PROTECTION = "protection"
    COUPONS = "coupons"
    OTHER = "other"


_PROTECTION = re.compile(
    r"价保|保价|價保|保價|价格保护|保个价|降价|[退补]?差价|补差|便宜了|买贵|[又就]降|降了|刚买.{0,6}[跌降便]|就跌|跌了?[一0-9]|现价|"
    r"今天.{0,6}(?:便宜|少了|降)|便宜[0-9]{2,}|少了?[0-9]+|补我|保30天|(?:现在|这会儿)(?:才|只)(?:卖|要)"
)
_NOT_PROTECTION = re.compile(
    r"会不会.{0,4}(?:降|便宜)|(?:能|可以)?便宜(?:点|些|不|滴)|什么时候(?:降价|便宜)|会更便宜|再便宜点|会不会比现在|"
    r"包邮|免邮|运费|凑|送的|补贴|拼单|未付|没付|新号|[券劵].{0,8}(?:用不了|过期)"
)
_TWO_PRICES = re.compile(
    r"(?P<before>[0-9]{2,6})(?![0-9减元块天罐斤]|月|号|年)[^0-9]{0,14}?(?:现在|变|今天|下午|这会儿|[周礼拜]|可是|了|,)[^0-9]{0,6}(?P<after>[0-9]{2,6})"
)
_COUPONS = re.compile(r"[券劵]|红包|yh[qj]|优惠卷|有没有卷|津贴|满[0-9]+[减-][0-9]+|满减(?:券|用不)|無門檻|無法抵")
_RULE = re.compile(
    r"多少天|几天|多久|多长|怎么(?:申请|算|弄|保)|(?:是)?什么意思|什么规则|规则是|保到什么|期是|有没有价保|有价(?:保|格保护)|算不算|政策|秒杀价不"
)
_WHY_NOT = re.compile(
    r"用不了|不能用|没法用|无法使用|不可用|不出来|没(?:有)?[用抵减]|不让用|选不了|用不上|失效|为(?:啥|什么)|"
    r"灰的|抵扣不了|不满足|怎么用|不见了|没了"
)
_BACK = re.compile(r"退|换|寄回|返修")


def topic_of(text: str) -> PriceTopic:
    """What a question about prices is about, by its words."""
    two = _TWO_PRICES.search(text)
    fell = two is not None and int(two["after"]) < int(two["before"])
    if (fell or _PROTECTION.search(text)) and not _NOT_PROTECTION.search(text):
        return PriceTopic.PROTECTION
    return PriceTopic.COUPONS if _COUPONS.search(text) else PriceTopic.OTHER


def asks_for_the_rule(text: str) -> bool:
    """Whether the question is how price protection works, or for how long."""
    return bool(_RULE.search(text))


def asks_why_not(text: str) -> bool:
    """Whether the question is why a coupon does not count."""
    return bool(_WHY_NOT.search(text))


def speaks_of_sending_back(text: str) -> bool:
    """Whether the postage asked for is that of goods that go back."""
    return bool(_BACK.search(text))


def coupon_meant(text: str, coupons: Sequence[Coupon]) -> list[Coupon]:
    """The coupons a text names by their sums or their kind; all of them when it names none."""
    figures = {int(figure) * 100 for figure in re.findall(r"[0-9]+", text)}
    named = [
        one
        for one in coupons
        if {int(one.amount_fen), int(one.threshold_fen)} & figures or (_kind(one) and _kind(one) in text)
    ]
    return named or list(coupons)


def spoken_coupon(coupon: Coupon) -> str:
    """A usable coupon in one line: what it takes off, from which sum on, until when."""
    need = f"满{yuan(coupon.threshold_fen)}可用" if coupon.threshold_fen else "没有门槛"
    return f"「{coupon.title}」减{yuan(coupon.amount_fen)}，{need}，{spoken_date(coupon.valid_until)}24点到期"


def spoken_state(coupon: Coupon, now: datetime) -> str:
    """Why a coupon counts or does not, in one line."""
    if coupon.used_at is not None:
        return f"「{coupon.title}」{spoken_date(coupon.used_at)}已经用掉了"
    if now > coupon.valid_until:
        return f"「{coupon.title}」{spoken_date(coupon.valid_until)}已经过期了"
    if now < coupon.valid_from:
        return f"「{coupon.title}」要到{spoken_date(coupon.valid_from)}才能用"
    if coupon.threshold_fen:
        until = spoken_date(coupon.valid_until)
        return f"「{coupon.title}」还能用，{until}前有效，一单要满{yuan(coupon.threshold_fen)}才抵，不到这个数就选不上"
    return f"「{coupon.title}」还能用，没有金额门槛，{spoken_date(coupon.valid_until)}前有效"


def spoken_fall(check: PriceCheck) -> str:
    """What became cheaper, line by line: paid, now, pieces."""
    fallen = [one for one in check.lines if one.now_fen < one.paid_fen]
    return "；".join(
        f"「{one.title}」您买的时候{yuan(one.paid_fen)}，现在{yuan(one.now_fen)}"
        + (f"，{one.quantity}件" if one.quantity > 1 else "")
        for one in fallen
    )


def _kind(coupon: Coupon) -> str:
    match = re.search(r"生日|免邮|包邮|新人|无门槛|运费", coupon.title)
    return match[0] if match else ""
