"""Reads ``targets.yml``: what the service wants to reach in time."""

from __future__ import annotations

from typing import cast, get_args

from bot.handoff.targets import Applies, Level, Starts, Stops, Target
from bot.runtime.policies.form import Form
from bot.runtime.service_rules.book import Book
from bot.runtime.service_rules.times import length_ms
from bot.runtime.service_rules.words import one_of

_STARTS, _STOPS = one_of("Starts", get_args(Starts)), one_of("Stops", get_args(Stops))
_LEVEL, _APPLIES = one_of("Level", get_args(Level)), one_of("Applies", get_args(Applies))


def read(book: Book) -> tuple[Target, ...]:
    """All targets."""
    found: dict[str, Target] = {}
    for form in book.section("targets"):
        target = _target(form)
        if target.code in found:
            form.note("code", f"{target.code} 写了两次，请只留一个。")
        found[target.code] = target
    return tuple(found.values())


def _target(form: Form) -> Target:
    target = Target(
        code=form.text("code"),
        title=form.text("title"),
        within_ms=length_ms(form, "within"),
        warn_ms=length_ms(form, "warn_before", default="0秒"),
        starts=cast(Starts, form.choice("starts", _STARTS).value),
        stops=cast(Stops, form.choice("stops", _STOPS).value),
        business=form.flag("business"),
        pauses=form.flag("pauses"),
        level=cast(Level, form.choice("level", _LEVEL).value),
        applies=cast(Applies, form.choice("applies", _APPLIES).value) if form.has("applies") else "all",
    )
    form.knows("applies")
    if form.sound:
        _fits(form, target)
    return target


def _fits(form: Form, target: Target) -> None:
    if target.within_ms < 1_000:
        form.note("within", "至少要有1秒。")
    if target.warn_ms >= target.within_ms:
        form.note("warn_before", "提前提醒的时间应当比 within 短。")
    if target.starts == "customer" and target.stops not in ("first_reply", "reply"):
        form.note("stops", "从客户的话开始数的，到同事回话为止，请写 reply。")
    if target.starts == "risk" and target.applies == "urgent":
        form.note("applies", "从风险信号开始数的，只和风险有关，请写 risk 或者不写。")
