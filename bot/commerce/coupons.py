"""A coupon in a customer's account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.kernel.money import Fen


@dataclass(frozen=True)
class Coupon:
    """Money off a later order.

    Attributes:
        threshold_fen: the order it needs at least; 0 for none.
        used_at: when it was spent.
    """

    coupon_id: str
    title: str
    amount_fen: Fen
    threshold_fen: Fen
    valid_from: datetime
    valid_until: datetime
    used_at: datetime | None = None

    def usable(self, now: datetime) -> bool:
        """Whether it can be spent now."""
        return self.used_at is None and self.valid_from <= now <= self.valid_until
