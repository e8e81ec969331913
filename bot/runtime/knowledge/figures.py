"""The figures of the shop's rules that answers may name, so that no number is written down twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from bot.commerce.policies.book import Policies
from bot.commerce.policies.promise import Unit
from bot.commerce.reasons import Reason

_UNITS = {Unit.MINUTES: "分钟", Unit.HOURS: "小时", Unit.DAYS: "天", Unit.WORKING_DAYS: "个工作日"}
_YEAR, _MONTH = 365, 30

Reader = Callable[[Policies, date], str]


def _promise(code: str) -> Reader:
    def read(book: Policies, day: date) -> str:
        rule = book.promises.promises.get(code, day)
        return f"{rule.within}{_UNITS[rule.unit]}" if rule else ""

    return read


def _warranty(code: str) -> Reader:
    def read(book: Policies, day: date) -> str:
        rule = book.warranty.get(code, day)
        return _long_time(rule.days) if rule else ""

    return read


def _reason(reason: Reason) -> Reader:
    def read(book: Policies, day: date) -> str:
        rule = book.refunds.reasons.get(reason.value, day)
        days = [solution.within_days for solution in rule.solutions if solution.within_days] if rule else []
        return str(max(days)) if days else ""

    return read


def _unpaid_hours(book: Policies, day: date) -> str:
    rule = book.cancelling.unpaid.get("unpaid", day)
    return str(rule.keep_hours) if rule else ""


def _no_reason_days(book: Policies, day: date) -> str:
    rule = book.refunds.no_reason.get("no_reason", day)
    return str(rule.days) if rule else ""


def _bank_days(book: Policies, day: date) -> str:
    rule = book.refunds.no_reason.get("no_reason", day)
    return str(rule.bank_days) if rule else ""


def _ship_days(book: Policies, day: date) -> str:
    rule = book.delivery.shipping.get("shipping", day)
    return str(rule.within_days) if rule else ""


def _invoice_days(book: Policies, day: date) -> str:
    rule = book.invoices.get("personal", day)
    return str(rule.within_days) if rule else ""


def _service_hours(book: Policies, day: date) -> str:
    rule = book.promises.service_hours.get("service_hours", day)
    return f"{rule.from_hour}点到{rule.until_hour}点" if rule else ""


FIGURES: Mapping[str, Reader] = {
    "unpaid_hours": _unpaid_hours,
    "no_reason_days": _no_reason_days,
    "bank_days": _bank_days,
    "quality_days": _reason(Reason.QUALITY),
    "damaged_days": _reason(Reason.DAMAGED),
    "ship_days": _ship_days,
    "invoice_days": _invoice_days,
    "invoice_time": _promise("invoice"),
    "special_invoice_time": _promise("special_invoice"),
    "repair_time": _promise("repair"),
    "warehouse_time": _promise("warehouse_check"),
    "service_hours": _service_hours,
    "warranty_appliance": _warranty("appliance"),
    "warranty_digital": _warranty("digital"),
    "warranty_kitchen": _warranty("kitchen"),
    "warranty_shoes_bags": _warranty("shoes_bags"),
}
"""Name to how it is read; ``docs/knowledge.md`` lists them for designers."""

NAMES = frozenset(FIGURES)


def figures(book: Policies, day: date) -> Mapping[str, str]:
    """Every figure on a day; empty for a rule that does not hold then."""
    return {name: read(book, day) for name, read in FIGURES.items()}


def _long_time(days: int) -> str:
    """As a shop says it: 365 days are a year, 90 are three months."""
    if days % _YEAR == 0:
        return f"{days // _YEAR}年"
    return f"{days // _MONTH}个月" if days % _MONTH == 0 else f"{days}天"
