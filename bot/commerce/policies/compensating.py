"""What a customer gets for a delay, a broken promise or a complaint, and who has to approve it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.commerce.days import shop_day
from bot.commerce.orders import Order
from bot.commerce.policies.approval import Deed, Role
from bot.commerce.policies.approving import approver
from bot.commerce.policies.book import Policies
from bot.commerce.policies.compensation import Gift, Lapse
from bot.commerce.policies.lateness import Late, lateness
from bot.kernel.money import Fen

NOTHING = Fen(0)


@dataclass(frozen=True)
class Gratuity:
    """What is given.

    Attributes:
        rule: the code it rests on, for the record.
        amount_fen: what is offered.
        most_fen: up to where a person may go.
        approver: who has to approve the amount offered.
        threshold_fen, usable_days: terms of a coupon; 0 for money.
    """

    rule: str
    gift: Gift
    amount_fen: Fen
    most_fen: Fen
    approver: Role
    threshold_fen: Fen = NOTHING
    usable_days: int = 0


def for_delay(policies: Policies, order: Order, now: datetime, given: Fen = NOTHING) -> Gratuity | None:
    """For an order that is late now: money by the day when it was not sent off, a coupon when it is held up.

    Args:
        given: what the customer already got for this order; all of it stays below the order's ceiling.

    Returns:
        None when it is not late, no rule is in force, or the ceiling is reached.
    """
    late = lateness(policies, order, now)
    if late.kind is Late.IN_TIME:
        return None
    if late.kind is Late.NOT_SENT:
        return for_days_over(policies, order, Lapse.SHIPPING, late.days, now, given)
    rule = policies.compensation.delay.get("delay", shop_day(now))
    return (
        _given(policies, order, rule.code, Gift.COUPON, rule.coupon_fen, rule.coupon_fen, now, given) if rule else None
    )


def for_broken_promise(
    policies: Policies, order: Order, due: datetime, now: datetime, given: Fen = NOTHING
) -> Gratuity | None:
    """For a promise about this order that was due at a moment and is not kept now (playbook F7)."""
    days = (shop_day(now) - shop_day(due)).days
    return for_days_over(policies, order, Lapse.PROMISE, days, now, given)


def for_days_over(
    policies: Policies, order: Order, lapse: Lapse, days: int, now: datetime, given: Fen = NOTHING
) -> Gratuity | None:
    """So much of what was paid for each whole day over, up to the rule's two ceilings."""
    rule = policies.compensation.overdue.get("overdue", shop_day(now))
    if rule is None or lapse not in rule.lapses or days <= 0:
        return None
    most = min(order.paid_fen * rule.ceiling_percent // 100, rule.ceiling_fen)
    amount = min(order.paid_fen * rule.percent_per_day * days // 100, most)
    return _given(policies, order, rule.code, Gift.MONEY, amount, most, now, given)


def for_complaint(
    policies: Policies, order: Order, complaint: str, now: datetime, given: Fen = NOTHING
) -> Gratuity | None:
    """What goes with a kind of complaint (playbook F3); None when nothing is given for it."""
    rule = policies.compensation.complaints.get(complaint, shop_day(now))
    if rule is None or rule.gift is Gift.NOTHING:
        return None
    amount = min(max(rule.amount_fen, order.paid_fen * rule.percent // 100), rule.ceiling_fen)
    return _given(policies, order, rule.code, rule.gift, amount, rule.ceiling_fen, now, given)


def _given(
    policies: Policies, order: Order, rule: str, gift: Gift, amount: int, most: int, now: datetime, given: Fen
) -> Gratuity | None:
    left = _left(policies, order, now) - given
    most = min(most, left)
    amount = min(amount, most)
    if amount <= 0:
        return None
    role = approver(policies, Deed.COMPENSATION, Fen(given + amount), now)
    coupons = policies.compensation.coupons.get("coupons", shop_day(now)) if gift is Gift.COUPON else None
    return Gratuity(
        rule=rule,
        gift=gift,
        amount_fen=Fen(amount),
        most_fen=Fen(most),
        approver=role,
        threshold_fen=coupons.threshold_fen if coupons else Fen(0),
        usable_days=coupons.usable_days if coupons else 0,
    )


def _left(policies: Policies, order: Order, now: datetime) -> int:
    """What one order may come to; nothing, while no ceiling is in force: giving without one is nobody's to decide."""
    rule = policies.compensation.order_ceiling.get("order_ceiling", shop_day(now))
    return min(order.paid_fen * rule.percent // 100, rule.ceiling_fen) if rule else 0
