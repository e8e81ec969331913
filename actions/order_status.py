"""What state an order is in, and which order is meant."""

from __future__ import annotations

from collections.abc import Callable

from actions.base import SkillAction, Turn
from actions.logistics import tell_parcel
from actions.other_matters import tell_matter
from actions.picking import pick_order
from actions.refund_policy import tell_refund
from actions.responses import OTHER_MATTERS
from bot.commerce.orders import TO_SHIP, Order, is_overdue
from bot.commerce.wording import order_words

TOPIC = "order_status"


class ActionTellOrderStatus(SkillAction):
    """Tell the state of the order meant."""

    title = "action_tell_order_status"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        order = await pick_order(turn, topic=TOPIC)
        if order is not None:
            tell_order(turn, order)


class ActionChooseOrder(SkillAction):
    """Go on with what the customer wanted, now that they have said which order."""

    title = "action_choose_order"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        topic = turn.slot("topic") or TOPIC
        order = await pick_order(turn, topic=topic)
        if order is None:
            return
        if topic in OTHER_MATTERS:
            tell_matter(turn, topic, order)
        else:
            _TELLERS.get(topic, tell_order)(turn, order)


def tell_order(turn: Turn, order: Order) -> None:
    """Say the state of an order, with its card."""
    turn.remember(order_id=order.order_id, topic=TOPIC)
    turn.say(_response(order, turn), order_words(order, turn.now), turn.order_card(order))


def _response(order: Order, turn: Turn) -> str:
    if is_overdue(order, turn.now):
        # "Expected on the 20th" must not be said on the 22nd.
        return "utter_order_card" if order.status in TO_SHIP else "utter_logistics_late"
    return f"utter_order_{order.status.value}"


_TELLERS: dict[str, Callable[[Turn, Order], None]] = {
    "order_status": tell_order,
    "logistics": tell_parcel,
    "refund_policy": tell_refund,
}
