"""The ways a customer's matter can be settled (playbook F3, F4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.commerce.policies.rule import Rule


class Solution(str, Enum):
    """What a customer can be offered."""

    CANCEL_REFUND = "cancel_refund"
    EXPEDITE = "expedite"
    INTERCEPT = "intercept"
    REFUSE_PARCEL = "refuse_parcel"
    REDIRECT = "redirect"
    RETURN_REFUND = "return_refund"
    REFUND_ONLY = "refund_only"
    PARTIAL_REFUND = "partial_refund"
    EXCHANGE = "exchange"
    REPAIR = "repair"
    RESHIP = "reship"
    COMPENSATION = "compensation"
    PRICE_DIFFERENCE = "price_difference"

    @property
    def goods_back(self) -> bool:
        """Whether the customer sends the goods back."""
        return self in (Solution.RETURN_REFUND, Solution.EXCHANGE, Solution.REPAIR)

    @property
    def money_back(self) -> bool:
        """Whether all the money paid for the goods goes back."""
        return self in _MONEY_BACK


_MONEY_BACK = frozenset(
    {
        Solution.CANCEL_REFUND,
        Solution.INTERCEPT,
        Solution.REFUSE_PARCEL,
        Solution.RETURN_REFUND,
        Solution.REFUND_ONLY,
    }
)

BEFORE_SIGNING = frozenset({Solution.CANCEL_REFUND, Solution.EXPEDITE, Solution.INTERCEPT, Solution.REFUSE_PARCEL})
"""What a stage before signing may offer."""

FOR_A_REASON = frozenset(
    {
        Solution.RETURN_REFUND,
        Solution.REFUND_ONLY,
        Solution.PARTIAL_REFUND,
        Solution.EXCHANGE,
        Solution.REPAIR,
        Solution.RESHIP,
        Solution.COMPENSATION,
    }
)
"""What a reason may open once the goods are signed for, or lost."""


@dataclass(frozen=True, kw_only=True)
class SolutionRule(Rule):
    """How a solution is spoken of: its ``name`` on a button, and what happens, in one sentence (``tell``)."""

    name: str
    tell: str


@dataclass(frozen=True)
class Remedy:
    """A solution that a reason opens.

    Attributes:
        within_days: days, counted from the day after signing, in which it is open. None for a customer's change of
            mind, where the no-reason rule says, and for a repair that goes by the warranty.
        up_to_percent: the largest part of the price paid, for a refund of a part.
    """

    solution: Solution
    within_days: int | None = None
    up_to_percent: int = 100
