"""Days and moments inside running text, counted from Wednesday 18 November 2026, noon."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from support.named_things import NOW, found, values, words

from bot.language.festivals import KNOWN_YEARS, festival_days


def days(text: str) -> list[str]:
    """Where the dates of a text begin."""
    return [value["at"] for value in values(text, "date")]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("今天", "2026-11-18"),
        ("昨天买的", "2026-11-17"),
        ("昨儿下的单", "2026-11-17"),
        ("前天", "2026-11-16"),
        ("大前天", "2026-11-15"),
        ("明天能到吗", "2026-11-19"),
        ("后天", "2026-11-20"),
        ("上周五买的", "2026-11-13"),
        ("上个星期天", "2026-11-15"),
        ("上上周六", "2026-11-07"),
        ("这周三", "2026-11-18"),
        ("本周日", "2026-11-22"),
        ("下周一", "2026-11-23"),
        ("周一买的", "2026-11-16"),
        ("周五买的", "2026-11-13"),
        ("周五能到吗", "2026-11-20"),
        ("说周五到，还没到", "2026-11-13"),
        ("上週五買的", "2026-11-13"),
        ("3月5号买的", "2026-03-05"),
        ("3月5号能发货吗", "2027-03-05"),
        ("十一月十一日", "2026-11-11"),
        ("2025年11月1日", "2025-11-01"),
        ("2026-11-01", "2026-11-01"),
        ("2026/11/1下单", "2026-11-01"),
        ("去年11月11号", "2025-11-11"),
        ("11.20下单，还没到", "2025-11-20"),
        ("11.16下单", "2026-11-16"),
        ("15号下的单", "2026-11-15"),
        ("20号之前能到吗", "2026-11-20"),
        ("25号下单的", "2026-10-25"),
        ("上个月15号", "2026-10-15"),
        ("下个月5号", "2026-12-05"),
        ("二十五号", "2026-11-25"),
        ("15 号下的单", "2026-11-15"),
        ("11 月 9 日买的", "2026-11-09"),
        ("三天前", "2026-11-15"),
        ("两天后", "2026-11-20"),
    ],
)
def test_a_day_is_the_one_meant(text: str, at: str) -> None:
    """The words around it say whether it was or will be; what is still awaited was promised for the past."""
    assert values(text, "date") == [{"at": at, "granularity": "day"}]


@pytest.mark.parametrize(
    ("text", "at", "until", "granularity"),
    [
        ("周末送来", "2026-11-21", "2026-11-22", "days"),
        ("上周末买的", "2026-11-14", "2026-11-15", "days"),
        ("上周", "2026-11-09", "2026-11-15", "week"),
        ("上个月", "2026-10-01", "2026-10-31", "month"),
        ("月底前", "2026-11-25", "2026-11-30", "part_of_month"),
        ("3月底", "2027-03-25", "2027-03-31", "part_of_month"),
        ("6月份买的", "2026-06-01", "2026-06-30", "month"),
        ("去年", "2025-01-01", "2025-12-31", "year"),
        ("前几天", "2026-11-14", "2026-11-17", "days"),
        ("这两天没动静", "2026-11-16", "2026-11-18", "days"),
    ],
)
def test_a_stretch_has_its_last_day_too(text: str, at: str, until: str, granularity: str) -> None:
    """Weeks, months and their parts."""
    assert values(text, "date") == [{"at": at, "until": until, "granularity": granularity}]


@pytest.mark.parametrize(
    ("text", "name", "at"),
    [
        ("双十一买的", "双十一", "2026-11-11"),
        ("雙11買的", "双十一", "2026-11-11"),
        ("11.11下单", "双十一", "2026-11-11"),
        ("去年双十一", "双十一", "2025-11-11"),
        ("2024双十一", "双十一", "2024-11-11"),
        ("双12有活动吗", "双十二", "2026-12-12"),
        ("618买的", "618", "2026-06-18"),
        ("年货节", "年货节", "2027-01-15"),
        ("国庆买的", "国庆", "2026-10-01"),
        ("十一假期", "国庆", "2026-10-01"),
        ("春节前能到吗", "春节", "2027-02-06"),
        ("春节买的", "春节", "2026-02-17"),
        ("五一放假", "五一", "2027-05-01"),
        ("中秋买的月饼", "中秋", "2026-09-25"),
        ("黑五", "黑五", "2026-11-27"),
        ("母亲节送的", "母亲节", "2026-05-10"),
    ],
)
def test_festivals_and_shopping_days_are_known(text: str, name: str, at: str) -> None:
    """By every wording; the year by what is said about them."""
    (value,) = values(text, "date")

    assert (value["name"], value["at"]) == (name, at)


@pytest.mark.parametrize(
    ("text", "at", "granularity"),
    [
        ("昨晚八点", "2026-11-17T20:00+08:00", "hour"),
        ("下午3点半", "2026-11-18T15:30+08:00", "minute"),
        ("明天上午10点前", "2026-11-19T10:00+08:00", "hour"),
        ("上周五下午三点一刻", "2026-11-13T15:15+08:00", "minute"),
        ("显示10:23签收", "2026-11-18T10:23+08:00", "minute"),
        ("晚上8点买的", "2026-11-17T20:00+08:00", "hour"),
        ("10点前送来", "2026-11-19T10:00+08:00", "hour"),
        ("昨天晚上12点", "2026-11-18T00:00+08:00", "hour"),
        ("凌晨12点半", "2026-11-18T00:30+08:00", "minute"),
        ("三点了还没来", "2026-11-17T15:00+08:00", "hour"),
        ("两个小时前", "2026-11-18T10:00+08:00", "hour"),
    ],
)
def test_a_moment_is_a_time_of_the_shop(text: str, at: str, granularity: str) -> None:
    """A time that cannot be today's is that of the day before or after."""
    assert values(text, "date") == [{"at": at, "granularity": granularity}]


