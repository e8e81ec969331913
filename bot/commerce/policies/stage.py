"""How far an order has come, as far as getting out of it is concerned."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.commerce.policies.payer import Payer
from bot.commerce.policies.rule import Rule
from bot.commerce.policies.solution import Solution


class Stage(str, Enum):
    """Paid and still here; with the courier or at the pick-up point; in the customer's hands."""

    BEFORE_SHIPPING = "before_shipping"
    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"
    SIGNED = "signed"


@dataclass(frozen=True, kw_only=True)
class StageRule(Rule):
    """What is offered before the goods are in the customer's hands, whatever the reason; the code is the stage's."""

    solutions: tuple[Solution, ...]
    freight: Payer
