"""Reads ``invoice.yml``."""

from __future__ import annotations

from bot.commerce.invoices import InvoiceKind
from bot.commerce.policies.invoice import InvoiceField, InvoiceRule
from bot.commerce.policies.rule import Rules
from bot.runtime.policies.form import Form
from bot.runtime.policies.sheet import Head, Sheet


def read(sheet: Sheet) -> Rules[InvoiceRule]:
    """The one section."""
    return sheet.section("invoices", _invoice, InvoiceKind)


def _invoice(form: Form, head: Head) -> InvoiceRule:
    rule = InvoiceRule(
        code=head.code,
        validity=head.validity,
        name=form.text("name"),
        needs=form.choices("needs", InvoiceField),
        after_signing=form.flag("after_signing"),
        within_days=form.count("within_days", "天", least=1, most=3650),
        promise=form.text("promise"),
    )
    if form.sound and InvoiceField.TITLE not in rule.needs:
        form.note("needs" if rule.needs else "", "发票总要有抬头，needs 里请加上 title。")
    return rule
