"""Orders, parcels and refunds as the pages and the brief show them (protocol, section 1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict

from bot.commerce.days import spoken_day
from bot.commerce.orders import OVER, TO_SHIP, Order, OrderStatus, is_overdue
from bot.commerce.parcels import Parcel, ParcelStatus, eta, late_days
from bot.commerce.refunds import Refund, refund_window
from bot.kernel.clock import spoken_date, spoken_time
from bot.kernel.money import yuan

STATUS_TEXT = {
    OrderStatus.UNPAID: "待付款",
    OrderStatus.PAID: "待发货",
    OrderStatus.PACKED: "已打包",
    OrderStatus.SHIPPED: "已发货",
    OrderStatus.IN_TRANSIT: "运输中",
    OrderStatus.DELIVERED: "待取件",
    OrderStatus.SIGNED: "已签收",
    OrderStatus.DISPUTED: "签收核实中",
    OrderStatus.RETURNING: "退款处理中",
    OrderStatus.REFUNDED: "已退款",
    OrderStatus.CANCELLED: "已取消",
}

PARCEL_TEXT = {
    ParcelStatus.SHIPPED: "已揽收",
    ParcelStatus.IN_TRANSIT: "运输中",
    ParcelStatus.DELIVERED: "待取件",
    ParcelStatus.SIGNED: "已签收",
}


class OrderCard(TypedDict):
    """One order on a card; times in milliseconds, money in fen."""

    order_id: str
    status: str
    status_text: str
    title: str
    spec: str
    quantity: int
    paid_fen: int
    placed_at: int
    late: bool
    note: str


class CardStep(TypedDict):
    """One line of a timeline."""

    at: int
    text: str


class LogisticsCard(TypedDict):
    """One parcel on a card, newest step first."""

    order_id: str
    carrier: str
    tracking_no: str
    status: str
    status_text: str
    late: bool
    late_days: int
    eta_text: str
    steps: list[CardStep]


def order_card(order: Order, now: datetime) -> OrderCard:
    """An order as a card."""
    return OrderCard(
        order_id=order.order_id,
        status=order.status.value,
        status_text=STATUS_TEXT[order.status],
        title=order.title,
        spec=order.spec,
        quantity=order.quantity,
        paid_fen=order.paid_fen,
        placed_at=_ms(order.placed_at),
        late=is_overdue(order, now),
        note=note(order, now),
    )


def logistics_card(parcel: Parcel, now: datetime) -> LogisticsCard:
    """A parcel as a card."""
    days = late_days(parcel, now)
    return LogisticsCard(
        order_id=parcel.order_id,
        carrier=parcel.carrier,
        tracking_no=parcel.tracking_no,
        status=parcel.status.value,
        status_text=PARCEL_TEXT[parcel.status],
        late=days > 0,
        late_days=days,
        eta_text=eta_text(parcel, now),
        steps=[CardStep(at=_ms(step.at), text=step.text) for step in parcel.steps],
    )


def refund_facts(refund: Refund) -> dict[str, Any]:
    """A refund as the brief shows it: the amount, the step it is at, when the money is due or came, and all steps."""
    return {
        "order_id": refund.order_id,
        "amount_fen": refund.amount_fen,
        "reason": refund.reason,
        "in_progress": refund.in_progress,
        "step": refund.step_now,
        "expected": spoken_day(refund.expected_on) if refund.in_progress else "",
        "requested_at": _ms(refund.requested_at),
        "refunded_at": _ms(refund.refunded_at) if refund.refunded_at else None,
        "steps": [{"at": _ms(step.at), "text": step.done} for step in refund.steps if step.at],
    }


def note(order: Order, now: datetime) -> str:
    """One short line under an order's state: what happens next or what happened last, or empty."""
    if order.status is OrderStatus.UNPAID:
        return f"请在{spoken_time(order.pay_by)}前付款" if order.pay_by else ""
    if order.status in TO_SHIP and order.ship_by:
        return f"约定{spoken_day(order.ship_by)}前发出" + ("，已超时" if is_overdue(order, now) else "")
    if order.status is OrderStatus.DISPUTED:
        return f"{spoken_date(order.signed_at)}显示签收，正在核实" if order.signed_at else "正在核实签收情况"
    if order.refund and order.status in (OrderStatus.RETURNING, OrderStatus.REFUNDED):
        return _refund_note(order.refund)
    if order.status in OVER:
        return f"{spoken_date(order.cancelled_at)}已取消" if order.cancelled_at else ""
    if order.status is OrderStatus.SIGNED:
        return _signed_note(order, now)
    return eta_text(order.parcel, now) if order.parcel else ""


def eta_text(parcel: Parcel, now: datetime) -> str:
    """When the parcel comes or came, in one short line."""
    if parcel.status is ParcelStatus.SIGNED:
        return f"{spoken_time(parcel.signed_at)}已签收" if parcel.signed_at else "已签收"
    if parcel.status is ParcelStatus.DELIVERED:
        return f"已到{parcel.place}，等您取件" if parcel.place else "已送达，等您取件"
    day = eta(parcel, now)
    if day is None:
        return f"原定{spoken_day(parcel.promised_on)}送达，已晚{late_days(parcel, now)}天"
    return f"预计{spoken_day(day)}送达"


def _signed_note(order: Order, now: datetime) -> str:
    window = refund_window(order, now)
    if window is None or order.signed_at is None:
        return ""
    if window.open:
        return f"可申请退货至{spoken_date(window.until)}"
    return f"{spoken_date(order.signed_at)}送到"


def _refund_note(refund: Refund) -> str:
    if refund.refunded_at:
        return f"{yuan(refund.amount_fen)}已于{spoken_date(refund.refunded_at)}退回"
    return f"{refund.step_now}，预计{spoken_day(refund.expected_on)}到账"


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
