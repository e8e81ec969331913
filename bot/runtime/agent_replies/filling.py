"""The variables of canned replies: what they are called, and what a brief and the shop's rules know of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.commerce.days import shop_day
from bot.commerce.policies.book import Policies
from bot.commerce.policies.due import spoken_within
from bot.kernel.clock import from_ms, to_ms
from bot.kernel.money import Fen, yuan
from bot.runtime.agent_replies.scene import by_concern

VARIABLES: Mapping[str, str] = {
    "name": "客户称呼",
    "agent": "您的名字",
    "order_id": "订单号",
    "title": "商品",
    "spec": "规格",
    "status": "订单状态",
    "amount": "实付金额",
    "carrier": "快递公司",
    "tracking_no": "快递单号",
    "last_step": "最新物流",
    "eta": "预计送到的日子",
    "days": "晚了几天",
    "refund_amount": "退款金额",
    "refund_step": "退款到哪一步",
    "expected": "预计到账的日子",
    "due": "答应的时间",
    "coupon": "券的金额",
    "return_days": "退货天数",
    "bank_days": "入账天数",
}
"""Every variable, with the words that stand for it as long as nobody has filled it in."""

_EXPECTED = re.compile(r"预计(.+)送达")


def values_of(brief: Mapping[str, Any] | None, agent: str, now: datetime, policies: Policies) -> dict[str, str]:
    """What is known now, by variable; what is not known is left out for the agent to fill in."""
    found = {"agent": agent} | _rules(policies, shop_day(now))
    if brief is not None:
        found |= _customer(brief["customer"]) | _due(brief["promises"], now)
        if orders := by_concern(brief["orders"]):
            found |= _order(orders[0])
    return {name: value for name, value in found.items() if value is not None}


def _customer(customer: Mapping[str, Any]) -> dict[str, str | None]:
    # A visitor is greeted without a name: 您好.
    return {"name": customer["name"] if customer["verified"] else ""}


def _order(order: Mapping[str, Any]) -> dict[str, str | None]:
    card, parcel, refund = order["card"], order.get("parcel") or {}, order.get("refund") or {}
    steps = parcel.get("steps") or []
    expected = _EXPECTED.fullmatch(parcel.get("eta_text") or "")
    return {
        "order_id": card["order_id"],
        "title": card["title"],
        "spec": card.get("spec") or None,
        "status": card.get("status_text"),
        "amount": yuan(Fen(card["paid_fen"])) if "paid_fen" in card else None,
        "carrier": parcel.get("carrier"),
        "tracking_no": parcel.get("tracking_no"),
        "last_step": _plain(steps[0]["text"]) if steps else None,
        "eta": expected[1] if expected else None,
        "days": str(parcel["late_days"]) if parcel.get("late_days") else None,
        "refund_amount": yuan(Fen(refund["amount_fen"])) if refund else None,
        "refund_step": refund.get("step") or None,
        "expected": refund.get("expected") or None,
    }


def _due(promises: list[Mapping[str, Any]], now: datetime) -> dict[str, str | None]:
    """The time the customer has been told already: a second one beside it would be a second promise."""
    ahead = [one["due_at"] for one in promises if one.get("state") == "open" and one["due_at"] > to_ms(now)]
    return {"due": spoken_within(now, from_ms(min(ahead))) if ahead else None}


def _rules(policies: Policies, day: date) -> dict[str, str | None]:
    delay = next(policies.compensation.delay.on(day), None)
    general = next(policies.refunds.no_reason.on(day), None)
    return {
        "coupon": yuan(delay.coupon_fen) if delay else None,
        "return_days": str(general.days) if general else None,
        "bank_days": str(general.bank_days) if general else None,
    }


def _plain(words: str) -> str:
    """Without the brackets that mark a blank: 【杭州】 of a carrier is none."""
    return words.replace("【", "（").replace("】", "）").rstrip("。")
