"""Reads ``categories.yml``."""

from __future__ import annotations

from bot.commerce.policies.book import Categories
from bot.commerce.policies.category import CategoryRule
from bot.commerce.policies.condition import Condition, ConditionRule
from bot.runtime.policies.form import Form
from bot.runtime.policies.sheet import Head, Sheet


def read(sheet: Sheet) -> Categories:
    """Both sections."""
    return Categories(
        categories=sheet.section("categories", _category),
        conditions=sheet.section("conditions", _condition, Condition),
    )


def _category(form: Form, head: Head) -> CategoryRule:
    rule = CategoryRule(
        code=head.code,
        validity=head.validity,
        name=form.text("name"),
        no_reason=form.flag("no_reason"),
        not_when=form.choices("not_when", Condition),
        page_note=form.flag("page_note", default=False),
        why=form.text("why", default=""),
        fault_days=form.days("fault_days", least=1),
    )
    if (rule.page_note or not rule.no_reason) and not rule.why:
        form.note("", "有例外的品类要写 why：用一句话告诉客户为什么。")
    if not rule.no_reason and rule.not_when:
        form.note("not_when", "no_reason 是 false，本来就不能无理由退，这一项请删掉。")
    return rule


def _condition(form: Form, head: Head) -> ConditionRule:
    return ConditionRule(code=head.code, validity=head.validity, name=form.text("name"), ask=form.text("ask"))
