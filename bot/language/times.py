"""Times of day: 下午3点半, 昨晚八点, 15:30."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.kernel.clock import SHOP_ZONE
from bot.language.numerals import whole_number

PARTS = {
    "凌晨": "night",
    "清晨": "morning",
    "早晨": "morning",
    "早上": "morning",
    "一大早": "morning",
    "大清早": "morning",
    "上午": "morning",
    "中午": "noon",
    "午后": "afternoon",
    "下午": "afternoon",
    "傍晚": "evening",
    "晚上": "evening",
    "晚间": "evening",
    "夜里": "night",
    "半夜": "night",
    "深夜": "night",
    "早": "morning",
    "晚": "evening",
    "夜": "night",
}
_AFTERNOON = frozenset({"noon", "afternoon", "evening"})
_DAYTIME_FROM = 7
"""Hours below this with no word for the part of the day mean the afternoon: nobody delivers at three in the night."""

_N = r"(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})"
_PART = "|".join(PARTS)
_CLOCK = re.compile(
    rf"(?P<part>{_PART})?的? ?(?:"
    rf"(?<![0-9.:])(?P<hour>{_N})(?:点|时(?=[0-9]))(?P<sharp>钟|整)?(?:(?P<half>半)|(?P<quarter>[一三])刻|"
    rf"(?P<minute>[0-9]{{1,2}}|零[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?|"
    rf"[一二三四五六七八九](?=分))(?:分(?!钟)|(?![0-9个件块天条])))?"
    r"|(?<![0-9.:])(?P<hh>[01]?[0-9]|2[0-4])(?P<colon>:)(?P<mm>[0-5][0-9])(?::[0-5][0-9])?(?![0-9:]))"
    r"(?P<about>左右|前后|多)?"
)
_PART_ALONE = re.compile(rf"的?(?P<part>{_PART})(?!点|安|餐|饭|会|自习|礼服|霜)")
_GOES_ON = re.compile(
    r"钟|整|半|多|左右|前|后|之|以|到|送|发|开|抢|下|买|拍|就|才|了|能|打|来|在|收|签|派|的[时场活]|[,。;!? ]|$"
)


@dataclass(frozen=True)
class TimeOfDay:
    """A time of day as said; ``minutes`` after midnight (1440 is the next one), None where only a part is named."""

    end: int
    part: str | None
    minutes: int | None
    fine: bool = False
    about: bool = False

    def on(self, day: date) -> datetime | None:
        """The moment on a day; None for a part of the day."""
        if self.minutes is None:
            return None
        return datetime.combine(day, time(tzinfo=SHOP_ZONE)) + timedelta(minutes=self.minutes)


def time_after_day(text: str, at: int) -> TimeOfDay | None:
    """The time of day that continues a day (昨天|下午3点半, 昨|晚)."""
    while text[at : at + 1] in {" ", ","}:
        at += 1
    match = _CLOCK.match(text, at)
    found = _read(text, match) if match else None
    if found:
        return found
    part = _PART_ALONE.match(text, at)
    return TimeOfDay(part.end(), PARTS[part["part"]], None) if part else None


def times_alone(text: str) -> list[tuple[int, TimeOfDay]]:
    """Times of day with the place where each begins; a bare hour only where what follows shows that it is one."""
    found = []
    for match in _CLOCK.finditer(text):
        said = _read(text, match)
        clear = (
            match["colon"] or match["half"] or match["sharp"] or match["quarter"] or match["minute"] or match["part"]
        )
        if said and (clear or _GOES_ON.match(text, match.end())):
            found.append((match.start() + len(match[0]) - len(match[0].lstrip("的 ")), said))
    return found


def _read(text: str, match: re.Match[str]) -> TimeOfDay | None:
    hour = int(match["hh"]) if match["colon"] else whole_number(match["hour"])
    minute = _minute(match)
    if hour is None or minute is None or hour > 24 or minute > 59:
        return None
    plain = not (match["colon"] or match["half"] or match["sharp"] or match["quarter"] or match["minute"])
    if plain and hour == 1 and (not match["part"] or len(match["part"]) == 1 or not _GOES_ON.match(text, match.end())):
        return None  # 一点 is a bit: 快一点, 晚一点, 晚上一点动静都没有
    part = PARTS.get(match["part"] or "")
    fine = bool(match["colon"] or match["half"] or match["quarter"] or match["minute"])
    return TimeOfDay(match.end(), part, _hour(hour, part, match) * 60 + minute, fine, bool(match["about"]))


def _minute(match: re.Match[str]) -> int | None:
    if match["colon"]:
        return int(match["mm"])
    if match["half"]:
        return 30
    if match["quarter"]:
        return 15 if match["quarter"] == "一" else 45
    if match["minute"]:
        return whole_number(match["minute"].removeprefix("零") or "零")
    return 0


def _hour(hour: int, part: str | None, match: re.Match[str]) -> int:
    if part == "night":
        return 0 if hour == 12 else hour + 12 if hour in (9, 10, 11) and match["part"] != "凌晨" else hour
    if part == "evening" and hour == 12:
        return 24
    if part in _AFTERNOON and (hour < 8 or (part != "noon" and hour < 12)):
        return hour + 12
    if part is None and not match["colon"] and 0 < hour < _DAYTIME_FROM:
        return hour + 12
    return hour
