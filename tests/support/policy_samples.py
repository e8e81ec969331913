"""A small book of rules for tests, so that they stay true when the shop changes its own in ``data/policies/``."""

from __future__ import annotations

from typing import Any

from support.policy_rules import rules
from support.policy_sample_promises import PROMISES
from support.policy_sample_refunds import CATEGORIES, REFUNDS

from bot.commerce.orders import OrderStatus
from bot.commerce.policies.approval import ApprovalRule, Deed, Limit, Role
from bot.commerce.policies.book import Approvals, Cancelling, Compensation, Delivery, Policies
from bot.commerce.policies.compensation import (
    ComplaintRule,
    CouponRule,
    DelayRule,
    Gift,
    Lapse,
    OrderCeilingRule,
    OverdueRule,
)
from bot.commerce.policies.delivery import LatenessRule, ShippingRule
from bot.commerce.policies.invoice import InvoiceField, InvoiceRule
from bot.commerce.policies.price_protection import PriceProtectionRule
from bot.commerce.policies.rule import Rules
from bot.commerce.policies.solution import Solution
from bot.commerce.policies.state import AddressPart, MadeToOrderRule, Permission, StateRule, UnpaidRule
from bot.commerce.policies.warranty import WarrantyRule
from bot.kernel.money import Fen

_ALL_PARTS = tuple(AddressPart)
_CLOSED = {"permission": Permission.CLOSED, "why": "包裹已经在路上了"}


def _states(at_once: tuple[AddressPart, ...] = ()) -> Rules[StateRule]:
    on_the_way = _CLOSED | {"instead": (Solution.INTERCEPT,)}
    entries: dict[str, dict[str, Any]] = {status.value: on_the_way for status in OrderStatus}
    entries |= {name: {"permission": Permission.AT_ONCE, "parts": at_once} for name in ("unpaid", "paid")}
    entries["packed"] = {"permission": Permission.AFTER_CHECK, "why": "已经打包", "parts": at_once}
    return rules(StateRule, entries)


def _complaint(gift: Gift, amount: int, percent: int, ceiling: int) -> dict[str, Any]:
    money = {"amount_fen": Fen(amount), "percent": percent, "ceiling_fen": Fen(ceiling)}
    return {"name": "投诉", "gift": gift, "apology": True, "priority": True, "extra_warranty_days": 90} | money


def _limits(**up_to: int | None) -> dict[str, Any]:
    return {"limits": tuple(Limit(Role(role), None if fen is None else Fen(fen)) for role, fen in up_to.items())}


BOOK = Policies(
    categories=CATEGORIES,
    refunds=REFUNDS,
    delivery=Delivery(
        shipping=rules(ShippingRule, {"shipping": {"within_days": 2}}),
        lateness=rules(
            LatenessRule,
            {
                "lateness": {
                    "late_days": 1,
                    "lost_days": 10,
                    "promise": "courier_news",
                    "lost_reason": "not_received",
                }
            },
        ),
    ),
    compensation=Compensation(
        coupons=rules(CouponRule, {"coupons": {"threshold_fen": Fen(0), "usable_days": 30}}),
        delay=rules(DelayRule, {"delay": {"coupon_fen": Fen(1000)}}),
        overdue=rules(
            OverdueRule,
            {
                "overdue": {
                    "percent_per_day": 5,
                    "ceiling_percent": 30,
                    "ceiling_fen": Fen(20000),
                    "lapses": tuple(Lapse),
                }
            },
        ),
        complaints=rules(
            ComplaintRule,
            {
                "delay": _complaint(Gift.COUPON, 1000, 0, 3000),
                "quality": _complaint(Gift.COUPON, 1000, 5, 10000),
                "explained": _complaint(Gift.NOTHING, 0, 0, 0),
            },
        ),
        order_ceiling=rules(OrderCeilingRule, {"order_ceiling": {"percent": 100, "ceiling_fen": Fen(30000)}}),
    ),
    cancelling=Cancelling(
        unpaid=rules(UnpaidRule, {"unpaid": {"keep_hours": 48}}),
        states=_states(),
        made_to_order=rules(
            MadeToOrderRule, {"made_to_order": {"categories": ("custom",), "hours": 24, "why": "已经开工"}}
        ),
    ),
    address=_states(_ALL_PARTS),
    price_protection=rules(
        PriceProtectionRule,
        {
            "price_protection": {
                "days": 7,
                "times": 1,
                "least_fen": Fen(100),
                "ceiling_fen": Fen(50000),
                "not_for": ("fresh",),
                "excluded": "限时秒杀",
            }
        },
    ),
    invoices=rules(
        InvoiceRule,
        {
            "personal": {
                "name": "个人",
                "needs": (InvoiceField.TITLE,),
                "after_signing": False,
                "within_days": 365,
                "promise": "invoice",
            },
            "special": {
                "name": "专票",
                "needs": (InvoiceField.TITLE, InvoiceField.TAX_NO),
                "after_signing": True,
                "within_days": 180,
                "promise": "invoice",
            },
        },
    ),
    warranty=rules(WarrantyRule, {"digital": {"days": 365, "covers": "故障", "not_covered": "进水"}}),
    promises=PROMISES,
    approvals=Approvals(
        roles=Rules(()),
        limits=rules(
            ApprovalRule,
            {
                Deed.REFUND.value: _limits(bot=50000, agent=200000, supervisor=None),
                Deed.REFUND_KEEP_GOODS.value: _limits(agent=20000, supervisor=None),
                Deed.REPLACEMENT.value: _limits(bot=20000, agent=100000, supervisor=None),
                Deed.COMPENSATION.value: _limits(bot=1000, agent=3000, senior=10000, supervisor=None),
                Deed.PRICE_DIFFERENCE.value: _limits(bot=5000, supervisor=None),
            },
        ),
    ),
)
"""Rules like those of a real shop, with numbers of their own."""
