"""The sample book's page on what is promised: by when, in which hours, on which days."""

from __future__ import annotations

from datetime import date
from typing import Any

from support.policy_rules import rules

from bot.commerce.policies.approval import Role
from bot.commerce.policies.book import Promises
from bot.commerce.policies.promise import HolidayRule, PromiseRule, RefundStepRule, RunsIn, ServiceHoursRule, Unit


def _promise(within: int, unit: Unit, runs_in: RunsIn = RunsIn.ALWAYS) -> dict[str, Any]:
    return {"name": "回话", "within": within, "unit": unit, "runs_in": runs_in, "keeper": Role.AGENT}


PROMISES = Promises(
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
)
