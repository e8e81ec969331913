"""The facts of an order spoken the way a chat speaks them: the variables of the responses in ``domain/``."""

from __future__ import annotations

from datetime import datetime

from bot.commerce.cards import STATUS_TEXT, note
from bot.commerce.days import spoken_day
from bot.commerce.orders import Order
from bot.commerce.parcels import Parcel, eta, late_days
from bot.commerce.policies.promise import PromiseRule, Unit
from bot.commerce.refunds import Refund, refund_window
from bot.kernel.clock import spoken_date, spoken_time
from bot.kernel.money import yuan

NOTHING = "无"
"""What stands where there is nothing to say."""

_PARCEL_FACTS = ("carrier", "latest", "latest_at", "eta", "late_days", "signed_at", "signer")
_WINDOW_FACTS = ("until", "days_left")
_REFUND_FACTS = ("refund_amount", "refund_at", "refunded_at", "step", "expected")


def order_words(order: Order, now: datetime) -> dict[str, str]:
    """Every fact a response about this order may name; a fact the order has not got is an empty string."""
    amount = order.refund.amount_fen if order.refund else order.paid_fen
    words = dict.fromkeys((*_PARCEL_FACTS, *_WINDOW_FACTS, *_REFUND_FACTS), "")
    words |= {
        "order_id": order.order_id,
        "title": order.title,
        "summary": summary(order, now),
        "amount": yuan(amount),
        "ship_by": spoken_day(order.ship_by) if order.ship_by else "",
    }
    if order.parcel:
        words |= _parcel_words(order.parcel, now)
    if order.refund:
        words |= _refund_words(order.refund)
    return words | _window_words(order, now)


def spoken_term(promise: PromiseRule) -> str:
    """How long a promise takes, as a rule: ``24小时``, ``3个工作日``."""
    names = {Unit.MINUTES: "分钟", Unit.HOURS: "小时", Unit.DAYS: "天", Unit.WORKING_DAYS: "个工作日"}
    return f"{promise.within}{names[promise.unit]}"


def summary(order: Order, now: datetime) -> str:
    """An order in one line: what it is, its state, and what comes next."""
    parts = [f"「{order.title}」{STATUS_TEXT[order.status]}", note(order, now)]
    return "，".join(part for part in parts if part)


def _parcel_words(parcel: Parcel, now: datetime) -> dict[str, str]:
    day, latest = eta(parcel, now), parcel.steps[0] if parcel.steps else None
    return {
        "carrier": parcel.carrier,
        "latest": latest.text if latest else NOTHING,
        "latest_at": spoken_time(latest.at if latest else parcel.shipped_at),
        "eta": spoken_day(day) if day else "",
        "late_days": str(late_days(parcel, now)),
        "signed_at": spoken_time(parcel.signed_at) if parcel.signed_at else "",
        "signer": parcel.signer,
    }


def _window_words(order: Order, now: datetime) -> dict[str, str]:
    window = refund_window(order, now)
    return {"until": spoken_time(window.until), "days_left": str(window.days_left)} if window else {}


def _refund_words(refund: Refund) -> dict[str, str]:
    back = spoken_date(refund.refunded_at) if refund.refunded_at else ""
    return {
        "refund_amount": yuan(refund.amount_fen),
        "refund_at": back,
        "refunded_at": back,
        "step": refund.step_now,
        "expected": spoken_day(refund.expected_on) if refund.in_progress else "",
    }
