"""What may be changed while an order is in a state: cancelling, and the address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.commerce.policies.rule import Rule
from bot.commerce.policies.solution import Solution


class Permission(str, Enum):
    """At once; after somebody looked whether it still can be done; no longer."""

    AT_ONCE = "at_once"
    AFTER_CHECK = "after_check"
    CLOSED = "closed"


class AddressPart(str, Enum):
    """What of an address is changed."""

    RECEIVER = "receiver"
    PHONE = "phone"
    ADDRESS = "address"


@dataclass(frozen=True, kw_only=True)
class StateRule(Rule):
    """What holds in one state of an order; the code is the state's.

    Attributes:
        why: what the customer is told when it is not done at once, else empty.
        instead: what is offered when it cannot be done.
        parts: of an address, what may still be changed.
    """

    permission: Permission
    why: str = ""
    instead: tuple[Solution, ...] = ()
    parts: tuple[AddressPart, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MadeToOrderRule(Rule):
    """Goods made for one customer: they can be called off until work on them begins.

    Attributes:
        hours: hours after ordering until which cancelling is possible.
    """

    categories: tuple[str, ...]
    hours: int
    why: str


@dataclass(frozen=True, kw_only=True)
class UnpaidRule(Rule):
    """How many hours an unpaid order is kept."""

    keep_hours: int
