"""Reads ``promises.yml``."""

from __future__ import annotations

from enum import Enum

from bot.commerce.policies.approval import Role
from bot.commerce.policies.book import Promises
from bot.commerce.policies.promise import (
    HolidayRule,
    PromiseRule,
    RefundStepRule,
    RunsIn,
    ServiceHoursRule,
    Unit,
)
from bot.runtime.policies.form import Form
from bot.runtime.policies.sheet import Head, Sheet

_SATURDAY = 5


class Step(str, Enum):
    """The steps of a refund that wait for somebody (:class:`bot.commerce.refunds.Refund`)."""

    APPROVED = "approved"
    GOODS_BACK = "goods_back"
    REVIEWED = "reviewed"
    REFUNDED = "refunded"


def read(sheet: Sheet) -> Promises:
    """All sections."""
    return Promises(
        promises=sheet.section("promises", _promise),
        refund_steps=sheet.section("refund_steps", _step, Step),
        service_hours=sheet.section("service_hours", _hours, single=True),
        holidays=sheet.section("holidays", _holiday),
    )


def _promise(form: Form, head: Head) -> PromiseRule:
    rule = PromiseRule(
        code=head.code,
        validity=head.validity,
        name=form.text("name"),
        within=form.count("within", "unit 写的那种", least=1, most=1000),
        unit=form.choice("unit", Unit),
        runs_in=form.choice("runs_in", RunsIn),
        keeper=form.choice("keeper", Role),
    )
    if form.sound and rule.unit in (Unit.DAYS, Unit.WORKING_DAYS) and rule.runs_in is RunsIn.SERVICE_HOURS:
        form.note("runs_in", "service_hours 只用在分钟和小时上；按天和工作日的请写 always。")
    return rule


def _step(form: Form, head: Head) -> RefundStepRule:
    return RefundStepRule(code=head.code, validity=head.validity, name=form.text("name"), promise=form.text("promise"))


def _hours(form: Form, head: Head) -> ServiceHoursRule:
    rule = ServiceHoursRule(
        code=head.code,
        validity=head.validity,
        from_hour=form.count("from_hour", "点钟", most=23),
        until_hour=form.count("until_hour", "点钟", least=1, most=24),
    )
    if form.sound and rule.from_hour >= rule.until_hour:
        form.note("until_hour", f"下班的钟点要晚于上班的钟点（{rule.from_hour}点）；到半夜写 24。")
    return rule


def _holiday(form: Form, head: Head) -> HolidayRule:
    rule = HolidayRule(
        code=head.code,
        validity=head.validity,
        name=form.text("name"),
        first=form.day("first"),
        last=form.day("last"),
        workdays=form.several_days("workdays"),
    )
    if form.sound and rule.last < rule.first:
        form.note("last", f"最后一天早于第一天（{rule.first}），请对调。")
    for day in rule.workdays:
        if day.weekday() < _SATURDAY:
            form.note("workdays", f"{day} 不是周末，本来就上班，请核对日期。")
    return rule
