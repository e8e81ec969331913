"""Warranty by category of goods."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commerce.policies.rule import Rule


@dataclass(frozen=True, kw_only=True)
class WarrantyRule(Rule):
    """The warranty of a category, which is its code.

    Attributes:
        days: days, counted from the day after signing.
        covers: what is repaired for nothing, as the customer is told it.
        not_covered: what is not.
    """

    days: int
    covers: str
    not_covered: str
