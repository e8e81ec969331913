"""Reads ``compensation.yml``."""

from __future__ import annotations

from bot.commerce.policies.book import Compensation
from bot.commerce.policies.compensation import (
    ComplaintRule,
    CouponRule,
    DelayRule,
    Gift,
    Lapse,
    OrderCeilingRule,
    OverdueRule,
)
from bot.runtime.policies.form import Form
from bot.runtime.policies.sheet import Head, Sheet


def read(sheet: Sheet) -> Compensation:
    """All sections."""
    return Compensation(
        coupons=sheet.section("coupons", _coupons, single=True),
        delay=sheet.section("delay", _delay, single=True),
        overdue=sheet.section("overdue", _overdue, single=True),
        complaints=sheet.section("complaints", _complaint),
        order_ceiling=sheet.section("order_ceiling", _order_ceiling, single=True),
    )


def _coupons(form: Form, head: Head) -> CouponRule:
    return CouponRule(
        code=head.code,
        validity=head.validity,
        threshold_fen=form.fen("threshold_fen"),
        usable_days=form.count("usable_days", "天", least=1, most=3650),
    )


def _delay(form: Form, head: Head) -> DelayRule:
    return DelayRule(code=head.code, validity=head.validity, coupon_fen=form.fen("coupon_fen"))


def _overdue(form: Form, head: Head) -> OverdueRule:
    rule = OverdueRule(
        code=head.code,
        validity=head.validity,
        percent_per_day=_percent(form, "percent_per_day"),
        ceiling_percent=_percent(form, "ceiling_percent"),
        ceiling_fen=form.fen("ceiling_fen"),
        lapses=form.choices("lapses", Lapse),
    )
    if form.sound and rule.ceiling_percent < rule.percent_per_day:
        form.note("ceiling_percent", f"上限比一天赔的（百分之{rule.percent_per_day}）还少，请改大。")
    if not rule.lapses and form.sound:
        form.note("lapses", "要写用在哪些事上：shipping、promise，至少一个。")
    return rule


def _complaint(form: Form, head: Head) -> ComplaintRule:
    rule = ComplaintRule(
        code=head.code,
        validity=head.validity,
        name=form.text("name"),
        gift=form.choice("gift", Gift),
        apology=form.flag("apology"),
        priority=form.flag("priority"),
        extra_warranty_days=form.count("extra_warranty_days", "天", most=3650),
        amount_fen=form.fen("amount_fen"),
        percent=_percent(form, "percent"),
        ceiling_fen=form.fen("ceiling_fen"),
    )
    gives = rule.amount_fen > 0 or rule.percent > 0
    if form.sound and rule.amount_fen > rule.ceiling_fen:
        form.note("amount_fen", f"比这一种的上限（{rule.ceiling_fen} 分）还多，请改小，或者提高 ceiling_fen。")
    if form.sound and rule.gift is Gift.NOTHING and gives:
        form.note("gift", "gift 是 nothing，amount_fen 和 percent 就应当都是 0。")
    if form.sound and rule.gift is not Gift.NOTHING and not gives:
        form.note("amount_fen", "金额和百分比都是 0，什么也没给；不给的话 gift 请写 nothing。")
    return rule


def _order_ceiling(form: Form, head: Head) -> OrderCeilingRule:
    return OrderCeilingRule(
        code=head.code,
        validity=head.validity,
        percent=_percent(form, "percent"),
        ceiling_fen=form.fen("ceiling_fen"),
    )


def _percent(form: Form, name: str) -> int:
    return form.count(name, "百分之几", most=100)
