"""The shop's general refund rules as data: one place for the numbers that answers, seeds and briefs share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RefundPolicy:
    """The general rules of returns and refunds (playbook B1, B3, B5).

    Attributes:
        window_days: days, counted from the day after signing, in which goods may go back without a reason.
        money_back_days: days after the goods came back in order in which the shop pays.
        bank_days: working days a bank may take to show the money.
        excluded: goods the window does not hold for.
        freight_ours: when the shop pays for sending back; in all other cases the customer does.
    """

    window_days: int
    money_back_days: int
    bank_days: int
    excluded: tuple[str, ...]
    freight_ours: tuple[str, ...]


REFUND_POLICY = RefundPolicy(
    window_days=7,
    money_back_days=7,
    bank_days=3,
    excluded=("定制商品", "生鲜", "页面注明不支持无理由退货的商品"),
    freight_ours=("质量问题", "发错", "少发"),
)

PAYMENT_HOURS = 48
"""Hours an unpaid order is kept."""

SHIP_WITHIN_DAYS = 2
"""Days after the day of payment in which the shop promises to send a parcel off."""
