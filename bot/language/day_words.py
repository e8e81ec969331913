"""Days, weeks, months and years as they are said, each with the span of days it means from today on."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.language.festivals import FESTIVAL, festival_days, festival_named
from bot.language.lean import Lean, choose
from bot.language.numerals import whole_number

Granularity = Literal[
    "minute", "hour", "part_of_day", "day", "days", "week", "part_of_month", "month", "year", "festival"
]


@dataclass(frozen=True)
class Days:
    """The days meant, both included, and how precisely they were named."""

    first: date
    last: date
    granularity: Granularity
    name: str = ""


_N1, _N2 = r"[0-9]{1,2}", r"[一二三四五六七八九十]{1,3}"
_YEAR = r"(?:(?:去年|今年|明年|前年|(?<![0-9])20[0-9]{2}年?)的?)"
_NO_DAY = r"(?![0-9线楼店色链电池馆门院库仓机房柜桌窗厅码球针字客款包口坑选洞井技令称召角段栋场套]|\.[0-9])"
_DOTTED_CUE = (
    r"(?=号|日|买|下单|的?订单|到(?!手|货价)|发货|付款|拍|那天|当天|晚|早|下午|上午|凌晨|之前|前(?!后)|签收|"
    r"说|收到|[ ,]?[0-9]{1,2}:)"
)
DAY = re.compile(
    rf"(?P<festival>{_YEAR}?(?:{FESTIVAL}))"
    r"|(?P<iso>(?<![0-9A-Za-z.-])20[0-9]{2}[-/.年][01]?[0-9][-/.月][0-3]?[0-9](?:日|号)?(?![0-9]))"
    rf"|(?P<month_day>{_YEAR}?(?<![0-9])(?:{_N1}|{_N2}) ?月 ?(?:{_N1} ?(?:日|号|(?![0-9个件块次点.-]))|{_N2}(?:日|号)))"
    rf"|(?P<month>{_YEAR}?(?<![0-9])(?:{_N1}月份?|{_N2}月(?=份|初|底|末|中旬|上旬|下旬)份?)(?:初|中旬|底|"
    rf"末|上旬|下旬)?(?![0-9饼经亮子嫂光薪租销费卡票球季]))"
    rf"|(?P<dotted>(?<![0-9A-Za-z.¥/-])(?:(?:1[0-2]|0?[1-9])[./](?:3[01]|[12][0-9]|0?[1-9])|(?:1[0-2]|"
    rf"0[1-9])-(?:3[01]|[12][0-9]|0[1-9])){_DOTTED_CUE})"
    rf"|(?P<day_of_month>(?:(?:上个?|这个?|本|下个?|"
    rf"当)月的?)?(?<![0-9A-Za-z第.路街巷弄道栋幢座大小-])(?:(?:{_N1}|{_N2}) ?号{_NO_DAY}|(?:(?<=月)|"
    rf"(?<=月的)){_N1}日))"
    r"|(?P<whole_month>(?:上上|上|这|本|下)个?月(?:初|中旬|底|末)?|(?<![0-9个半一二三四五六七八九十])月(?:初|底|末))"
    r"|(?P<weekday>(?<![每0-9一二三四五六七八九十几两半])(?:上上|下下|上|下|这|本)?个?(?:周|星期|"
    r"礼拜)(?:末|[一二三四五六日天1-6](?![0-9百千万十点个件天块次年])))"
    r"|(?P<week>(?:上上|下下|上|下|这|本)个?(?:周|星期|礼拜)(?![边围长岁]))"
    r"|(?P<relative>大前天|大后天|(?<![以之])前天|(?<![以之今])后天|[昨今明](?:天|日(?!头条|方舟|之星)|"
    r"儿)|[昨今明前](?=[早晚])|昨(?=夜))"
    r"|(?P<some_days>[前这过](?:一?两|几|三|二|2|3)天)"
    r"|(?P<year>(?:去年|今年|明年|前年)(?:初|底|中)?|(?<![0-9])20[0-9]{2}年(?![款版代]))"
)
_RELATIVE = {"大前天": -3, "前天": -2, "前": -2, "昨": -1, "今": 0, "明": 1, "后天": 2, "大后天": 3}
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_MONTHS = {"上上": -2, "上": -1, "这": 0, "本": 0, "当": 0, "下": 1}
_YEARS = {"去": -1, "前": -2, "今": 0, "明": 1}
_WEEKDAYS = {**{char: at for at, char in enumerate("一二三四五六日")}, "天": 6, **{str(at + 1): at for at in range(6)}}
_MONTH_PARTS = {"初": (1, 5), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (25, 31), "末": (25, 31)}


def read_day(match: re.Match[str], today: date, direction: Lean) -> Days | None:
    """The days a match of :data:`DAY` means; None when it names none (31 February, a lunar day of an unlisted year)."""
    kind = str(match.lastgroup)
    try:
        return _READERS[kind](match[0], today, direction)
    except ValueError:
        return None  # date() refuses a day that the month does not have


def _festival(words: str, today: date, direction: Lean) -> Days | None:
    year, rest = _year_of(words, today)
    name = festival_named(rest, 0) or ""
    years = [year] if year else [today.year - 1, today.year, today.year + 1]
    spans = [span for one in years if (span := festival_days(name, one))]
    span = choose(spans, today, "open" if year else direction)
    return Days(*span, "festival" if span[0] != span[1] else "day", name) if span else None


def _iso(words: str, _today: date, _direction: Lean) -> Days:
    year, month, day = (int(part) for part in re.findall(r"[0-9]+", words))
    return _one(date(year, month, day))


def _month_day(words: str, today: date, direction: Lean) -> Days | None:
    year, rest = _year_of(words, today)
    month, _, day = rest.rstrip("日号 ").partition("月")
    return _yearly(year, whole_number(month.strip()), whole_number(day.strip()), today, direction)


def _dotted(words: str, today: date, direction: Lean) -> Days | None:
    month, day = re.split(r"[./-]", words)
    return _yearly(None, int(month), int(day), today, direction)


def _yearly(year: int | None, month: int | None, day: int | None, today: date, direction: Lean) -> Days | None:
    if not month or not day:
        return None
    years = [year] if year else [today.year - 1, today.year, today.year + 1]
    days = [date(one, month, day) for one in years if month != 2 or day <= monthrange(one, 2)[1]]
    span = choose([(one, one) for one in days], today, "open" if year else direction)
    return Days(*span, "day") if span else None


def _month(words: str, today: date, direction: Lean) -> Days | None:
    year, rest = _year_of(words, today)
    number, _, part = rest.partition("月")
    month = whole_number(number)
    if not month or month > 12:
        return None
    years = [year] if year else [today.year - 1, today.year, today.year + 1]
    spans = [_part_of_month(one, month, part.removeprefix("份")) for one in years]
    span = choose([(found.first, found.last) for found in spans], today, "open" if year else direction)
    return Days(*span, spans[0].granularity) if span else None


def _whole_month(words: str, today: date, direction: Lean) -> Days:
    which, _, part = words.partition("月")
    count = today.year * 12 + today.month - 1 + _MONTHS.get(which.removesuffix("个"), 0)
    found = _part_of_month(count // 12, count % 12 + 1, part)
    if not which and direction == "past" and found.first > today:
        count -= 1
        return _part_of_month(count // 12, count % 12 + 1, part)
    return found


def _part_of_month(year: int, month: int, part: str) -> Days:
    length = monthrange(year, month)[1]
    first, last = _MONTH_PARTS.get(part, (1, 31))
    return Days(date(year, month, first), date(year, month, min(last, length)), "part_of_month" if part else "month")


def _day_of_month(words: str, today: date, direction: Lean) -> Days | None:
    which, month_named, day_words = words.rpartition("月")
    day = whole_number(day_words.removeprefix("的").rstrip("号日").strip())
    if not day or day > 31:
        return None
    here = today.year * 12 + today.month - 1
    if month_named:
        months, direction = [here + _MONTHS[which.removesuffix("个")]], "open"
    else:
        months = [here - 2, here - 1, here, here + 1, here + 2]
    days = [date(one // 12, one % 12 + 1, day) for one in months if day <= monthrange(one // 12, one % 12 + 1)[1]]
    span = choose([(one, one) for one in days], today, direction)
    return Days(*span, "day") if span else None


def _weekday(words: str, today: date, direction: Lean) -> Days:
    which, day = re.split(r"个?(?:周|星期|礼拜)", words, maxsplit=1)
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_WEEKS.get(which, 0))
    first, last = (5, 6) if day == "末" else (_WEEKDAYS[day],) * 2
    span = monday + timedelta(days=first), monday + timedelta(days=last)
    if not which:
        week = timedelta(weeks=1)
        span = (
            choose([(span[0] - week, span[1] - week), span, (span[0] + week, span[1] + week)], today, direction) or span
        )
        if direction == "open":
            span = monday + timedelta(days=first), monday + timedelta(days=last)
    return Days(*span, "days" if day == "末" else "day")


def _week(words: str, today: date, _direction: Lean) -> Days:
    which = re.split(r"个?(?:周|星期|礼拜)", words, maxsplit=1)[0]
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_WEEKS[which])
    return Days(monday, monday + timedelta(days=6), "week")


def _relative(words: str, today: date, _direction: Lean) -> Days:
    offset = _RELATIVE[words] if words in _RELATIVE else _RELATIVE[words[0]]
    return _one(today + timedelta(days=offset))


def _some_days(words: str, today: date, direction: Lean) -> Days:
    if words[0] == "前":
        first, last = -4, -1
    elif words[0] == "过":
        first, last = 1, 4
    else:
        first, last = (0, 2) if direction == "future" else (-2, 0)
    return Days(today + timedelta(days=first), today + timedelta(days=last), "days")


def _year(words: str, today: date, _direction: Lean) -> Days:
    year, rest = _year_of(words, today)
    year = year or today.year
    first, last = {"初": (1, 3), "中": (5, 8), "底": (11, 12)}.get(rest, (1, 12))
    return Days(date(year, first, 1), date(year, last, monthrange(year, last)[1]), "year")


def _one(day: date) -> Days:
    return Days(day, day, "day")


def _year_of(words: str, today: date) -> tuple[int | None, str]:
    """The year said at the beginning, and the words after it."""
    match = re.match(r"(?:([去前今明])年|(20[0-9]{2})年?)的?", words)
    if not match or (match[2] and match.end() == len(words) and not words.endswith("年")):
        return None, words
    return (today.year + _YEARS[match[1]] if match[1] else int(match[2])), words[match.end() :]


_READERS: dict[str, Callable[[str, date, Lean], Days | None]] = {
    "festival": _festival,
    "iso": _iso,
    "month_day": _month_day,
    "month": _month,
    "dotted": _dotted,
    "day_of_month": _day_of_month,
    "whole_month": _whole_month,
    "weekday": _weekday,
    "week": _week,
    "relative": _relative,
    "some_days": _some_days,
    "year": _year,
}
