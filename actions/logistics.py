"""Where the parcel is, and honest words when it is late."""

from __future__ import annotations

from collections.abc import Sequence

from actions.base import SkillAction, Turn
from actions.picking import pick_order
from bot.commerce.choosing import on_its_way, only, waited_for
from bot.commerce.orders import TO_SHIP, Order, is_overdue
from bot.commerce.parcels import Parcel, ParcelStatus, is_late
from bot.commerce.wording import order_words

TOPIC = "logistics"


class ActionTellLogistics(SkillAction):
    """Tell where a parcel is. A complaint about delay is about what the customer is still waiting for."""

    title = "action_tell_logistics"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        urging = turn.intent == "complain_delay"

        def obvious(orders: Sequence[Order]) -> Order | None:
            late = only(orders, lambda order: is_overdue(order, turn.now)) if urging else None
            return late or only(orders, on_its_way)

        suits = waited_for if urging else _any
        order = await pick_order(turn, topic=TOPIC, narrow=obvious, suits=suits)
        if order is not None:
            tell_parcel(turn, order)


def tell_parcel(turn: Turn, order: Order) -> None:
    """Say where the parcel of an order is, in the words for where it is."""
    turn.remember(order_id=order.order_id, topic=TOPIC)
    facts = order_words(order, turn.now)
    if order.parcel is not None:
        turn.say(_response(order.parcel, turn), facts, turn.parcel_card(order.parcel))
    elif order.status in TO_SHIP:
        turn.say("utter_logistics_not_shipped", facts, turn.order_card(order))
    else:
        turn.say("utter_logistics_none", facts, turn.order_card(order))


def _response(parcel: Parcel, turn: Turn) -> str:
    if is_late(parcel, turn.now):
        return "utter_logistics_late"
    if parcel.status is ParcelStatus.DELIVERED:
        return "utter_order_card"
    return "utter_logistics_signed" if parcel.status is ParcelStatus.SIGNED else "utter_logistics"


def _any(order: Order) -> bool:
    del order
    return True
