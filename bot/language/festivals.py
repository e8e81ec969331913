"""Festivals and shopping days by name.

The days of the lunar calendar are listed for 2024 to 2030 (:data:`KNOWN_YEARS`), as computed by the PyPI packages
lunardate 0.3.0 (month and day of the lunar calendar) and sxtwl 2.0.7 (the solar term 清明); 清明 was compared with the
public holidays in chinese-calendar 1.11.0 (2024 to 2026). Outside these years such a name is no date.
"""

from __future__ import annotations

import re
from calendar import SUNDAY, THURSDAY, monthrange
from datetime import date, timedelta

KNOWN_YEARS = range(2024, 2031)

_SPRING_FESTIVAL = ("2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03")
_QINGMING = ("2024-04-04", "2025-04-04", "2026-04-05", "2027-04-05", "2028-04-04", "2029-04-04", "2030-04-05")
_DRAGON_BOAT = ("2024-06-10", "2025-05-31", "2026-06-19", "2027-06-09", "2028-05-28", "2029-06-16", "2030-06-05")
_QIXI = ("2024-08-10", "2025-08-29", "2026-08-19", "2027-08-08", "2028-08-26", "2029-08-16", "2030-08-05")
_MID_AUTUMN = ("2024-09-17", "2025-10-06", "2026-09-25", "2027-09-15", "2028-10-03", "2029-09-22", "2030-09-12")
_DOUBLE_NINTH = ("2024-10-11", "2025-10-29", "2026-10-18", "2027-10-08", "2028-10-26", "2029-10-16", "2030-10-05")
_LABA = ("2024-01-18", "2025-01-07", "2026-01-26", "2027-01-15", "2028-01-04", "2029-01-22", "2030-01-11")

_LUNAR: dict[str, tuple[tuple[str, ...], int, int]] = {
    # name: days listed, days from them to the first and to the last day meant
    "春节": (_SPRING_FESTIVAL, 0, 6),
    "除夕": (_SPRING_FESTIVAL, -1, -1),
    "元宵": (_SPRING_FESTIVAL, 14, 14),
    "年货节": (_LABA, 0, 14),
    "清明": (_QINGMING, 0, 0),
    "端午": (_DRAGON_BOAT, 0, 0),
    "七夕": (_QIXI, 0, 0),
    "中秋": (_MID_AUTUMN, 0, 0),
    "重阳": (_DOUBLE_NINTH, 0, 0),
}
_SOLAR: dict[str, tuple[int, int, int]] = {
    # name: month, day, length in days
    "元旦": (1, 1, 1),
    "情人节": (2, 14, 1),
    "妇女节": (3, 8, 1),
    "五一": (5, 1, 5),
    "520": (5, 20, 1),
    "儿童节": (6, 1, 1),
    "618": (6, 18, 1),
    "教师节": (9, 10, 1),
    "国庆": (10, 1, 7),
    "万圣节": (10, 31, 1),
    "双十一": (11, 11, 1),
    "双十二": (12, 12, 1),
    "平安夜": (12, 24, 1),
    "圣诞": (12, 25, 1),
}
_WEEKDAY_OF_MONTH: dict[str, tuple[int, int, int, int]] = {
    # name: month, weekday, which one, days from it to the day meant
    "母亲节": (5, SUNDAY, 2, 0),
    "父亲节": (6, SUNDAY, 3, 0),
    "感恩节": (11, THURSDAY, 4, 0),
    "黑五": (11, THURSDAY, 4, 1),
}
_WORDINGS = {
    "春节": r"春节|大年初一|过年(?!会)|新年(?!好|快乐)",
    "除夕": r"除夕|年三十|大年三十",
    "元宵": r"元宵节|正月十五",
    "年货节": r"年货节",
    "清明": r"清明(?:节)?",
    "端午": r"端午(?:节)?",
    "七夕": r"七夕(?:节)?",
    "中秋": r"中秋(?:节)?",
    "重阳": r"重阳(?:节)?",
    "元旦": r"元旦(?:节)?",
    "情人节": r"情人节",
    "妇女节": r"妇女节|三八节|三八妇女节|女神节|女王节|3\.8节",
    "五一": r"五一(?:劳动)?节|五一(?:假期|放假|长假|小长假|期间|活动|前|后|买|的时候)|劳动节",
    "520": r"(?<![0-9.])5\.?20(?:节|礼物|活动|当天|那天|情人节)|五二零(?:节|当天)|五二〇(?:节|当天)",
    "儿童节": r"儿童节|六一(?:儿童节|节|活动|期间|前|后|买)",
    "618": r"(?<![0-9.])6\.?18(?![0-9元块米.%折个件号]|\.[0-9])|六一八",
    "教师节": r"教师节",
    "国庆": r"国庆(?:节|假期|长假)?|黄金周|(?<![双初二三四五六七八九])十一(?:假期|长假|放假|黄金周|期间|小长假)",
    "万圣节": r"万圣节",
    "双十一": r"双(?:十一|11|壹壹)(?![0-9])|(?<![0-9.])11\.11(?![0-9元块米.%折]|\.[0-9])|光棍节",
    "双十二": r"双(?:十二|12)(?![0-9])|(?<![0-9.])12\.12(?![0-9元块米.%折]|\.[0-9])",
    "平安夜": r"平安夜",
    "圣诞": r"圣诞(?:节)?(?!树|帽|袜|老人|礼盒|灯)",
    "母亲节": r"母亲节",
    "父亲节": r"父亲节",
    "感恩节": r"感恩节",
    "黑五": r"黑五|黑色星期五",
}
FESTIVAL = "|".join(f"(?:{wording})" for wording in _WORDINGS.values())
"""Any wording of any festival, to be used inside a larger pattern."""

_NAME = re.compile("|".join(f"(?P<f{at}>{wording})" for at, wording in enumerate(_WORDINGS.values())))
_NAMES = tuple(_WORDINGS)


def festival_named(text: str, at: int) -> str | None:
    """The festival whose wording stands at a place of a text, by its usual name."""
    match = _NAME.match(text, at)
    return _NAMES[int(str(match.lastgroup)[1:])] if match else None


def festival_days(name: str, year: int) -> tuple[date, date] | None:
    """First and last day of a festival in a year; None for a lunar one outside :data:`KNOWN_YEARS`."""
    if name in _LUNAR:
        if year not in KNOWN_YEARS:
            return None
        days, first, last = _LUNAR[name]
        day = date.fromisoformat(days[year - KNOWN_YEARS.start])
        return day + timedelta(days=first), day + timedelta(days=last)
    if name in _WEEKDAY_OF_MONTH:
        month, weekday, which, later = _WEEKDAY_OF_MONTH[name]
        day = _nth_weekday(year, month, weekday, which) + timedelta(days=later)
        return day, day
    month, number, length = _SOLAR[name]
    day = date(year, month, number)
    return day, day + timedelta(days=length - 1)


def _nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    first = monthrange(year, month)[0]
    return date(year, month, 1 + (weekday - first) % 7 + 7 * (which - 1))
