"""What a customer gets for a delay, a broken promise or a complaint (playbook B4, F3, F7)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.commerce.policies.rule import Rule
from bot.kernel.money import Fen


class Gift(str, Enum):
    """How it is given; ``NOTHING`` where care is all."""

    COUPON = "coupon"
    MONEY = "money"
    NOTHING = "nothing"


class Lapse(str, Enum):
    """What was not kept in time."""

    SHIPPING = "shipping"
    PROMISE = "promise"


@dataclass(frozen=True, kw_only=True)
class CouponRule(Rule):
    """The terms of every coupon given as compensation: least order value in fen, and days it can be used."""

    threshold_fen: Fen
    usable_days: int


@dataclass(frozen=True, kw_only=True)
class DelayRule(Rule):
    """A coupon when a delay on the road is confirmed (playbook B4)."""

    coupon_fen: Fen


@dataclass(frozen=True, kw_only=True)
class OverdueRule(Rule):
    """Money for each day over a promised one (playbook F7).

    Attributes:
        percent_per_day: of what was paid, for each day over.
        ceiling_percent: of what was paid, for all days together.
        ceiling_fen: for all days together.
        lapses: what it holds for.
    """

    percent_per_day: int
    ceiling_percent: int
    ceiling_fen: Fen
    lapses: tuple[Lapse, ...]


@dataclass(frozen=True, kw_only=True)
class ComplaintRule(Rule):
    """What goes with a kind of complaint beside its solution (playbook F3).

    Attributes:
        apology: a sincere apology comes first.
        priority: the matter goes first in every queue.
        extra_warranty_days: days the warranty of the goods grows by.
        amount_fen, percent: what is offered: the larger of an amount and a part of what was paid.
        ceiling_fen: the most that may be given for it.
    """

    name: str
    gift: Gift
    apology: bool
    priority: bool
    extra_warranty_days: int
    amount_fen: Fen
    percent: int
    ceiling_fen: Fen


@dataclass(frozen=True, kw_only=True)
class OrderCeilingRule(Rule):
    """The most that all compensation for one order may come to.

    Attributes:
        percent, ceiling_fen: the smaller of a part of what was paid and an amount.
    """

    percent: int
    ceiling_fen: Fen