def test_a_part_of_a_day_and_a_rough_hour_say_so() -> None:
    """昨天下午 is no hour, 两点多 no exact one."""
    assert values("昨天下午", "date") == [{"at": "2026-11-17", "granularity": "part_of_day", "part": "afternoon"}]
    assert values("今天下午两点多", "date") == [
        {"at": "2026-11-18T14:00+08:00", "granularity": "hour", "approximate": True}
    ]


def test_the_whole_of_day_and_time_is_one_entity() -> None:
    """昨晚八点 is neither 昨 nor 八点."""
    assert words("我昨天晚上八点半下的单", "date") == ["昨天晚上八点半"]


def test_two_days_of_one_month_stay_in_it() -> None:
    """From one day to a later one that is over."""
    assert days("18号下单到23号没收到") == ["2026-10-18", "2026-10-23"]


def test_the_day_is_that_of_the_shop() -> None:
    """At 17 o'clock UTC it is tomorrow in China."""
    late = datetime(2026, 11, 17, 17, tzinfo=timezone.utc)

    assert values("今天", "date", now=late) == [{"at": "2026-11-18", "granularity": "day"}]


@pytest.mark.parametrize(
    "text",
    [
        "快一点",
        "晚一点发",
        "晚上一点动静都没有",
        "一点都不好",
        "两点建议",
        "一点五匹的",
        "以前天天来",
        "今后天天买",
        "每周三",
        "一周五天",
        "1号店买的",
        "3号楼",
        "5号电池",
        "换大一号",
        "尾号618",
        "618块",
        "520元",
        "三个月了",
        "五一广场",
        "打12315",
        "3.8折",
        "2月30号",
        "今日头条",
        "三天前能到吗",
        "16:9的屏",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    """Amounts, places, sizes, sayings, and days that no month has."""
    assert found(text, "date") == []


def test_the_lunar_table_covers_its_years_and_says_when_it_does_not() -> None:
    """The days of New Year in the State Council's holiday notices of 2024 to 2026; nothing outside the table."""
    assert [festival_days("春节", year)[0] for year in (2024, 2025, 2026)] == [  # type: ignore[index]
        date(2024, 2, 10),
        date(2025, 1, 29),
        date(2026, 2, 17),
    ]
    assert festival_days("除夕", 2026) == (date(2026, 2, 16), date(2026, 2, 16))
    assert festival_days("春节", KNOWN_YEARS.stop) is None
    assert values("春节买的", "date", now=NOW.replace(year=2040)) == []
