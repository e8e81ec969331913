"""How a refund or a return that was asked for before stands; whoever has asked for one is not made to ask again."""

from __future__ import annotations

from actions.base import Turn
from actions.claims.sending import spoken_slot
from actions.forms.order_step import find_order, orders_of
from actions.forms.passing import only_asks
from actions.refund_policy import tell_refund
from bot.commerce.choosing import only
from bot.commerce.days import spoken_day
from bot.commerce.orders import Order
from bot.commerce.passing_questions import Passing, clauses
from bot.commerce.phrases import asks_progress
from bot.commerce.wording import order_words


async def told_how_it_stands(turn: Turn) -> bool:
    """Tell it when that is what is asked, or when there is nothing else to refund; False when a new one is meant."""
    if await told_when_fetched(turn):
        return True
    asks = asks_progress(_beside_the_money(turn.heard.text))
    order = await _under_way(turn, asks=asks)
    if order is not None:
        tell_under_way(turn, order)
        return True
    if not asks or only_asks(turn):
        # 退款要多久, with none under way, asks for the rule.
        return False
    turn.say("utter_refund_none_under_way", intents=[])
    turn.offer_human()
    return True


async def told_when_fetched(turn: Turn) -> bool:
    """Tell when the courier comes for goods that go back, when that is asked; False when it is not, or none do."""
    if not any(about is Passing.PICKUP for _, about in clauses(turn.heard.text)):
        return False
    fetched = await _sent_back(turn)
    if fetched is not None:
        _tell_pickup(turn, fetched)
    return fetched is not None


def _beside_the_money(text: str) -> str:
    """Of 我要退款，多久到账 the wish: the rest asks about the refund that is wished for."""
    return "，".join(words for words, about in clauses(text) if about is not Passing.MONEY_WHEN) or text


def tell_under_way(turn: Turn, order: Order) -> None:
    """Say at which step its refund or its after-sales case is; a person is offered."""
    case = order.after_sale
    if order.refund is None and case is not None:
        turn.remember(order_id=order.order_id)
        words = {"number": case.number, "step": case.step_now, "expected": spoken_day(case.expected_on)}
        turn.say("utter_claim_in_progress", order_words(order, turn.now) | words, turn.order_card(order))
    else:
        tell_refund(turn, order)
    turn.offer_human()


async def tell_progress(turn: Turn) -> None:
    """Tell it inside a claim: with one under way, no other is to be asked for, and the claim is over."""
    order = await _under_way(turn, asks=True)
    if order is None:
        turn.say("utter_claim_none_under_way")
        turn.offer_human()
    else:
        tell_under_way(turn, order)
        turn.close_form()


async def _under_way(turn: Turn, *, asks: bool) -> Order | None:
    """The order whose refund is asked about: the one named or talked about, else the only one with some to come."""
    number = turn.named[0] if turn.named else turn.slot("order_id")
    about = await find_order(turn, str(number)) if number else None
    if about is not None and (about.refund is not None or about.after_sale is not None):
        return about if _to_come(about) or asks else None
    if about is not None and not asks:
        return None
    orders = await orders_of(turn)
    coming = [order for order in orders if _to_come(order)]
    if asks or len(orders) == len(coming):
        return coming[0] if coming else only(orders, lambda order: order.refund is not None)
    return None


async def _sent_back(turn: Turn) -> Order | None:
    """The order whose goods are to be fetched: the one talked about, else the only one on its way back."""
    back = [one for one in await orders_of(turn) if one.after_sale is not None and one.after_sale.in_progress]
    return next((one for one in back if one.order_id == turn.slot("order_id")), back[0] if len(back) == 1 else None)


def _tell_pickup(turn: Turn, order: Order) -> None:
    case = order.after_sale
    slot = case.pickup if case else None
    facts = {"title": order.title, "slot": spoken_slot(slot) if slot else ""}
    turn.say("utter_claim_pickup_booked" if slot else "utter_claim_pickup_none", facts)
    turn.remember(order_id=order.order_id)
    turn.offer_human()


def _to_come(order: Order) -> bool:
    refund, case = order.refund, order.after_sale
    return refund.in_progress if refund is not None else case is not None and case.in_progress
