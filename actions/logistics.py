"""Where the parcel is, how its courier is reached, and a note for the courier to ring before coming."""

from __future__ import annotations

from collections.abc import Sequence

from actions.base import SkillAction, Turn
from actions.claims.under_way import told_when_fetched
from actions.delivery_delay import tell_delay
from actions.forms.outcome import tell_outcome, wish_key
from actions.order_telling import LOGISTICS, tell_parcel
from actions.picking import pick_order
from actions.promising import Promised, still_open
from bot.commerce.carrier import AskCarrier, CarrierWish
from bot.commerce.choosing import on_its_way, only
from bot.commerce.hotlines import hotline
from bot.commerce.orders import Order
from bot.commerce.parcel_phrases import asks_for_phone, wants_a_call_first
from bot.commerce.parcels import Parcel, is_late
from bot.commerce.wording import order_words

TOPIC = LOGISTICS
NEWS = "courier_news"
"""The promise of an answer from the courier (``data/policies/promises.yml``)."""


class ActionTellLogistics(SkillAction):
    """Tell where a parcel is, or what else was asked about the courier who brings it."""

    title = "action_tell_logistics"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""

        def obvious(orders: Sequence[Order]) -> Order | None:
            return only(orders, on_its_way)

        if turn.customer_id is not None and await told_when_fetched(turn):
            return
        order = await pick_order(turn, topic=TOPIC, narrow=obvious)
        if order is None:
            return
        parcel = order.parcel
        if parcel is not None and wants_a_call_first(turn.heard.text) and parcel.on_its_way:
            await _have_them_ring(turn, order, parcel)
        elif parcel is not None and asks_for_phone(turn.heard.text) and hotline(parcel.carrier):
            turn.remember(order_id=order.order_id, topic=TOPIC)
            facts = order_words(order, turn.now) | _reaching(parcel)
            turn.say("utter_logistics_phone", facts, turn.parcel_card(parcel))
        elif _being_asked(turn, order):
            # Who was told a moment ago that the courier is asked is not offered to have them asked.
            await tell_delay(turn, order)
        else:
            tell_parcel(turn, order)


def _being_asked(turn: Turn, order: Order) -> bool:
    """Whether news from the courier was promised for the order in this conversation, and is still to come."""
    news = Promised(NEWS, order.order_id).name
    late = order.parcel is not None and order.parcel.on_its_way and is_late(order.parcel, turn.now)
    return late and any(name.startswith(news) for name in still_open(turn.slot("promised"), turn.now))


async def _have_them_ring(turn: Turn, order: Order, parcel: Parcel) -> None:
    turn.remember(order_id=order.order_id, topic=TOPIC)
    assert turn.customer_id is not None
    wish = AskCarrier(parcel.tracking_no, CarrierWish.CALL_FIRST)
    key = wish_key(turn, wish.wish.value, parcel.tracking_no)
    outcome = await turn.carrier.carry_out(turn.customer_id, wish, key=key)
    tell_outcome(turn, outcome, "utter_logistics_call_first", order_words(order, turn.now))


def _reaching(parcel: Parcel) -> dict[str, str]:
    return {"hotline": hotline(parcel.carrier), "tracking_no": parcel.tracking_no}
