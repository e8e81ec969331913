"""Reads ``delivery.yml``."""

from __future__ import annotations

from bot.commerce.policies.book import Delivery
from bot.commerce.policies.delivery import LatenessRule, ShippingRule
from bot.runtime.policies.form import Form
from bot.runtime.policies.sheet import Head, Sheet


def read(sheet: Sheet) -> Delivery:
    """Both sections."""
    return Delivery(
        shipping=sheet.section("shipping", _shipping, single=True),
        lateness=sheet.section("lateness", _lateness, single=True),
    )


def _shipping(form: Form, head: Head) -> ShippingRule:
    return ShippingRule(code=head.code, validity=head.validity, within_days=form.count("within_days", "天", most=60))


def _lateness(form: Form, head: Head) -> LatenessRule:
    rule = LatenessRule(
        code=head.code,
        validity=head.validity,
        late_days=form.count("late_days", "天", least=1, most=60),
        lost_days=form.count("lost_days", "天", least=1, most=90),
        promise=form.text("promise"),
        lost_reason=form.text("lost_reason"),
    )
    if form.sound and rule.lost_days <= rule.late_days:
        form.note("lost_days", f"按丢失办的天数要比算延误的天数（{rule.late_days}天）多。")
    return rule
