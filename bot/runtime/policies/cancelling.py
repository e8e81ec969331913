"""Reads ``cancelling.yml``, and the states of ``address.yml``."""

from __future__ import annotations

from bot.commerce.orders import OrderStatus
from bot.commerce.policies.book import Cancelling
from bot.commerce.policies.rule import Rules
from bot.commerce.policies.solution import Solution
from bot.commerce.policies.state import AddressPart, MadeToOrderRule, Permission, StateRule, UnpaidRule
from bot.runtime.policies.form import Form
from bot.runtime.policies.sheet import Head, Sheet


def read(sheet: Sheet) -> Cancelling:
    """All sections."""
    return Cancelling(
        unpaid=sheet.section("unpaid", _unpaid, single=True),
        states=sheet.section("states", _state, OrderStatus),
        made_to_order=sheet.section("made_to_order", _made_to_order, single=True),
    )


def read_address(sheet: Sheet) -> Rules[StateRule]:
    """The one section of ``address.yml``."""
    return sheet.section("states", _address_state, OrderStatus)


def _unpaid(form: Form, head: Head) -> UnpaidRule:
    return UnpaidRule(
        code=head.code, validity=head.validity, keep_hours=form.count("keep_hours", "小时", least=1, most=720)
    )


def _state(form: Form, head: Head) -> StateRule:
    return _state_rule(form, head, ())


def _address_state(form: Form, head: Head) -> StateRule:
    rule = _state_rule(form, head, form.choices("parts", AddressPart))
    if form.sound and (rule.permission is Permission.CLOSED) == bool(rule.parts):
        form.note("parts" if rule.parts else "", "能改的要写 parts（改哪些），改不了的不要写。")
    return rule


def _state_rule(form: Form, head: Head, parts: tuple[AddressPart, ...]) -> StateRule:
    rule = StateRule(
        code=head.code,
        validity=head.validity,
        permission=form.choice("permission", Permission),
        why=form.text("why", default=""),
        instead=form.choices("instead", Solution),
        parts=parts,
    )
    if rule.permission is not Permission.AT_ONCE and not rule.why and form.sound:
        form.note("", "不能马上办的要写 why：告诉客户为什么。")
    if rule.permission is not Permission.CLOSED and rule.instead:
        form.note("instead", "instead 只用在办不了（closed）的时候，请删掉。")
    return rule


def _made_to_order(form: Form, head: Head) -> MadeToOrderRule:
    return MadeToOrderRule(
        code=head.code,
        validity=head.validity,
        categories=form.texts("categories"),
        hours=form.count("hours", "小时", most=720),
        why=form.text("why"),
    )
