"""A small book of rules for tests, so that they stay true when the shop changes its own in ``data/policies/``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from bot.commerce.orders import OrderStatus
from bot.commerce.policies.approval import ApprovalRule, Deed, Limit, Role
from bot.commerce.policies.book import (
    Approvals,
    Cancelling,
    Categories,
    Compensation,
    Delivery,
    Policies,
    Promises,
    Refunds,
)
from bot.commerce.policies.category import CategoryRule
from bot.commerce.policies.compensation import (
    ComplaintRule,
    CouponRule,
    DelayRule,
    Gift,
    Lapse,
    OrderCeilingRule,
    OverdueRule,
)
from bot.commerce.policies.condition import Condition
from bot.commerce.policies.delivery import LatenessRule, ShippingRule
from bot.commerce.policies.evidence import Evidence
from bot.commerce.policies.invoice import InvoiceField, InvoiceRule
from bot.commerce.policies.no_reason import NoReasonRule
from bot.commerce.policies.payer import Payer
from bot.commerce.policies.price_protection import PriceProtectionRule
from bot.commerce.policies.promise import (
    HolidayRule,
    PromiseRule,
    RefundStepRule,
    RunsIn,
    ServiceHoursRule,
    Unit,
)
from bot.commerce.policies.reason import Fault, ReasonRule
from bot.commerce.policies.rule import Rule, Rules, Validity
from bot.commerce.policies.solution import Remedy, Solution
from bot.commerce.policies.stage import Stage, StageRule
from bot.commerce.policies.state import AddressPart, MadeToOrderRule, Permission, StateRule, UnpaidRule
from bot.commerce.policies.warranty import WarrantyRule
from bot.kernel.money import Fen

SINCE = date(2020, 1, 1)
ALWAYS = Validity("售后规则组", SINCE, None)

R = TypeVar("R", bound=Rule)


def rules(kind: type[R], entries: Mapping[str, Mapping[str, Any]]) -> Rules[R]:
    """Rules that always hold, by code."""
    return Rules(tuple(kind(code=code, validity=ALWAYS, **fields) for code, fields in entries.items()))


def _promise(within: int, unit: Unit, runs_in: RunsIn = RunsIn.ALWAYS) -> dict[str, Any]:
    return {"name": "回话", "within": within, "unit": unit, "runs_in": runs_in, "keeper": Role.AGENT}


def _reason(fault: Fault, *remedies: Remedy, **more: Any) -> dict[str, Any]:
    freight = Payer.CUSTOMER if fault in (Fault.CUSTOMER, Fault.UNCLEAR) else Payer.SHOP
    return {"fault": fault, "freight": freight, "evidence": (), "solutions": remedies} | more


_BACK_OR_CHANGED = (Remedy(Solution.RETURN_REFUND), Remedy(Solution.EXCHANGE))
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
    categories=Categories(
        categories=rules(
            CategoryRule,
            {
                "home": {"name": "家居", "no_reason": True},
                "digital": {
                    "name": "数码",
                    "no_reason": True,
                    "not_when": (Condition.ACTIVATED,),
                    "page_note": True,
                    "why": "激活后价值会降低",
                },
                "intimate": {
                    "name": "贴身衣物",
                    "no_reason": True,
                    "not_when": (Condition.OPENED, Condition.WASHED),
                    "page_note": True,
                    "why": "关系到卫生",
                },
                "fresh": {"name": "生鲜", "no_reason": False, "why": "放不住", "fault_days": 2},
                "custom": {"name": "定制商品", "no_reason": False, "why": "单独做的"},
                "medicine": {"name": "药品", "no_reason": False, "page_note": True, "why": "关系用药安全"},
            },
        ),
        conditions=Rules(()),
    ),
    refunds=Refunds(
        no_reason=rules(
            NoReasonRule,
            {
                "no_reason": {
                    "days": 7,
                    "freight": Payer.CUSTOMER,
                    "not_when": (Condition.USED, Condition.INCOMPLETE),
                    "money_back_days": 7,
                    "bank_days": 3,
                    "page_note_name": "页面注明的商品",
                }
            },
        ),
        stages=rules(
            StageRule,
            {
                Stage.BEFORE_SHIPPING.value: {
                    "solutions": (Solution.CANCEL_REFUND, Solution.EXPEDITE),
                    "freight": Payer.SHOP,
                },
                Stage.ON_THE_WAY.value: {
                    "solutions": (Solution.INTERCEPT, Solution.REFUSE_PARCEL, Solution.EXPEDITE),
                    "freight": Payer.SHOP,
                },
                Stage.ARRIVED.value: {"solutions": (Solution.REFUSE_PARCEL,), "freight": Payer.SHOP},
            },
        ),
        reasons=rules(
            ReasonRule,
            {
                "no_reason": _reason(Fault.CUSTOMER, *_BACK_OR_CHANGED),
                "wrong_size": _reason(Fault.CUSTOMER, *reversed(_BACK_OR_CHANGED)),
                "price_drop": _reason(Fault.CUSTOMER, *_BACK_OR_CHANGED),
                "quality": _reason(
                    Fault.SHOP,
                    Remedy(Solution.RETURN_REFUND, 15),
                    Remedy(Solution.EXCHANGE, 15),
                    Remedy(Solution.PARTIAL_REFUND, 15, 30),
                    Remedy(Solution.REPAIR),
                    under="质量问题",
                    evidence=(Evidence.PHOTO, Evidence.VIDEO),
                    complaint="quality",
                ),
                "wrong_item": _reason(
                    Fault.SHOP,
                    Remedy(Solution.EXCHANGE, 7),
                    Remedy(Solution.RETURN_REFUND, 7),
                    under="发错",
                    evidence=(Evidence.PHOTO,),
                ),
                "fake": _reason(
                    Fault.SHOP, Remedy(Solution.RETURN_REFUND, 90), Remedy(Solution.EXCHANGE, 90), review=True
                ),
                "not_received": _reason(
                    Fault.COURIER, Remedy(Solution.RESHIP, 30), Remedy(Solution.REFUND_ONLY, 30), trace_first=True
                ),
                "too_slow": _reason(
                    Fault.COURIER,
                    Remedy(Solution.COMPENSATION, 7),
                    Remedy(Solution.RETURN_REFUND, 7),
                    complaint="delay",
                ),
            },
        ),
        solutions=Rules(()),
        evidence=Rules(()),
    ),
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
    promises=Promises(
        promises=rules(
            PromiseRule,
            {
                "courier_news": _promise(1, Unit.HOURS, RunsIn.SERVICE_HOURS),
                "long_talk": _promise(20, Unit.HOURS, RunsIn.SERVICE_HOURS),
                "senior": _promise(10, Unit.MINUTES),
                "trace": _promise(48, Unit.HOURS),
                "review": _promise(2, Unit.DAYS),
                "bank": _promise(3, Unit.WORKING_DAYS),
            },
        ),
        refund_steps=rules(
            RefundStepRule,
            {"goods_back": {"name": "退货寄回", "promise": "bank"}, "reviewed": {"name": "审核", "promise": "review"}},
        ),
        service_hours=rules(ServiceHoursRule, {"service_hours": {"from_hour": 8, "until_hour": 22}}),
        holidays=rules(
            HolidayRule,
            {
                "2026-spring": {
                    "name": "春节",
                    "first": date(2026, 2, 15),
                    "last": date(2026, 2, 23),
                    "workdays": (date(2026, 2, 14), date(2026, 2, 28)),
                }
            },
        ),
    ),
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
