"""Whether a day without a year or a week is one that was or one that will be, by the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from bot.language.view import View

Lean = Literal["past", "future", "open"]

_STILL_WAITING = re.compile(r"还没|没到|没收到|没发|没送|没来|未到|到现在|至今|都没|没动静|没消息")
_PAST = re.compile(
    r"[买拍寄订付送发收签退换申下][^,。]{0,3}[的了]|[买拍订付](?!不买|不付)|下单|付款|签收|发出|揽收|收到|"
    r"收货|到货了|到了|寄出|以来|开始|起|"
    r"说好?的?|答应|承诺|告诉|通知|显示|降价|申请|活动价|过了|了$"
)
_FUTURE = re.compile(
    r"会[到送发来有不]|将|能[到送发来不收退用]|才[能到送发]|预计|前[能要必到发送给]|之前[能要必到发送]|"
    r"打算|准备|再[买下送来派说]|到时候|"
    r"急用|要[用去走到出送穿]|过生日|结婚|出发|出差|搬家|有活动|有没有|送来|送到|派送|配送|上门|截止|放假|"
    r"可以吗|行吗|能不能|可不可以|"
    r"还有活动|等到|再不|希望|务必|一定要"
)
_REACH = 16


def lean(view: View, start: int, end: int) -> Lean:
    """Past or future by the cues in the clause around a span; still waiting for what was promised means past."""
    if _STILL_WAITING.search(view.text, end, end + _REACH):
        return "past"
    clause = view.clause(start, end)
    past, future = _PAST.search(clause), _FUTURE.search(clause)
    if future and past:
        return "future" if future.start() > past.start() else "past"
    return "past" if past else "future" if future else "open"


def choose(days: Sequence[tuple[date, date]], today: date, direction: Lean) -> tuple[date, date] | None:
    """The span meant among several of the same name (双十一 of last year and of this): the nearest in the direction."""
    fitting = [
        span for span in days if direction == "open" or (span[0] <= today if direction == "past" else span[1] >= today)
    ]
    return min(fitting, key=lambda span: _distance(span, today), default=None)


def _distance(span: tuple[date, date], today: date) -> int:
    return max((span[0] - today).days, (today - span[1]).days, 0)
