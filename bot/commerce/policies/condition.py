"""The state goods are in when they are to go back, and what the customer has told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from bot.commerce.policies.rule import Rule


class Condition(str, Enum):
    """What may have become of goods since they were signed for."""

    OPENED = "opened"
    TRIED = "tried"
    USED = "used"
    WASHED = "washed"
    TAG_REMOVED = "tag_removed"
    ACTIVATED = "activated"
    INCOMPLETE = "incomplete"


Told = Mapping[Condition, bool]
"""What is known of the goods: a condition left out was not asked about yet."""


@dataclass(frozen=True, kw_only=True)
class ConditionRule(Rule):
    """How a condition is spoken of.

    Attributes:
        name: in a list, e.g. ``吊牌已剪``.
        ask: the question to the customer.
    """

    name: str
    ask: str
