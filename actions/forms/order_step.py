"""Which order a matter is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from actions.base import Turn
from actions.forms.form import ABOUT
from actions.forms.goods_of_others import goods_not_bought
from actions.forms.step import Step
from actions.heard import Heard
from bot.commerce.cards import order_card
from bot.commerce.choosing import offered, only
from bot.commerce.orders import Order
from bot.commerce.phrases import means_another_order
from bot.kernel.patterns import order_numbers
from bot.language.goods import goods_named

MAX_READ = 50

_NOT_THIS = re.compile(
    r"(?:不是|不对|选错|弄错|说错|搞错)[^，。？！]{0,3}(?:这|那|单|订单|个|件)|(?:选|弄|说|搞|点)错了"
)
_NEWEST = re.compile(r"最新|最近|刚(?:刚)?(?:买|拍|下)")
_LAST = re.compile(r"最(?:后|下面?)的?(?:[那这]?一?[个单张件样]|$)")
_PLACE = re.compile(r"第([一二三四五12345])(?:个|单|张|件|笔)?")
_PLACES = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "1": 0, "2": 1, "3": 2, "4": 3, "5": 4}


class OrderStep(Step):
    """An order of the customer's own: named by number, by its goods or its place, picked, or the only one there is.

    What is kept is its number; every use looks it up anew as this customer.
    """

    slot = ABOUT
    after_order = False

    def __init__(self, suits: Callable[[Turn, Order], bool], question: str = "utter_form_which_order") -> None:
        self._suits = suits
        self._question = question

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        numbers = _numbers(heard)
        if numbers:
            own = [order for number in numbers if (order := await find_order(turn, number)) is not None]
            return own[0].order_id if len(own) == 1 else None
        if not heard.text:
            return None
        orders = await self.choices(turn)
        known = turn.slot(self.slot)
        others = [order for order in orders if order.order_id != known]
        turns_away = means_another_order(heard.text) or _NOT_THIS.search(heard.text)
        if known and others and turn.in_hand and turns_away and not await self._other_goods_of_it(turn, heard):
            meant = by_goods(heard.text, others) or (others[0] if len(others) == 1 else None)
            if meant is None:
                # To be asked for, not guessed: the only one it could be is the one just rejected.
                turn.remember(about_order=None, redo=self.slot)
            return meant.order_id if meant else None
        meant = by_goods(heard.text, orders) if asked or not known else None
        if meant is None and not known:
            # Their own, though nothing can be done about it: they are told so, rather than asked about another.
            meant = by_goods(heard.text, await orders_of(turn))
        if meant is None and asked:
            meant = _by_place(heard.text, offered(orders, turn.now))
        return meant.order_id if meant else None

    async def guess(self, turn: Turn) -> Any:
        """The only order it can be about; none when the message names another, or goods, that are not theirs."""
        if await self._strangers(turn) or goods_not_bought(turn, await orders_of(turn)):
            return None
        order = only(await self.choices(turn), lambda _: True)
        return order.order_id if order else None

    async def begin(self, turn: Turn) -> None:
        """The order talked about stays the one meant unless this matter cannot be about it."""
        turn.remember(about_order=None)
        number = turn.slot("order_id")
        if number is None or means_another_order(turn.heard.text):
            return
        order = await find_order(turn, str(number))
        if order is not None and self._suits(turn, order):
            turn.remember(about_order=number)

    async def choices(self, turn: Turn) -> list[Order]:
        """The customer's orders that the matter can be about, newest first."""
        return [order for order in await orders_of(turn) if self._suits(turn, order)]

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        orders = offered(await self.choices(turn) or await orders_of(turn), turn.now)
        del again
        if strangers := await self._strangers(turn):
            turn.say("utter_order_not_found", {"order_id": strangers[0]})
        elif goods := goods_not_bought(turn, await orders_of(turn)):
            turn.say("utter_form_goods_not_bought", {"goods": goods})
        cards = [
            {**order_card(order, turn.now), "choice": {"title": order.title, "payload": _payload(order)}}
            for order in orders
        ]
        turn.say(self._question, card={"kind": "order_choices", "data": {"orders": cards}})

    async def _strangers(self, turn: Turn) -> list[str]:
        """The numbers the message names when none of them is an order of theirs."""
        found = [await find_order(turn, number) for number in turn.named]
        return turn.named if not any(found) else []

    async def _other_goods_of_it(self, turn: Turn, heard: Heard) -> bool:
        """Whether "not this one" turns to other goods of the same order."""
        order = await chosen_order(turn)
        titles = [line.title for line in order.lines] if order else []
        return len(titles) > 1 and goods_named(heard.text, titles) is not None


async def orders_of(turn: Turn) -> list[Order]:
    """The customer's orders, newest first, read once a turn; none for a visitor."""
    if turn.customer_id is None:
        return []
    if "orders" not in turn.looked_up:
        turn.looked_up["orders"] = await turn.shop.orders(turn.customer_id, MAX_READ)
    orders: list[Order] = turn.looked_up["orders"]
    return orders


async def find_order(turn: Turn, number: str) -> Order | None:
    """An order of the customer's by its number, read once a turn; None when it is not theirs."""
    if turn.customer_id is None:
        return None
    if number not in turn.looked_up:
        turn.looked_up[number] = await turn.shop.order(turn.customer_id, number)
    order: Order | None = turn.looked_up[number]
    return order


async def chosen_order(turn: Turn) -> Order | None:
    """The order the matter is about, as far as it is known."""
    number = turn.slot(ABOUT)
    return await find_order(turn, str(number)) if number else None


def by_goods(text: str, orders: Sequence[Order]) -> Order | None:
    """The one order whose goods the words name; None when none or several do."""
    at = goods_named(text, ["、".join(line.title for line in order.lines) for order in orders])
    return orders[at] if at is not None else None


def _by_place(text: str, orders: Sequence[Order]) -> Order | None:
    if _NEWEST.search(text) and orders:
        return max(orders, key=lambda order: order.placed_at)
    at = place_named(text, len(orders))
    return orders[at] if at is not None else None


def place_named(text: str, of: int) -> int | None:
    """The place in a list of so many that the words name (第二个, 最后那个), from 0; None when they name none."""
    if _LAST.search(text) and of:
        return of - 1
    place = _PLACE.search(text)
    at = _PLACES[place[1]] if place else -1
    return at if 0 <= at < of else None


def _numbers(heard: Heard) -> list[str]:
    claims: Mapping[str, Sequence[Any]] = heard.named
    return order_numbers(" ".join([*(str(claim) for claim in claims.get("order_id", ())), heard.text]))


def _payload(order: Order) -> str:
    return f'/choose_order{{"order_id": "{order.order_id}"}}'
