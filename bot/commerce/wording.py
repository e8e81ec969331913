"""The facts of an order spoken the way a chat speaks them: the variables of the responses in ``domain/``."""

from __future__ import annotations

from datetime import datetime

from bot.commerce.cards import STATUS_TEXT, eta_text, note
from bot.commerce.days import spoken_day
from bot.commerce.orders import Order
from bot.commerce.parcels import Parcel, eta, late_days
from bot.commerce.refunds import Refund, refund_window
from bot.kernel.clock import spoken_date, spoken_time
from bot.kernel.money import Fen, yuan

NOTHING = "无"
"""What stands where there is nothing to say."""


def order_words(order: Order, now: datetime) -> dict[str, str]:
    """Every fact a response about this order may name; a fact the order has not got is an empty string."""
    words = {
        "order_id": order.order_id,
        "title": order.title,
        "spec": order.spec,
        "status_text": STATUS_TEXT[order.status],
        "summary": summary(order, now),
        "placed_at": spoken_date(order.placed_at),
        "pay_by": spoken_time(order.pay_by) if order.pay_by else "",
        "ship_by": spoken_day(order.ship_by) if order.ship_by else "",
        "cancelled_at": spoken_date(order.cancelled_at) if order.cancelled_at else "",
    }
    words |= _parcel_words(order.parcel, now) | _window_words(order, now)
    return words | _refund_words(order.refund) | {"amount": yuan(_amount(order))}


def summary(order: Order, now: datetime) -> str:
    """An order in one line, as a screen reader or a transcript gives its card."""
    parts = [f"「{order.title}」{STATUS_TEXT[order.status]}", note(order, now)]
    return ",".join(part for part in parts if part)


def _amount(order: Order) -> Fen:
    return order.refund.amount_fen if order.refund else order.paid_fen


def _parcel_words(parcel: Parcel | None, now: datetime) -> dict[str, str]:
    if parcel is None:
        return dict.fromkeys(
            ("carrier", "tracking_no", "latest", "latest_at", "eta", "eta_text", "late_days", "promised"), ""
        ) | dict.fromkeys(("place", "signed_at", "signer", "shipped_at"), "")
    day, latest = eta(parcel, now), parcel.steps[0] if parcel.steps else None
    return {
        "carrier": parcel.carrier,
        "tracking_no": parcel.tracking_no,
        "latest": latest.text if latest else "",
        "latest_at": spoken_time(latest.at) if latest else "",
        "eta": spoken_day(day) if day else "",
        "eta_text": eta_text(parcel, now),
        "late_days": str(late_days(parcel, now)),
        "promised": spoken_day(parcel.promised_on),
        "place": parcel.place,
        "shipped_at": spoken_time(parcel.shipped_at),
        "signed_at": spoken_time(parcel.signed_at) if parcel.signed_at else "",
        "signer": parcel.signer,
    }


def _window_words(order: Order, now: datetime) -> dict[str, str]:
    window = refund_window(order, now)
    if window is None:
        return {"until": "", "days_left": ""}
    return {"until": spoken_time(window.until), "days_left": str(window.days_left)}


def _refund_words(refund: Refund | None) -> dict[str, str]:
    if refund is None:
        return dict.fromkeys(("refund_amount", "step", "expected", "refunded_at", "refund_at"), "")
    back = spoken_date(refund.refunded_at) if refund.refunded_at else ""
    return {
        "refund_amount": yuan(refund.amount_fen),
        "step": refund.step_now,
        "expected": spoken_day(refund.expected_on) if refund.in_progress else "",
        "refunded_at": back,
        "refund_at": back,
    }
