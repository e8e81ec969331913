"""What state an order is in, and which order is meant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from actions.base import SkillAction, Turn
from actions.delivery_delay import TOPIC as DELAY
from actions.delivery_delay import tell_delay
from actions.order_telling import LOGISTICS, ORDER_STATUS, tell_order, tell_parcel
from actions.picking import pick_order
from actions.refund_policy import tell_refund
from bot.commerce.orders import Order

TOPIC = ORDER_STATUS


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
        told = _TELLERS.get(topic, tell_order)(turn, order)
        if told is not None:
            await told


_TELLERS: dict[str, Callable[[Turn, Order], Awaitable[None] | None]] = {
    ORDER_STATUS: tell_order,
    LOGISTICS: tell_parcel,
    DELAY: tell_delay,
    "refund_policy": tell_refund,
}
