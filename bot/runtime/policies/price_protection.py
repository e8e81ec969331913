"""Reads ``price_protection.yml``."""

from __future__ import annotations

from bot.commerce.policies.price_protection import PriceProtectionRule
from bot.commerce.policies.rule import Rules
from bot.runtime.policies.form import Form
from bot.runtime.policies.sheet import Head, Sheet


def read(sheet: Sheet) -> Rules[PriceProtectionRule]:
    """The one section."""
    return sheet.section("price_protection", _rule, single=True)


def _rule(form: Form, head: Head) -> PriceProtectionRule:
    rule = PriceProtectionRule(
        code=head.code,
        validity=head.validity,
        days=form.count("days", "天", most=365),
        times=form.count("times", "次", least=1, most=100),
        least_fen=form.fen("least_fen"),
        ceiling_fen=form.fen("ceiling_fen"),
        not_for=form.texts("not_for"),
        excluded=form.text("excluded"),
    )
    if form.sound and rule.least_fen > rule.ceiling_fen:
        form.note("least_fen", f"起退的差价比上限（{rule.ceiling_fen} 分）还多，一分也退不出去。")
    return rule
