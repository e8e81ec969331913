"""Goods going back: return, exchange, repair, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.commerce.refunds import RefundStep


class ReturnKind(str, Enum):
    """What happens to goods that go back: their price, others like them, or themselves mended come back."""

    RETURN = "return"
    EXCHANGE = "exchange"
    REPAIR = "repair"


@dataclass(frozen=True)
class PickupSlot:
    """A span in which a courier comes to fetch goods."""

    start: datetime
    end: datetime


_LAST = {
    ReturnKind.RETURN: ("已验货入库", "仓库验货中"),
    ReturnKind.EXCHANGE: ("新商品已寄出", "仓库验货换新中"),
    ReturnKind.REPAIR: ("已修好寄出", "维修中"),
}


@dataclass(frozen=True)
class AfterSale:
    """One case of goods going back. Of a return, the money is the order's refund.

    Attributes:
        pickup: when they are fetched; None when the customer sends them.
        expected_on: the day it should be finished, on the shop's calendar (playbook B5).
    """

    number: str
    kind: ReturnKind
    reason: str
    requested_at: datetime
    expected_on: date
    pickup: PickupSlot | None = None
    approved_at: datetime | None = None
    goods_back_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def in_progress(self) -> bool:
        """Whether there is still something to come."""
        return self.finished_at is None

    @property
    def steps(self) -> tuple[RefundStep, ...]:
        """All steps in order, done or not."""
        return (
            RefundStep("submitted", "已提交申请", "提交申请", self.requested_at),
            RefundStep("approved", "店铺已同意", "店铺审核中", self.approved_at),
            RefundStep("goods_back", "已收到寄回的商品", "等待商品寄回", self.goods_back_at),
            RefundStep("finished", *_LAST[self.kind], self.finished_at),
        )

    @property
    def step_now(self) -> str:
        """What is going on, in words: the first step not done yet, else the last one done."""
        steps = self.steps
        return next((step.doing for step in steps if step.at is None), steps[-1].done)
