"""The demo shop's members: points, levels, coupons and addresses, the same for a customer on every machine."""

from __future__ import annotations

from datetime import date, timedelta

from bot.adapters.demo_shop_catalogue import CITIES
from bot.commerce.addresses import Address
from bot.commerce.coupons import Coupon
from bot.commerce.customers import Customer
from bot.commerce.days import last_moment, moment
from bot.commerce.membership import AccountState, Membership
from bot.kernel.money import Fen

_LADDER: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("普通会员", 0, ("生日券",)),
    ("银卡会员", 1_000, ("生日券", "每月1张免邮券")),
    ("金卡会员", 5_000, ("生日券", "每月2张免邮券", "优先发货")),
    ("黑金会员", 20_000, ("生日券", "每月4张免邮券", "优先发货", "专属客服")),
)
"""Level, points it begins at, what it brings."""

_STREETS = ("和风路", "听雨街", "晴川大道", "白桦路", "云栖街", "望山路", "秋水路")

LOCKED_EVERY = 20
"""Every so many customers have an account that was locked for safety."""


def membership_of(customer: Customer, today: date) -> Membership:
    """A customer's standing on a day; a tenth of the points lapse with the year."""
    number = _number(customer)
    place = next((at for at, step in enumerate(_LADDER) if step[0] == customer.level), 0)
    begins, benefits = _LADDER[place][1:]
    above = _LADDER[place + 1] if place + 1 < len(_LADDER) else None
    room = (above[1] if above else 2 * begins) - begins
    points = begins + number * 137 % room
    return Membership(
        level=customer.level,
        points=points,
        state=AccountState.LOCKED if number % LOCKED_EVERY == 0 else AccountState.NORMAL,
        expiring_points=points // 10,
        expiring_on=date(today.year, 12, 31),
        next_level=above[0] if above else "",
        points_to_next=above[1] - points if above else 0,
        benefits=benefits,
    )


def coupons_of(customer: Customer, today: date) -> tuple[Coupon, ...]:
    """A coupon that can be spent, one that was, and for every third customer one that has lapsed."""
    number = _number(customer)
    start, end = moment(today - timedelta(days=6), 0), last_moment(today + timedelta(days=8))
    coupons = [
        Coupon(f"YH{number}A", "满199减20元券", Fen(2000), Fen(19900), start, end),
        Coupon(f"YH{number}B", "免邮券", Fen(1000), Fen(0), start, end, used_at=moment(today - timedelta(days=3), 15)),
    ]
    if number % 3 == 0:
        before = start - timedelta(days=30)
        coupons.append(Coupon(f"YH{number}C", "生日券", Fen(1500), Fen(0), before, start - timedelta(seconds=1)))
    return tuple(coupons)


def address_of(customer: Customer) -> Address:
    """Where a customer's orders go."""
    number = _number(customer)
    district = next(city[1] for city in CITIES if city[0] == customer.city)
    text = f"{customer.city}{district}{_STREETS[number % len(_STREETS)]}{number % 190 + 1}号{number % 9 + 1}幢"
    return Address(customer.name, customer.phone, text)


def _number(customer: Customer) -> int:
    return int("".join(digit for digit in customer.customer_id if digit in "0123456789") or 0)
