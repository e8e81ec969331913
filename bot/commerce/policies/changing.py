"""May this order still be called off, may its address still be changed, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.commerce.days import shop_day
from bot.commerce.orders import TO_SHIP, Order, OrderStatus
from bot.commerce.policies.book import Policies
from bot.commerce.policies.rule import Rules
from bot.commerce.policies.solution import Solution
from bot.commerce.policies.state import AddressPart, Permission, StateRule
from bot.commerce.policies.windows import still_open


@dataclass(frozen=True)
class Change:
    """Whether a change can be made.

    Attributes:
        until: when it ends, where a moment is known; else it lasts as long as the order's state.
        why: what the customer is told when it is not done at once.
        instead: what is offered when it cannot be done.
        parts: of an address, what may be changed.
    """

    permission: Permission
    until: datetime | None = None
    why: str = ""
    instead: tuple[Solution, ...] = ()
    parts: tuple[AddressPart, ...] = ()


def may_cancel(policies: Policies, order: Order, now: datetime) -> Change:
    """Whether the order can be called off."""
    change = _in_state(policies.cancelling.states, order, now)
    if order.status is OrderStatus.UNPAID:
        return _until(change, order.pay_by or _kept_until(policies, order))
    made = policies.cancelling.made_to_order.get("made_to_order", shop_day(order.placed_at))
    if made is None or order.status not in TO_SHIP or not any(x.category in made.categories for x in order.lines):
        return change
    until = order.placed_at + timedelta(hours=made.hours)
    if still_open(until, now):
        return _until(change, until)
    return Change(Permission.CLOSED, until, made.why)


def may_change_address(policies: Policies, order: Order, now: datetime) -> Change:
    """Whether receiver, phone or address of the order can be changed."""
    return _in_state(policies.address, order, now)


def _in_state(states: Rules[StateRule], order: Order, now: datetime) -> Change:
    rule = states.get(order.status.value, shop_day(now))
    # No rule in force is no permission and no refusal: somebody has to look.
    if rule is None:
        return Change(Permission.AFTER_CHECK)
    return Change(rule.permission, why=rule.why, instead=rule.instead, parts=rule.parts)


def _until(change: Change, until: datetime | None) -> Change:
    return Change(change.permission, until, change.why, change.instead, change.parts)


def _kept_until(policies: Policies, order: Order) -> datetime | None:
    rule = policies.cancelling.unpaid.get("unpaid", shop_day(order.placed_at))
    return order.placed_at + timedelta(hours=rule.keep_hours) if rule else None
