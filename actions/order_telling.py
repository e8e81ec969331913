"""What is said of an order and of its parcel, in the words for how it stands."""

from __future__ import annotations

from actions.base import Turn
from bot.commerce.carrier_wording import spoken_moment
from bot.commerce.orders import TO_SHIP, Order, is_overdue
from bot.commerce.parcels import Parcel, ParcelStatus, is_late
from bot.commerce.wording import order_words

ORDER_STATUS, LOGISTICS = "order_status", "logistics"
"""Topics: what a chosen order is told about."""


def tell_order(turn: Turn, order: Order) -> None:
    """Say the state of an order, with its card."""
    turn.remember(order_id=order.order_id, topic=ORDER_STATUS)
    label_stale(turn, order)
    turn.say(_of_order(order, turn), order_words(order, turn.now), turn.order_card(order))


def tell_parcel(turn: Turn, order: Order) -> None:
    """Say where the parcel of an order is, with its timeline."""
    turn.remember(order_id=order.order_id, topic=LOGISTICS)
    label_stale(turn, order)
    facts = order_words(order, turn.now)
    if order.parcel is not None:
        place = {"place": order.parcel.place}
        turn.say(_of_parcel(order.parcel, turn), facts | place, turn.parcel_card(order.parcel))
    elif order.status in TO_SHIP:
        late = is_overdue(order, turn.now)
        response = "utter_logistics_not_shipped_late" if late else "utter_logistics_not_shipped"
        turn.say(response, facts, turn.order_card(order))
    else:
        turn.say("utter_logistics_none", facts, turn.order_card(order))


def label_stale(turn: Turn, order: Order) -> None:
    """Say of when an order is, while the shop is down and an earlier word of it stands in."""
    if order.as_of is not None:
        turn.say("utter_order_as_of", {"as_of": spoken_moment(order.as_of, turn.now)})


def _of_order(order: Order, turn: Turn) -> str:
    if is_overdue(order, turn.now):
        # "Expected on the 20th" must not be said on the 22nd.
        return "utter_order_to_ship_late" if order.status in TO_SHIP else "utter_logistics_late"
    return f"utter_order_{order.status.value}"


def _of_parcel(parcel: Parcel, turn: Turn) -> str:
    if is_late(parcel, turn.now):
        return "utter_logistics_late"
    if parcel.status is ParcelStatus.DELIVERED:
        return "utter_logistics_at_station"
    return "utter_logistics_signed" if parcel.status is ParcelStatus.SIGNED else "utter_logistics"
