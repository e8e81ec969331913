"""The demo shop's goods, people and orders, the same on every machine on the same day."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.adapters import demo_shop_recipes as recipes
from bot.adapters.demo_shop_catalogue import CATEGORY_OF, CITIES, LEVELS, NAMES, PRODUCTS
from bot.adapters.demo_shop_members import address_of, coupons_of, membership_of
from bot.adapters.demo_shop_products import pages_of, sku_of
from bot.adapters.demo_shop_recipes import Bench, Recipe
from bot.adapters.demo_shop_stock import Stock
from bot.commerce.customers import Customer
from bot.commerce.days import moment, shop_day
from bot.commerce.orders import Order, OrderLine, OrderStatus
from bot.commerce.parcels import Parcel
from bot.kernel.money import Fen

VERSION = 3
"""Raise it when the seed changes: a file of another version is written anew."""


@dataclass(frozen=True)
class DemoCustomer:
    """A customer with a known story, for demonstrations, scripts and tests.

    Attributes:
        goods: titles of what each order of the story is for, where that matters; else chance decides.
    """

    customer_id: str
    name: str
    level: str
    story: tuple[Recipe, ...]
    goods: tuple[tuple[str, ...], ...] = ()


DEMO_CUSTOMERS = (
    DemoCustomer("u1001", "林晓", "金卡会员", (recipes.late_by(2), recipes.signed_ago(3))),
    DemoCustomer("u1002", "沈嘉禾", "普通会员", (recipes.in_transit,)),
    DemoCustomer("u1003", "顾念", "普通会员", ()),
    DemoCustomer("u1004", "陆远航", "银卡会员", (recipes.disputed,)),
    DemoCustomer("u1005", "苏曼青", "金卡会员", (recipes.returning,)),
    DemoCustomer("u1006", "程立诚", "普通会员", (recipes.signed_ago(9),)),
    DemoCustomer("u1007", "何婉宁", "银卡会员", (recipes.unpaid, recipes.paid, recipes.packed)),
    DemoCustomer(
        "u1008",
        "叶知秋",
        "普通会员",
        (recipes.signed_ago(2),),
        (("轻便缓震跑步鞋 透气", "高腰直筒牛仔裤 显瘦"),),
    ),
)

_MIX: tuple[Recipe, ...] = (
    recipes.unpaid,
    recipes.paid,
    recipes.paid,
    recipes.overdue,
    recipes.packed,
    recipes.shipped,
    recipes.shipped,
    recipes.in_transit,
    recipes.in_transit,
    recipes.in_transit,
    recipes.late_by(),
    recipes.late_by(),
    recipes.delivered,
    recipes.signed_ago(1, 2, 4, 5, 6, 7),
    recipes.signed_ago(1, 2, 4, 5, 6, 7),
    recipes.signed_ago(8, 10, 13, 19),
    recipes.signed_ago(24, 37, 52, 80, 120),
    recipes.signed_ago(24, 37, 52, 80, 120),
    recipes.disputed,
    recipes.returning,
    recipes.refunded,
    recipes.refunded,
    recipes.cancelled,
)
"""What the other customers' orders are, dealt out in this proportion."""


def stock_of(today: date) -> Stock:
    """The whole shop as it is on a day of the shop's calendar."""
    return _Seeder(today).stock()


class _Seeder:
    def __init__(self, today: date) -> None:
        self._today = today
        # One stream of chance, begun from the same number: the shop differs from day to day only by its dates.
        self._rng = random.Random(20250717)  # noqa: S311  (invented goods, no secret)
        self._taken: set[str] = set()
        self._deck: list[Recipe] = []

    def stock(self) -> Stock:
        customers, orders = [], []
        for fixed in DEMO_CUSTOMERS:
            customers.append(self._customer(fixed.customer_id, fixed.name, fixed.level))
            goods = fixed.goods or ((),) * len(fixed.story)
            orders += [
                self._order(customers[-1], recipe, titles) for recipe, titles in zip(fixed.story, goods, strict=True)
            ]
        for at, name in enumerate(NAMES):
            customers.append(self._customer(f"u{1001 + len(DEMO_CUSTOMERS) + at}", name, LEVELS[at % len(LEVELS)]))
            orders += [self._order(customers[-1], self._dealt()) for _ in range(3 + at % 8)]
        return Stock(
            customers=tuple(customers),
            orders=tuple(orders),
            members={one.customer_id: membership_of(one, self._today) for one in customers},
            coupons={one.customer_id: coupons_of(one, self._today) for one in customers},
            products=pages_of(self._today),
        )

    def _customer(self, customer_id: str, name: str, level: str) -> Customer:
        phone = f"1{self._rng.choice('35789')}{self._rng.randrange(10**9):09d}"
        return Customer(customer_id, name, level, phone, self._rng.choice(CITIES)[0])

    def _dealt(self) -> Recipe:
        if not self._deck:
            self._deck = list(_MIX)
            self._rng.shuffle(self._deck)
        return self._deck.pop()

    def _order(self, customer: Customer, recipe: Recipe, titles: Sequence[str] = ()) -> Order:
        to = next(city for city in CITIES if city[0] == customer.city)
        lines = self._lines(titles)
        fresh = Order(
            order_id="",
            customer_id=customer.customer_id,
            status=OrderStatus.UNPAID,
            lines=lines,
            paid_fen=Fen(sum(line.unit_fen * line.quantity for line in lines)),
            placed_at=moment(self._today, 0),
            ship_to=address_of(customer),
        )
        return self._numbered(recipe(fresh, Bench(self._rng, self._today, to)))

    def _lines(self, titles: Sequence[str] = ()) -> tuple[OrderLine, ...]:
        count = 1 if self._rng.random() < 0.8 else 2
        goods = [one for one in PRODUCTS if one[0] in titles] or self._rng.sample(PRODUCTS, count)
        return tuple(
            OrderLine(
                title,
                self._rng.choice(kinds),
                2 if self._rng.random() < 0.15 else 1,
                Fen(fen),
                line_id=str(at),
                sku=sku_of(title),
                category=CATEGORY_OF[title],
            )
            for at, (title, kinds, fen) in enumerate(goods, 1)
        )

    def _numbered(self, order: Order) -> Order:
        """The order under its number, which begins with the day it was placed."""
        day = f"{shop_day(order.placed_at):%y%m%d}"
        number = ""
        while not number or number in self._taken:
            number = f"JZ{day}{self._rng.randrange(10**6):06d}"
        self._taken.add(number)
        parcel: Parcel | None = replace(order.parcel, order_id=number) if order.parcel else None
        refund = replace(order.refund, order_id=number, number=f"RF{number[2:]}") if order.refund else None
        return replace(order, order_id=number, parcel=parcel, refund=refund)
