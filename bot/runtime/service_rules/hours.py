"""Reads ``hours.yml``: calendars of opening hours by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import Enum

from bot.adapters.business_calendar import BusinessCalendar, CalendarRule, Spans
from bot.adapters.public_holidays import DayKind, PublicHolidays
from bot.handoff.hours import AlwaysOpen, Hours
from bot.runtime.policies.form import Form
from bot.runtime.service_rules.book import Book
from bot.runtime.service_rules.times import WHOLE_DAY, spans

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORKDAYS, _EVERY_DAY, _WEEKENDS = "workdays", "every_day", "weekends"
_LONGEST = 366
_ANNOUNCED_BY = (12, 1)
"""The State Council has announced the next year by then, and the library been released (docs/service-rules.md)."""


class CountsAs(str, Enum):
    """What the shop may say of a day of its own."""

    HOLIDAY = "holiday"
    MAKEUP = "makeup"


def read(book: Book, announced: PublicHolidays, today: date) -> Mapping[str, Hours]:
    """All calendars. One that needs holidays of a year nobody announced is noted as lapsed, and works by weekdays."""
    found: dict[str, Hours] = {}
    for form in book.section("calendars"):
        code = form.text("code")
        form.text("title")
        if code in found:
            form.note("code", f"{code} 写了两次，请只留一个，或者换个名字。")
        rule = _rule(form)
        _tell_of_unknown_years(form, rule, announced, today)
        found[code] = AlwaysOpen() if rule.never_closes else BusinessCalendar(rule, announced)
    return found


def _rule(form: Form) -> CalendarRule:
    weekdays = tuple(_weekday(form, at) for at in range(len(_DAYS)))
    form.knows(_EVERY_DAY, _WORKDAYS, _WEEKENDS, *_DAYS)
    if form.sound and not any(weekdays):
        form.note("", "一周七天都休息，这样谁也等不到人。请至少写一天的时间。")
    holidays = spans(form, "holidays") if form.has("holidays") else None
    makeup_days = spans(form, "makeup_days") if form.has("makeup_days") else None
    form.knows("holidays", "makeup_days")
    days: dict[date, Spans] = {}
    kinds: dict[date, DayKind] = {}
    for one in form.forms("dates") if form.has("dates") else ():
        _date(one, days, kinds)
    form.knows("dates")
    rule = CalendarRule(weekdays, holidays, makeup_days, days, kinds)
    if kinds and not rule.needs_announcements:
        form.note("dates", "写了 counts_as，却没有写 holidays 或 makeup_days 的时间，用不上。请补上，或者改写 open。")
    return rule


def _weekday(form: Form, at: int) -> Spans:
    """The hours of a weekday: those of the day itself, else of workdays or the weekend, else of every day."""
    for name in (_DAYS[at], _WORKDAYS if at < 5 else _WEEKENDS, _EVERY_DAY):
        if form.has(name):
            return spans(form, name)
    form.note("", f"没有写星期{'一二三四五六日'[at]}的时间。每天一样写 every_day；不一样写 workdays 和 weekends。")
    return WHOLE_DAY


def _date(form: Form, days: dict[date, Spans], kinds: dict[date, DayKind]) -> None:
    """Days of the shop's own: hours of their own, or to be taken for a holiday or a make-up workday."""
    first = form.day("first")
    last = form.day("last", first)
    form.text("why", "")
    if form.has("open") == form.has("counts_as"):
        form.note("", "open（这几天的时间）和 counts_as（算放假还是算上班）要写一个，只写一个。")
    form.knows("open", "counts_as")
    if last < first or (last - first).days > _LONGEST:
        form.note("last", f"应当是 {first} 以后一年以内的日子，现在是 {last}。")
        last = first
    open_on = spans(form, "open") if form.has("open") else None
    kind = form.choice("counts_as", CountsAs) if form.has("counts_as") else None
    form.close()
    for day in _each(first, last):
        if day in days or day in kinds:
            form.note("first", f"{day} 在上面已经写过了，请只留一处。")
            return
        if open_on is not None:
            days[day] = open_on
        elif kind is not None:
            kinds[day] = "holiday" if kind is CountsAs.HOLIDAY else "makeup"


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def _tell_of_unknown_years(form: Form, rule: CalendarRule, announced: PublicHolidays, today: date) -> None:
    """This year, and from December on the next; a year the shop itself has written holidays of counts as known."""
    if not rule.needs_announcements:
        return
    own = {day.year for day in rule.kinds}
    years = [today.year, today.year + 1] if (today.month, today.day) >= _ANNOUNCED_BY else [today.year]
    for year in years:
        if year not in own and not announced.knows(year):
            what = (
                f"程序还不知道{year}年的放假和调休安排，{year}年会照星期几的时间算。请让工程师升级 chinesecalendar，"
                "或者在 dates 里用 counts_as 写上放假和补班的日子。"
            )
            form.note("holidays" if rule.holidays is not None else "makeup_days", what, lapsed=True)
