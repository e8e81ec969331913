"""Reads ``approvals.yml``."""

from __future__ import annotations

from itertools import pairwise

from bot.commerce.policies.approval import ApprovalRule, Deed, Limit, Role, RoleRule
from bot.commerce.policies.book import Approvals
from bot.runtime.policies.form import NO_LIMIT, Form
from bot.runtime.policies.sheet import Head, Sheet


def read(sheet: Sheet) -> Approvals:
    """Both sections."""
    return Approvals(
        roles=sheet.section("roles", _role, Role),
        limits=sheet.section("limits", _approval, Deed),
    )


def _role(form: Form, head: Head) -> RoleRule:
    return RoleRule(code=head.code, validity=head.validity, name=form.text("name"))


def _approval(form: Form, head: Head) -> ApprovalRule:
    forms = form.forms("limits")
    limits = tuple(_limit(one) for one in forms)
    if form.sound:
        for (lower, _), (higher, where) in pairwise(zip(limits, forms, strict=True)):
            if higher.role.rank <= lower.role.rank:
                where.note("role", f"权限要从小写到大，{higher.role.value} 不能写在 {lower.role.value} 后面。")
            elif lower.up_to_fen is None or (higher.up_to_fen is not None and higher.up_to_fen <= lower.up_to_fen):
                where.note("up_to_fen", f"权限更大，金额也要比 {lower.role.value} 的多。")
        if limits and limits[-1].up_to_fen is not None:
            forms[-1].note("up_to_fen", f"最后一个要写“{NO_LIMIT}”，不然更大的金额没有人能批。")
    return ApprovalRule(code=head.code, validity=head.validity, limits=limits)


def _limit(form: Form) -> Limit:
    limit = Limit(form.choice("role", Role), form.fen_or_any("up_to_fen"))
    form.close()
    return limit
