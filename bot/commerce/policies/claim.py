"""What a customer wants back, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.commerce.orders import Order, OrderLine
from bot.commerce.policies.condition import Told
from bot.kernel.money import Fen

NO_REASON = "no_reason"
"""The code of the reason that needs none."""


@dataclass(frozen=True)
class Claim:
    """One line of an order, and why it is to go back.

    Attributes:
        line: place of the line in the order, from 0.
        reason: code of a reason in ``refunds.yml``.
        told: what the customer has said of the goods' condition.
        traced: the courier's record was checked, and the goods did not reach the customer (playbook F2).
        price_now: of one piece, when the reason is a price that fell.
    """

    order: Order
    line: int = 0
    reason: str = NO_REASON
    told: Told = field(default_factory=dict)
    traced: bool = False
    price_now: Fen | None = None

    @property
    def goods(self) -> OrderLine:
        """The line itself."""
        return self.order.lines[self.line]
