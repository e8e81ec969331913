"""Which order the customer means: the one they name by number or by its goods, the one being talked about, the only
one, or one they pick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from actions.base import Turn
from actions.forms.goods_of_others import goods_not_bought
from actions.forms.order_step import by_goods, orders_of
from bot.commerce.cards import order_card
from bot.commerce.choosing import offered, only
from bot.commerce.orders import Order
from bot.commerce.parcel_phrases import rejects_this_one
from bot.commerce.phrases import means_another_order

MAX_NAMED = 5

Narrow = Callable[[Sequence[Order]], "Order | None"]


async def pick_order(
    turn: Turn,
    *,
    topic: str,
    narrow: Narrow = lambda _: None,
    suits: Callable[[Order], bool] = lambda _: True,
) -> Order | None:
    """The order meant; None when the customer was told something or asked to choose instead.

    Args:
        topic: what to go on with once the order is chosen.
        narrow: picks the obvious one of several.
        suits: whether an order can be what this question is about; of several, only such are offered.
    """
    if turn.customer_id is None:
        turn.say("utter_please_sign_in")
        return None
    if turn.named:
        return await _named(turn, topic)
    if means_another_order(turn.heard.text) or rejects_this_one(turn.heard.text):
        return await _another(turn, topic)
    orders = await own_orders(turn)
    meant = by_goods(turn.heard.text, orders) if turn.heard.text else None
    if meant is None and goods_not_bought(turn, orders):
        # Goods they never bought are not the order talked about either.
        return await _from_list(turn, topic, narrow, suits)
    return meant or await talked_about(turn, suits) or await _from_list(turn, topic, narrow, suits)


async def own_named(turn: Turn) -> list[Order]:
    """The orders the message names that are the customer's own."""
    if turn.customer_id is None:
        return []
    found = [await turn.shop.order(turn.customer_id, number) for number in turn.named[:MAX_NAMED]]
    return [order for order in found if order is not None]


async def talked_about(turn: Turn, suits: Callable[[Order], bool] = lambda _: True) -> Order | None:
    """The order the conversation is about, looked up anew as this customer; None when they turn to another one."""
    number = turn.slot("order_id")
    if not number or turn.customer_id is None or means_another_order(turn.text):
        return None
    order = await turn.shop.order(turn.customer_id, str(number))
    return order if order is not None and suits(order) else None


async def own_orders(turn: Turn) -> list[Order]:
    """The customer's orders, newest first; none for a visitor."""
    return await orders_of(turn)


def ask_which(turn: Turn, orders: Sequence[Order], topic: str) -> None:
    """Show cards to choose from; the chosen one is told about under ``topic``."""
    cards: list[dict[str, Any]] = [
        {**order_card(order, turn.now), "choice": {"title": order.title, "payload": _payload(order)}}
        for order in offered(orders, turn.now)
    ]
    turn.say("utter_choose_order", card={"kind": "order_choices", "data": {"orders": cards}})
    turn.remember(topic=topic)


async def _named(turn: Turn, topic: str) -> Order | None:
    found = await own_named(turn)
    if not found:
        # The same words for "not yours" and "does not exist". Forget the order, so that 查订单 shows the list.
        turn.say("utter_order_not_found", {"order_id": turn.named[0]})
        turn.remember(order_id=None, topic=topic)
        return None
    if len(found) > 1:
        ask_which(turn, found, topic)
        return None
    return found[0]


async def _another(turn: Turn, topic: str) -> Order | None:
    """One of the others: the one whose goods the words name, or the only other one."""
    orders, about = await own_orders(turn), turn.slot("order_id")
    others = [order for order in orders if order.order_id != about]
    meant = by_goods(turn.heard.text, others) or (only(others, lambda _: True) if about else None)
    if meant is None and orders:
        ask_which(turn, others or orders, topic)
    elif meant is None:
        turn.say("utter_no_orders")
    return meant


async def _from_list(turn: Turn, topic: str, narrow: Narrow, suits: Callable[[Order], bool]) -> Order | None:
    orders = await own_orders(turn)
    if not orders:
        turn.say("utter_no_orders")
        return None
    if goods := goods_not_bought(turn, orders):
        turn.say("utter_form_goods_not_bought", {"goods": goods})
        ask_which(turn, orders, topic)
        return None
    by_parcel = [order for order in orders if order.parcel and order.parcel.tracking_no in turn.tracking_numbers]
    suiting = [order for order in orders if suits(order)] or orders
    meant = suiting[0] if len(suiting) == 1 else (by_parcel[0] if by_parcel else narrow(suiting))
    if meant is None:
        ask_which(turn, suiting, topic)
    return meant


def _payload(order: Order) -> str:
    return f'/choose_order{{"order_id": "{order.order_id}"}}'
