"""Which order, what of it is asked, and how a parcel that left can still be reached."""

from __future__ import annotations

from typing import Any

from actions.addresses.parts import SLOT_OF, WAY, PartsStep, values_of
from actions.base import Turn
from actions.forms.order_step import OrderStep, chosen_order
from actions.forms.step import Step
from actions.heard import Heard
from bot.commerce.address_changes import CALL_FIRST, REDIRECT, asks_current, means_other_place, way_named
from bot.commerce.choosing import on_its_way, only
from bot.commerce.days import shop_day
from bot.commerce.orders import ON_ITS_WAY, TO_SHIP, Order, OrderStatus
from bot.commerce.policies.changing import Change, may_change_address
from bot.commerce.policies.solution import Solution
from bot.commerce.policies.state import AddressPart, Permission
from bot.commerce.policy import in_force
from bot.commerce.wording import order_words

ASKED = "address_asked"
_COMING = TO_SHIP | ON_ITS_WAY | {OrderStatus.UNPAID, OrderStatus.DELIVERED}


def still_coming(turn: Turn, order: Order) -> bool:
    """Whether the customer does not have it yet."""
    del turn
    return order.status in _COMING


def change_of(turn: Turn, order: Order) -> Change:
    """What the rules of today let change about it."""
    return may_change_address(in_force(), order, turn.now)


async def late_order(turn: Turn) -> Order | None:
    """The order chosen, when it is with the carrier and can still be led elsewhere."""
    order = await chosen_order(turn)
    change = change_of(turn, order) if order else None
    return order if change and change.permission is Permission.CLOSED and Solution.REDIRECT in change.instead else None


class ComingOrderStep(OrderStep):
    """An order still to come; the only one that can be changed at once is meant unless a parcel on its way is named."""

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.order_step.OrderStep`."""
        return None if means_other_place(heard.text) else await super().read(turn, heard, asked=asked)

    async def guess(self, turn: Turn) -> Any:
        """See :class:`actions.forms.order_step.OrderStep`."""
        orders = await self.choices(turn)
        meant = only(orders, lambda order: change_of(turn, order).permission is not Permission.CLOSED)
        if way_named(turn.heard.text):
            meant = only(orders, on_its_way) or meant
        return meant.order_id if meant else await super().guess(turn)


class AskedStep(Step):
    """Whether the customer asks what stands on the order now, rather than for a change; never asked for."""

    slot = ASKED

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        del turn
        return False

    async def begin(self, turn: Turn) -> None:
        """See :class:`actions.forms.step.Step`."""
        turn.remember(**{ASKED: None})

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        del turn, asked
        return True if asks_current(heard.text) else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""


class WayStep(Step):
    """How a parcel that left is to be reached: the honest alternatives, told with their limits (playbook F4)."""

    slot = WAY

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        return await late_order(turn) is not None

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        way = heard.choice_of(WAY) or (way_named(heard.text) if heard.text else None)
        # Who answers with a new address has chosen: only for a redirection is one needed.
        return REDIRECT if way is None and asked and values_of(turn, heard) else way

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        order = await late_order(turn)
        if order is None:
            return
        change, day, rules = change_of(turn, order), shop_day(turn.now), in_force().refunds.solutions
        ways = [rules.need(one.value, day) for one in change.instead]
        facts = order_words(order, turn.now) | {
            "why": change.why,
            "ways": "；".join(f"{way.name}（{way.tell}）" for way in ways),
        }
        turn.say("utter_address_on_its_way", facts, turn.order_card(order), ["request_refund"], _ways(turn, order))

    async def remind(self, turn: Turn) -> None:
        """What each way means stands a few lines further up."""
        order = await late_order(turn)
        if order is not None:
            turn.say("utter_address_way_wait", intents=["request_refund"], choices=_ways(turn, order))


def _ways(turn: Turn, order: Order) -> dict[str, str]:
    redirect = in_force().refunds.solutions.need(Solution.REDIRECT.value, shop_day(turn.now)).name
    ring_first = {"ring_first": f"{WAY}:{CALL_FIRST}"} if on_its_way(order) else {}
    return {redirect: f"{WAY}:{REDIRECT}", **ring_first}


async def _needs_parts(turn: Turn) -> bool:
    return turn.slot(WAY) != CALL_FIRST or await late_order(turn) is None


class WantedPartsStep(PartsStep):
    """Which part changes; not asked where the courier only rings, nor where a value was given already."""

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        return await _needs_parts(turn)

    async def guess(self, turn: Turn) -> Any:
        """What was given before; for a parcel to be led elsewhere, the place."""
        given = [part.value for part, slot in SLOT_OF.items() if turn.slot(slot) is not None]
        return given or ([AddressPart.ADDRESS.value] if turn.slot(WAY) == REDIRECT else None)
