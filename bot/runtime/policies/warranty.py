"""Reads ``warranty.yml``."""

from __future__ import annotations

from bot.commerce.policies.rule import Rules
from bot.commerce.policies.warranty import WarrantyRule
from bot.runtime.policies.form import Form
from bot.runtime.policies.sheet import Head, Sheet


def read(sheet: Sheet) -> Rules[WarrantyRule]:
    """The one section."""
    return sheet.section("warranty", _warranty)


def _warranty(form: Form, head: Head) -> WarrantyRule:
    return WarrantyRule(
        code=head.code,
        validity=head.validity,
        days=form.count("days", "天", least=1, most=7300),
        covers=form.text("covers"),
        not_covered=form.text("not_covered"),
    )
