"""Who may approve what, up to which amount."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.commerce.policies.rule import Rule
from bot.kernel.money import Fen


class Role(str, Enum):
    """Who decides, from the least to the most entitled."""

    BOT = "bot"
    AGENT = "agent"
    SENIOR = "senior"
    SUPERVISOR = "supervisor"

    @property
    def rank(self) -> int:
        """Place in that order, 0 for the assistant."""
        return list(Role).index(self)


class Deed(str, Enum):
    """What is approved; the code of its limits."""

    REFUND = "refund"
    REFUND_KEEP_GOODS = "refund_keep_goods"
    REPLACEMENT = "replacement"
    COMPENSATION = "compensation"
    PRICE_DIFFERENCE = "price_difference"


@dataclass(frozen=True, kw_only=True)
class RoleRule(Rule):
    """What a role is called when the customer is told who decides."""

    name: str


@dataclass(frozen=True)
class Limit:
    """Up to which amount a role may approve; None: any."""

    role: Role
    up_to_fen: Fen | None

    def covers(self, amount: Fen) -> bool:
        """Whether the amount is within it."""
        return self.up_to_fen is None or amount <= self.up_to_fen


@dataclass(frozen=True, kw_only=True)
class ApprovalRule(Rule):
    """The limits of one deed, from the least entitled role to the most; the last one has none."""

    limits: tuple[Limit, ...]

    def approver(self, amount: Fen, *, at_least: Role = Role.BOT) -> Role:
        """The least entitled role that may approve an amount, and not below ``at_least``."""
        fitting = (limit.role for limit in self.limits if limit.covers(amount) and limit.role.rank >= at_least.rank)
        return next(fitting, Role.SUPERVISOR)
