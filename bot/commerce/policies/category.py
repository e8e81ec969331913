"""Categories of goods, and the exceptions they make from the no-reason return."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commerce.policies.condition import Condition
from bot.commerce.policies.rule import Rule


@dataclass(frozen=True, kw_only=True)
class CategoryRule(Rule):
    """What holds for one category.

    Attributes:
        no_reason: whether the goods may go back without a reason at all.
        not_when: conditions in which they may not; empty for those of the general rule.
        page_note: the page says so and the customer agreed when ordering, which the law asks for in these cases.
        why: the reason of the exception as the customer is told it.
        fault_days: days for claims because of a fault, where they are fewer than a reason gives (fresh food).
    """

    name: str
    no_reason: bool
    not_when: tuple[Condition, ...] = ()
    page_note: bool = False
    why: str = ""
    fault_days: int | None = None
