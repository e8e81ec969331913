"""How long: 三天了, 一个多星期, 半个月, 48小时内, and the terms of a rule (七天无理由)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.language.entity import Entity, entity
from bot.language.hedges import bounded
from bot.language.numerals import Numeral
from bot.language.view import View

_UNIT = re.compile(
    r" ?(?:(?P<of>个)(?P<half>半)?(?P<more>多)?|(?P<more_first>多)个?|整整|整)?(?P<unit>工作日|"
    r"分钟|小时|钟头|钟(?!表|情|点)|天(?![猫气然空花线平津使窗鹅河堂蝎冷热])|日(?=无|内|游|达|包)|(?:周|"
    r"星期|礼拜)(?![边年围长岁末到一二三四五六日天转])|"
    r"月(?![0-9饼经亮子嫂光薪租销])|年(?![级货底初前后轻龄糕度代份会终])|(?i:h|hours?|days?)(?![A-Za-z])|"
    r"晚上?(?!点|安|了还))"
    r"(?P<tail>半|多(?![0-9一二两三四五六七八九十百]))?"
)
_HOURS: dict[str, int | Decimal] = {
    "分钟": Decimal(1) / 60,
    "小时": 1,
    "钟头": 1,
    "钟": 1,
    "天": 24,
    "日": 24,
    "晚": 24,
    "晚上": 24,
    "工作日": 24,
    "周": 168,
    "星期": 168,
    "礼拜": 168,
    "月": 720,
    "年": 8760,
    "h": 1,
    "hour": 1,
    "hours": 1,
    "day": 24,
    "days": 24,
}
_RULE_AFTER = re.compile(
    r"(?:之?内)?(?:可以?|能|支持|免费|包)?(?:无理由|无忧|无条件|包退|包换|退换|退货(?!了|退款到)|"
    r"换货(?!了)|质保|保修|价保|保价|保质|质量保证|试用|发货(?!了)|"
    r"必达|到账|犹豫期|冷静期|保障|免息|运费险)"
)
_RULE_BEFORE = re.compile(
    r"(?:价保|保价|质保|保修|质量保证|保质期|有效期|承诺|规定|支持|享受)(?:期|是|为|的|有)?[^,。;!?\n]{0,3}$"
)
_QUESTION = re.compile(r"(?:[要得需]|大概|还要|多少?|最快|需要|过)$")
_HAPPENED = re.compile(r"好$|[这前那有没隔后了等]$")
_YEAR_AFTER = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月[^饼]|双十|双1|款")
_LIMITS = {"年": 50, "月": 240, "天": 1000}
_WORKING_WEEK = Decimal(7) / 5


def find_durations(view: View) -> Iterator[Entity]:
    """Durations; value: ``min_hours``, ``max_hours``, ``approximate``; ``rule`` for the term of a rule, ``working`` for
    working days.

    A month counts 30 days, a year 365; a working day is 24 hours at least, and 7/5 of that at most.
    """
    for numeral in view.numerals:
        match = _UNIT.match(view.figures, numeral.end)
        if match and _is_duration(view, numeral, match):
            yield _duration(view, numeral, match)


def _is_duration(view: View, numeral: Numeral, match: re.Match[str]) -> bool:
    unit = match["unit"].lower()
    before = view.before(numeral.start, 4)
    if numeral.latin and unit not in {"h", "hour", "hours", "day", "days"}:
        return False
    if before.endswith(("第", "每", "前", "过", "同", "哪")) or numeral.high > _LIMITS.get(unit, 100_000):
        return False
    if unit == "年" and (numeral.words[0] == "0" or _YEAR_AFTER.match(view.figures, match.end())):
        return False
    if unit == "月" and not (match["of"] or match["more_first"] or numeral.words in {"俩", "仨"}):
        return False
    if unit in {"钟", "晚", "晚上"} and not (match["of"] or numeral.high <= 10):
        return False
    if unit == "钟" and not match["of"]:
        return False
    if numeral.words.strip("多") in {"几", "数"}:
        return bool(_HAPPENED.search(before)) and not _QUESTION.search(before)
    return True


def _duration(view: View, numeral: Numeral, match: re.Match[str]) -> Entity:
    unit = match["unit"].lower()
    halves = (match["half"] is not None) + (match["tail"] == "半")
    more = bool(match["more"] or match["more_first"] or match["tail"] == "多")
    bounds = bounded(view, numeral, match.end(), Decimal(halves) / 2, more=Decimal(1) if more else None).times(
        Decimal(_HOURS[unit])
    )
    end = bounds.end
    highest = bounds.high * (_WORKING_WEEK if unit == "工作日" else 1)
    value = {"min_hours": _hours(bounds.low), "max_hours": _hours(highest), "approximate": bounds.approximate}
    if unit == "工作日":
        value["working"] = True
    if _RULE_AFTER.match(view.figures, end) or _RULE_BEFORE.search(view.before(numeral.start, 10)):
        value["rule"] = True
    return entity(view, "duration", numeral.start, end, value)


def _hours(amount: Decimal) -> int | float:
    rounded = round(amount, 2)
    return int(rounded) if rounded == int(rounded) else float(rounded)
