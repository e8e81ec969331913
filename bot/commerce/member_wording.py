"""A member's standing spoken the way a chat speaks it: the variables of the responses in ``domain/``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.commerce.coupons import Coupon
from bot.commerce.days import spoken_day
from bot.commerce.membership import Membership
from bot.kernel.clock import spoken_date
from bot.kernel.money import yuan

MOST_COUPONS = 6
"""Coupons read out at most; the rest are in the account."""


def member_words(member: Membership) -> dict[str, str]:
    """Every fact a response about a membership may name."""
    return {
        "level": member.level,
        "points": str(member.points),
        "expiring": _expiring(member),
        "next": _next(member),
        "benefits": "、".join(member.benefits),
    }


def coupon_words(coupons: Sequence[Coupon], now: datetime) -> str:
    """The coupons that can be spent now, a line each, those that lapse first in front; empty for none."""
    usable = [coupon for coupon in coupons if coupon.usable(now)]
    return "\n".join(_coupon(coupon) for coupon in usable[:MOST_COUPONS])


def _expiring(member: Membership) -> str:
    if member.expiring_points and member.expiring_on:
        return f"其中{member.expiring_points}分{spoken_day(member.expiring_on)}到期，记得在那之前用掉"
    return "近期没有要到期的"


def _next(member: Membership) -> str:
    if member.next_level and member.points_to_next > 0:
        return f"再攒{member.points_to_next}分就升到{member.next_level}"
    return "已经是最高一级了"


def _coupon(coupon: Coupon) -> str:
    need = f"满{yuan(coupon.threshold_fen)}可用" if coupon.threshold_fen else "没有门槛"
    return f"{coupon.title}：{yuan(coupon.amount_fen)}，{need}，{spoken_date(coupon.valid_until)}前有效"
