"""Price protection: the difference back when a price falls soon after ordering."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commerce.policies.rule import Rule
from bot.kernel.money import Fen


@dataclass(frozen=True, kw_only=True)
class PriceProtectionRule(Rule):
    """What is protected.

    Attributes:
        days: days, counted from the day after ordering.
        times: how often for one order.
        least_fen: a smaller difference is not paid.
        ceiling_fen: the most for one order.
        not_for: categories left out.
        excluded: prices that do not count, as the customer is told it.
    """

    days: int
    times: int
    least_fen: Fen
    ceiling_fen: Fen
    not_for: tuple[str, ...]
    excluded: str
