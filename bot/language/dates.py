"""Days and moments (昨晚八点, 上周五, 双十一, 三天前), turned into dates of the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.language.day_words import DAY, Days, read_day
from bot.language.entity import Entity, entity
from bot.language.lean import lean
from bot.language.numerals import Numeral
from bot.language.times import TimeOfDay, time_after_day, times_alone
from bot.language.view import View

_AGO = re.compile(
    r"个?(?P<half>半)?多?(?P<unit>天|周|星期|礼拜|月|年|小时|钟头|分钟)(?:之|以)?(?P<way>前(?!后|面|能|要|"
    r"必|到|发|送|会|给)|后(?!面|悔|续))"
)
_HOURS = {"分钟": 1 / 60, "小时": 1, "钟头": 1}
_DAYS = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365}
_COARSE = {"周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year"}
_MOST_DAYS = 3650


def find_dates(view: View) -> Iterator[Entity]:
    """Days and moments.

    Value: ``at`` (ISO date or datetime), ``granularity``, and where they apply ``until`` (the last day of several),
    ``part`` (of the day), ``name`` (of a festival) and ``approximate``.
    """
    taken = 0
    for match, days in _days(view):
        if match.start() < taken:
            continue
        time = time_after_day(view.figures, match.end()) if days.first == days.last else None
        taken = time.end if time else match.end()
        yield entity(view, "date", match.start(), taken, _value(days, time))
    for start, time in times_alone(view.figures):
        yield entity(view, "date", start, time.end, _today_at(view, start, time))
    for numeral in view.numerals:
        yield from _ago(view, numeral)


def _days(view: View) -> list[tuple[re.Match[str], Days]]:
    """The days named, in order; "18号下单到23号没收到" names two of one month."""
    found: list[tuple[re.Match[str], Days]] = []
    for match in DAY.finditer(view.figures):
        days = read_day(match, view.now.date(), lean(view, *match.span()))
        if days is None:
            continue
        if found and match.lastgroup == found[-1][0].lastgroup == "day_of_month":
            before, first = found[-1]
            month_back = first.first - timedelta(days=31)
            if month_back < days.first < first.first and first.first.day < days.first.day and first.first.day <= 28:
                same_month = days.first.replace(day=first.first.day)
                found[-1] = before, replace(first, first=same_month, last=same_month)
        found.append((match, days))
    return found


def _value(days: Days, time: TimeOfDay | None) -> dict[str, Any]:
    if time is not None and (moment := time.on(days.first)):
        value: dict[str, Any] = {
            "at": moment.isoformat(timespec="minutes"),
            "granularity": "minute" if time.fine else "hour",
        }
        return value | ({"approximate": True} if time.about else {})
    value = {"at": days.first.isoformat(), "granularity": days.granularity}
    if time is not None:
        value |= {"granularity": "part_of_day", "part": time.part}
    if days.last != days.first:
        value["until"] = days.last.isoformat()
    return value | ({"name": days.name} if days.name else {})


def _today_at(view: View, start: int, time: TimeOfDay) -> dict[str, Any]:
    """A time without a day is one of today, unless it lies on the wrong side of now for what is said about it."""
    today = view.now.date()
    moment = time.on(today)
    direction = lean(view, start, time.end)
    if moment and direction == "past" and moment > view.now:
        today -= timedelta(days=1)
    elif moment and direction == "future" and moment < view.now:
        today += timedelta(days=1)
    return _value(Days(today, today, "day"), time)


def _ago(view: View, numeral: Numeral) -> Iterator[Entity]:
    """三天前, 两个小时后: counted from now."""
    match = _AGO.match(view.figures, numeral.end)
    if not match or numeral.latin or view.before(numeral.start, 1) in {"第", "每"}:
        return
    sign = -1 if match["way"] == "前" else 1
    amount = float(numeral.middle) + (0.5 if match["half"] else 0)
    unit = match["unit"]
    approximate = {} if numeral.exact and not match["half"] else {"approximate": True}
    if unit in _HOURS and amount <= _MOST_DAYS:
        moment = view.now + timedelta(hours=sign * amount * _HOURS[unit])
        value: dict[str, Any] = {"at": moment.isoformat(timespec="minutes"), "granularity": "hour"}
    elif unit in _DAYS and amount * _DAYS[unit] <= _MOST_DAYS:
        day: date = view.now.date() + timedelta(days=round(sign * amount * _DAYS[unit]))
        value = {"at": day.isoformat(), "granularity": _COARSE.get(unit, "day")}
    else:
        return
    yield entity(view, "date", numeral.start, match.end(), value | approximate)
