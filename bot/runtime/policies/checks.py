"""What must hold between entries and between files, once each of them was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import Enum
from itertools import groupby, pairwise

from bot.commerce.orders import OrderStatus
from bot.commerce.policies.approval import Deed, Role
from bot.commerce.policies.condition import Condition
from bot.commerce.policies.delivery import LatenessRule
from bot.commerce.policies.evidence import Evidence
from bot.commerce.policies.invoice import InvoiceRule
from bot.commerce.policies.no_reason import NoReasonRule
from bot.commerce.policies.price_protection import PriceProtectionRule
from bot.commerce.policies.promise import PromiseRule, RefundStepRule, Unit
from bot.commerce.policies.reason import ReasonRule
from bot.commerce.policies.solution import Solution
from bot.commerce.policies.stage import Stage
from bot.commerce.policies.state import MadeToOrderRule
from bot.commerce.policies.warranty import WarrantyRule
from bot.commerce.reasons import Reason
from bot.runtime.policies.form import OPEN_END, Form
from bot.runtime.policies.promises import Step
from bot.runtime.policies.sheet import Entry, Sheet

Sheets = Mapping[str, Sheet]

WHOLE: tuple[tuple[str, str, tuple[Enum, ...]], ...] = (
    ("categories", "conditions", tuple(Condition)),
    ("refunds", "stages", tuple(stage for stage in Stage if stage is not Stage.SIGNED)),
    ("refunds", "reasons", tuple(Reason)),
    ("refunds", "solutions", tuple(Solution)),
    ("refunds", "evidence", tuple(Evidence)),
    ("cancelling", "states", tuple(OrderStatus)),
    ("address", "states", tuple(OrderStatus)),
    ("promises", "refund_steps", tuple(Step)),
    ("approvals", "roles", tuple(Role)),
    ("approvals", "limits", tuple(Deed)),
)
"""Sections in which no code may be missing: file, section, codes."""

LASTING = frozenset({("refunds", "no_reason"), ("delivery", "shipping"), ("cancelling", "unpaid")})
"""Rules the shop is never without: no gap between their versions, and the last one has no end."""


def check(sheets: Sheets, today: date) -> None:
    """Note everything at its place."""
    for name, sheet in sheets.items():
        for section in dict.fromkeys(entry.section for entry in sheet.entries):
            _versions(sheet, name, section, today)
    for file, section, codes in WHOLE:
        if section in {entry.section for entry in sheets[file].entries}:
            _whole(sheets[file], section, codes)
    _references(sheets)
    _money_back_in_time(sheets)


def _versions(sheet: Sheet, file: str, section: str, today: date) -> None:
    entries = sorted(sheet.sound(section), key=lambda entry: (entry.rule.code, entry.rule.validity.valid_from))
    for code, group in groupby(entries, key=lambda entry: entry.rule.code):
        versions = list(group)
        for before, after in pairwise(versions):
            if before.rule.validity.overlaps(after.rule.validity):
                _overlap(before, after)
        if (file, section) in LASTING:
            _lasting(versions)
        _in_days(code, versions, today)


def _overlap(before: Entry, after: Entry) -> None:
    until = after.rule.validity.valid_from - timedelta(days=1)
    after.form.note(
        "",
        f"和第 {before.form.line()} 行的同一条规则有效期重叠，同一天只能有一条有效。"
        f"如果是新规则接旧规则，请把第 {before.form.line()} 行的 valid_until 改成 {until}。",
    )


def _lasting(versions: list[Entry]) -> None:
    for before, after in pairwise(versions):
        end = before.rule.validity.valid_until
        if end is not None and end + timedelta(days=1) < after.rule.validity.valid_from:
            after.form.note("", f"这条规则不能断档：上一条到 {end} 为止，这一条的 valid_from 请写它的第二天。")
    if versions[-1].rule.validity.valid_until is not None:
        versions[-1].form.note("valid_until", f"这条规则不能没有，最后一条的 valid_until 请写“{OPEN_END}”。")


def _in_days(code: str, versions: list[Entry], today: date) -> None:
    if any(entry.rule.validity.holds_on(today) for entry in versions):
        return
    last = versions[-1]
    if last.rule.validity.over_by(today):
        end = last.rule.validity.valid_until
        message = f"“{code}”到 {end} 为止，已经过期，不会再用。要接着用就改 valid_until，不用了就删掉。"
    else:
        message = f"“{code}”要到 {last.rule.validity.valid_from} 才生效，在那之前没有规则可用。"
    last.form.note("valid_until" if last.form.has("valid_until") else "", message, lapsed=True)


def _whole(sheet: Sheet, section: str, codes: Iterable[Enum]) -> None:
    # An entry that could not be read may be the one that seems to be missing.
    if not all(entry.form.sound for entry in sheet.entries if entry.section == section):
        return
    there = {entry.rule.code for entry in sheet.entries if entry.section == section}
    if lacking := [str(code.value) for code in codes if code.value not in there]:
        sheet.missing(section, f"少了 {'、'.join(lacking)}，每一个都要有一条。")


def _references(sheets: Sheets) -> None:
    known = {
        "promises": _codes(sheets["promises"], "promises"),
        "categories": _codes(sheets["categories"], "categories"),
        "complaints": _codes(sheets["compensation"], "complaints"),
        "reasons": _codes(sheets["refunds"], "reasons"),
    }
    for sheet in sheets.values():
        for entry in sheet.entries:
            for field, kind, codes in _named(entry):
                for code in codes:
                    if code and known[kind] and code not in known[kind] and entry.form.sound:
                        _unknown(entry.form, field, code, kind, known[kind])


def _codes(sheet: Sheet, section: str) -> set[str]:
    return {entry.rule.code for entry in sheet.entries if entry.section == section}


_WHERE = {
    "promises": "promises.yml 的 promises",
    "categories": "categories.yml 的 categories",
    "complaints": "compensation.yml 的 complaints",
    "reasons": "refunds.yml 的 reasons",
}


def _unknown(form: Form, field: str, code: str, kind: str, known: set[str]) -> None:
    form.note(field, f"“{code}”在 {_WHERE[kind]} 里没有，那里有：{'、'.join(sorted(known))}。")


def _named(entry: Entry) -> list[tuple[str, str, tuple[str, ...]]]:
    """What an entry names of other sections: field, kind, codes."""
    rule = entry.rule
    if isinstance(rule, ReasonRule):
        return [("complaint", "complaints", (rule.complaint,))]
    if isinstance(rule, LatenessRule):
        return [("promise", "promises", (rule.promise,)), ("lost_reason", "reasons", (rule.lost_reason,))]
    if isinstance(rule, InvoiceRule | RefundStepRule):
        return [("promise", "promises", (rule.promise,))]
    if isinstance(rule, PriceProtectionRule):
        return [("not_for", "categories", rule.not_for)]
    if isinstance(rule, MadeToOrderRule):
        return [("categories", "categories", rule.categories)]
    if isinstance(rule, WarrantyRule):
        return [("code", "categories", (rule.code,))]
    return []


def _money_back_in_time(sheets: Sheets) -> None:
    """The steps after the goods came back take no longer than the general rule says the money takes."""
    promises = {entry.rule.code: entry.rule for entry in sheets["promises"].sound("promises")}
    steps = [entry for entry in sheets["promises"].sound("refund_steps") if entry.rule.code in ("reviewed", "refunded")]
    taken = 0
    for entry in steps:
        promise = promises.get(entry.rule.promise) if isinstance(entry.rule, RefundStepRule) else None
        if not isinstance(promise, PromiseRule) or promise.unit is not Unit.DAYS:
            return
        taken += promise.within
    for entry in sheets["refunds"].sound("no_reason"):
        if isinstance(entry.rule, NoReasonRule) and taken > entry.rule.money_back_days:
            entry.form.note(
                "money_back_days",
                f"promises.yml 里财务审核和打款一共要{taken}天，比这里答应客户的{entry.rule.money_back_days}天长。",
            )
