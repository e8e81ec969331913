"""The sample book's page on what may go back: categories of goods, days, stages and reasons."""

from __future__ import annotations

from typing import Any

from support.policy_rules import rules

from bot.commerce.policies.book import Categories, Refunds
from bot.commerce.policies.category import CategoryRule
from bot.commerce.policies.condition import Condition
from bot.commerce.policies.evidence import Evidence
from bot.commerce.policies.no_reason import NoReasonRule
from bot.commerce.policies.payer import Payer
from bot.commerce.policies.reason import Fault, ReasonRule
from bot.commerce.policies.rule import Rules
from bot.commerce.policies.solution import Remedy, Solution
from bot.commerce.policies.stage import Stage, StageRule


def _reason(fault: Fault, *remedies: Remedy, **more: Any) -> dict[str, Any]:
    freight = Payer.CUSTOMER if fault in (Fault.CUSTOMER, Fault.UNCLEAR) else Payer.SHOP
    return {"fault": fault, "freight": freight, "evidence": (), "solutions": remedies} | more


_BACK_OR_CHANGED = (Remedy(Solution.RETURN_REFUND), Remedy(Solution.EXCHANGE))


CATEGORIES = Categories(
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
)

REFUNDS = Refunds(
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
            "fake": _reason(Fault.SHOP, Remedy(Solution.RETURN_REFUND, 90), Remedy(Solution.EXCHANGE, 90), review=True),
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
)
