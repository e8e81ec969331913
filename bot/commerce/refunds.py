"""Refunds step by step, and the seven-day rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.commerce.days import last_moment, shop_day
from bot.commerce.policy import window_days
from bot.kernel.money import Fen

if TYPE_CHECKING:
    from bot.commerce.orders import Order


@dataclass(frozen=True)
class RefundStep:
    """One step: ``done`` says it is behind us, ``doing`` what is going on until then; ``at`` is None until done."""

    code: str
    done: str
    doing: str
    at: datetime | None


@dataclass(frozen=True)
class Refund:
    """A customer's refund (playbook B5).

    Attributes:
        number: what the customer names it by.
        with_goods: the goods go back first.
        expected_on: the day the money should be back, on the shop's calendar.
    """

    order_id: str
    amount_fen: Fen
    reason: str
    with_goods: bool
    expected_on: date
    requested_at: datetime
    approved_at: datetime | None = None
    goods_back_at: datetime | None = None
    reviewed_at: datetime | None = None
    refunded_at: datetime | None = None
    number: str = ""

    @property
    def in_progress(self) -> bool:
        """Whether the money is still to come."""
        return self.refunded_at is None

    @property
    def steps(self) -> tuple[RefundStep, ...]:
        """All steps of this refund in order, done or not."""
        goods = (RefundStep("goods_back", "已收到退货", "等待退货寄回", self.goods_back_at),) if self.with_goods else ()
        return (
            RefundStep("submitted", "已提交申请", "提交申请", self.requested_at),
            RefundStep("approved", "店铺已同意", "店铺审核中", self.approved_at),
            *goods,
            RefundStep("reviewed", "财务已审核", "财务审核中", self.reviewed_at),
            RefundStep("refunded", "已退回原支付账户", "银行退回中", self.refunded_at),
        )

    @property
    def step_now(self) -> str:
        """What is going on, in words: the first step not done yet, else the last one done."""
        steps = self.steps
        return next((step.doing for step in steps if step.at is None), steps[-1].done)


@dataclass(frozen=True)
class RefundWindow:
    """Whether goods may still go back without a reason.

    Attributes:
        until: the last second of the last day.
        days_left: whole days after today, 0 on the last day and once it is closed.
    """

    open: bool
    until: datetime
    days_left: int


def refund_window(order: Order, now: datetime) -> RefundWindow | None:
    """The general rule for an order, whatever its goods; None while it is not signed for: the days have not begun.

    What holds for one line with its category and condition says :mod:`bot.commerce.policies.refunding`.
    Days are counted on the shop's calendar from the day after signing, and the window closes with the end of the
    seventh (Consumer Rights Protection Law of the PRC, article 25; 网络购买商品七日无理由退货暂行办法, article 10).
    """
    signed_at = order.signed_at
    if signed_at is None:
        return None
    last_day = shop_day(signed_at) + timedelta(days=window_days(shop_day(order.placed_at)))
    left = (last_day - shop_day(now)).days
    return RefundWindow(open=left >= 0, until=last_moment(last_day), days_left=max(left, 0))
