"""When a promise is due: an absolute moment that can be watched and told (playbook B3, B4, F6)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.commerce.days import last_moment, moment, shop_day
from bot.commerce.policies.book import Policies
from bot.commerce.policies.promise import PromiseRule, RunsIn, Unit
from bot.commerce.refunds import Refund
from bot.kernel.clock import in_shop_zone

_SATURDAY = 5


def due_at(policies: Policies, code: str, start: datetime) -> datetime | None:
    """When a promise made at ``start`` is due, as aware UTC; None when the shop makes no such promise on that day.

    Minutes and hours run on, or only in service hours, as the promise says; days and working days end with their last
    second on the shop's calendar, the day of the promise not counted.
    """
    rule = policies.promises.promises.get(code, shop_day(start))
    if rule is None:
        return None
    if rule.unit is Unit.DAYS:
        return last_moment(shop_day(start) + timedelta(days=rule.within))
    if rule.unit is Unit.WORKING_DAYS:
        return last_moment(_working_day_after(policies, shop_day(start), rule.within))
    return _on_the_clock(policies, rule, start)


def refund_step_due(policies: Policies, refund: Refund) -> datetime | None:
    """When the step a refund is at is due: counted from the step before; None when it is done or has no promise."""
    before = refund.requested_at
    for step in refund.steps:
        if step.at is None:
            rule = policies.promises.refund_steps.get(step.code, shop_day(before))
            return due_at(policies, rule.promise, before) if rule else None
        before = step.at
    return None


def is_working_day(policies: Policies, day: date) -> bool:
    """Whether banks and offices work: Monday to Friday but for public holidays, and the days worked for them."""
    for holiday in policies.promises.holidays.on(day):
        if day in holiday.workdays:
            return True
        if holiday.first <= day <= holiday.last:
            return False
    return day.weekday() < _SATURDAY


def _working_day_after(policies: Policies, day: date, count: int) -> date:
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(policies, day)
    return day


def _on_the_clock(policies: Policies, rule: PromiseRule, start: datetime) -> datetime:
    left = timedelta(minutes=rule.within) if rule.unit is Unit.MINUTES else timedelta(hours=rule.within)
    if rule.runs_in is RunsIn.ALWAYS:
        return start + left
    at = _when_staffed(policies, start)
    while True:
        closing = _hours(policies, shop_day(at))[1]
        if at + left <= closing:
            return at + left
        left -= closing - at
        at = _hours(policies, shop_day(at) + timedelta(days=1))[0]


def _when_staffed(policies: Policies, at: datetime) -> datetime:
    """The moment itself when somebody is there, else the next opening."""
    opening, closing = _hours(policies, shop_day(at))
    if at >= closing:
        return _hours(policies, shop_day(at) + timedelta(days=1))[0]
    return max(at, opening)


def _hours(policies: Policies, day: date) -> tuple[datetime, datetime]:
    rule = policies.promises.service_hours.get("service_hours", day)
    opening, closing = (rule.from_hour, rule.until_hour) if rule else (0, 24)
    end = moment(day + timedelta(days=1), 0) if closing == 24 else moment(day, closing)
    return moment(day, opening), end


def spoken_within(start: datetime, due: datetime) -> str:
    """A due moment as a promise names it in a chat: ``今天18:05前``, ``明天24点前``, ``11月25日24点前``."""
    ahead = (shop_day(due) - shop_day(start)).days
    local = in_shop_zone(due)
    names = {0: "今天", 1: "明天"}
    day = names.get(ahead, f"{local.month}月{local.day}日")
    whole_day = (local.hour, local.minute, local.second) == (23, 59, 59)
    return f"{day}24点前" if whole_day else f"{day}{local:%H:%M}前"
