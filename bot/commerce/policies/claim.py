"""What a customer wants back, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.commerce.orders import Order, OrderLine
from bot.commerce.policies.condition import Told
from bot.commerce.policies.shares import line_share
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
        pieces: how many of the line; None for all of them.
    """

    order: Order
    line: int = 0
    reason: str = NO_REASON
    told: Told = field(default_factory=dict)
    traced: bool = False
    price_now: Fen | None = None
    pieces: int | None = None

    @property
    def goods(self) -> OrderLine:
        """The line itself."""
        return self.order.lines[self.line]

    @property
    def worth(self) -> Fen:
        """What was paid for the pieces it is about, discounts on the order taken off."""
        whole = line_share(self.order, self.line)
        return whole if self.pieces is None else Fen(whole * self.pieces // self.goods.quantity)
