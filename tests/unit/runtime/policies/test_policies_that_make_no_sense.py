"""Rules written without a mistake that cannot be meant: told what would make sense."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.policy_files import entry, problems, spoil

Change = Callable[[Any], None]


def _set(section: str, code: str, /, **fields: Any) -> Change:
    return lambda content: entry(content, section, code).update(fields)


def _first(section: str, /, **fields: Any) -> Change:
    return lambda content: content[section][0].update(fields)


def _without(section: str, code: str, field: str) -> Change:
    return lambda content: entry(content, section, code).pop(field)


def _drop(section: str, code: str) -> Change:
    return lambda content: content[section].remove(entry(content, section, code))


_ONE = [{"do": "return_refund", "within_days": 7}]
_TWO = [*_ONE, {"do": "exchange", "within_days": 7}]


@pytest.mark.parametrize(
    "file, change, field, says",
    [
        ("refunds", _first("no_reason", days=5), "no_reason.1.days", "法律规定不能少于7天"),
        ("refunds", _first("no_reason", valid_until=date(2030, 1, 1)), "no_reason.1.valid_until", "请写“长期”"),
        ("refunds", _first("no_reason", money_back_days=3), "no_reason.1.money_back_days", "一共要7天"),
        ("refunds", _set("reasons", "quality", freight="customer"), "reasons.quality.freight", "运费不能让客户出"),
        (
            "refunds",
            _set("reasons", "quality", freight="store"),
            "reasons.quality.freight",
            "应当是 shop、customer 之一",
        ),
        ("refunds", _set("reasons", "quality", solutions=_ONE), "reasons.quality.solutions", "客户没得选"),
        ("refunds", _set("reasons", "quality", evidence=["phto"]), "reasons.quality.evidence", "是不是想写 photo？"),
        ("refunds", _set("reasons", "quality", complaint="qualty"), "reasons.quality.complaint", "compensation.yml"),
        ("refunds", _set("reasons", "other", review=False), "reasons.other", "要由同事来定"),
        ("refunds", _set("reasons", "dislike", under="不喜欢"), "reasons.dislike.under", "请删掉 under"),
        ("refunds", _set("reasons", "dislike", solutions=_TWO), "return_refund.within_days", "不用写 within_days"),
        (
            "refunds",
            _set("reasons", "damaged", solutions=[{"do": "reship"}, *_ONE]),
            "solutions.reship",
            "缺少 within_days",
        ),
        (
            "refunds",
            _set("reasons", "damaged", solutions=[{"do": "intercept", "within_days": 3}, *_ONE]),
            "solutions.intercept.do",
            "intercept 不能用在这里",
        ),
        (
            "refunds",
            _set("stages", "arrived", solutions=["repair", "intercept"]),
            "stages.arrived.solutions",
            "repair 不能用在这里",
        ),
        ("refunds", _drop("reasons", "missing"), "reasons", "少了 missing"),
        ("refunds", _drop("solutions", "repair"), "solutions", "少了 repair"),
        ("categories", _set("categories", "fresh", why=""), "categories.fresh", "why"),
        ("categories", _set("categories", "fresh", not_when=["opened"]), "categories.fresh.not_when", "请删掉"),
        ("categories", _drop("conditions", "washed"), "conditions", "少了 washed"),
        ("delivery", _first("lateness", lost_days=1), "lateness.1.lost_days", "比算延误的天数（1天）多"),
        ("delivery", _first("lateness", promise="soon"), "lateness.1.promise", "promises.yml"),
        (
            "compensation",
            _set("complaints", "service", amount_fen=6000),
            "complaints.service.amount_fen",
            "提高 ceiling_fen",
        ),
        ("compensation", _set("complaints", "service", gift="nothing"), "complaints.service.gift", "都是 0"),
        ("compensation", _first("overdue", lapses=[]), "overdue.1.lapses", "至少一个"),
        ("compensation", _first("overdue", percent_per_day=101), "overdue.1.percent_per_day", "从0到100"),
        ("cancelling", _without("states", "packed", "why"), "states.packed", "告诉客户为什么"),
        ("cancelling", _set("states", "paid", instead=["repair"]), "states.paid.instead", "请删掉"),
        ("cancelling", _drop("states", "signed"), "states", "少了 signed"),
        ("cancelling", _first("made_to_order", categories=["bespoke"]), "made_to_order.1.categories", "bespoke"),
        ("address", _set("states", "shipped", parts=["phone"]), "states.shipped.parts", "改不了的不要写"),
        ("invoice", _set("invoices", "special", needs=["bank"]), "invoices.special.needs", "title"),
        ("warranty", _set("warranty", "pet", code="pets"), "warranty.pets.code", "categories.yml"),
        ("promises", _set("promises", "reship", runs_in="service_hours"), "promises.reship.runs_in", "请写 always"),
        ("promises", _first("service_hours", until_hour=8), "service_hours.1.until_hour", "晚于"),
        (
            "promises",
            _set("holidays", "2026-spring", workdays=[date(2026, 2, 13)]),
            "holidays.2026-spring.workdays",
            "2026-02-13 不是周末",
        ),
        ("promises", _set("holidays", "2026-spring", last=date(2026, 1, 1)), "holidays.2026-spring.last", "请对调"),
        (
            "approvals",
            _set("limits", "refund", limits=[{"role": "bot", "up_to_fen": 1}]),
            "limits.bot.up_to_fen",
            "不限",
        ),
        (
            "approvals",
            _set("limits", "refund", limits=[{"role": "agent", "up_to_fen": 9}, {"role": "bot", "up_to_fen": "不限"}]),
            "limits.bot.role",
            "权限要从小写到大",
        ),
        (
            "approvals",
            _set("limits", "refund", limits=[{"role": "bot", "up_to_fen": 9}, {"role": "agent", "up_to_fen": 9}]),
            "limits.agent.up_to_fen",
            "金额也要比 bot 的多",
        ),
        ("approvals", _drop("limits", "compensation"), "limits", "少了 compensation"),
    ],
)
def test_a_rule_that_makes_no_sense_is_told_what_would(
    folder: Path, file: str, change: Change, field: str, says: str
) -> None:
    """Against the law, against another rule, against the customer's choice, or simply missing."""
    spoil(folder, file, change)
    found = [problem for problem in problems(folder) if Path(problem.file).stem == file]

    assert [p for p in found if p.field.endswith(field) and says in p.message], [str(p) for p in problems(folder)]


def test_a_gap_in_what_the_law_demands_is_named(folder: Path) -> None:
    """Customers are never without their seven days."""

    def with_a_gap(content: Any) -> None:
        [now] = content["no_reason"]
        content["no_reason"] = [
            {**now, "valid_until": date(2026, 5, 31)},
            {**now, "valid_from": date(2026, 6, 2)},
        ]

    spoil(folder, "refunds", with_a_gap)
    [problem] = problems(folder)

    assert "不能断档：上一条到 2026-05-31 为止" in problem.message
