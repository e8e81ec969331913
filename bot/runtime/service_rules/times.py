"""Times as supervisors write them: ``09:00-22:00``, ``30分钟``."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.adapters.business_calendar import DAY_MS, MINUTE_MS, Spans
from bot.runtime.policies.form import Form

_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})")
_LENGTH = re.compile(r"(\d{1,4})\s*(秒|分钟|小时)")
_UNIT_MS = {"秒": 1_000, "分钟": MINUTE_MS, "小时": 60 * MINUTE_MS}
_EXAMPLE = "写成 [09:00-12:00, 13:00-22:00] 的样子，全天写 [00:00-24:00]，休息写 []"

WHOLE_DAY: Spans = ((0, DAY_MS),)


def spans(form: Form, name: str) -> Spans:
    """The spans of a day, in order; spans that touch are one. Left out: none, as if closed."""
    found = [span for text in form.texts(name) if (span := _span(form, name, text)) is not None]
    for (_, end), (start, _) in pairwise(sorted(found)):
        if start < end:
            form.note(name, "有两段时间重叠了，请合成一段。")
            return WHOLE_DAY
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def _span(form: Form, name: str, text: str) -> tuple[int, int] | None:
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        form.note(name, f"“{text}”不是一段时间，{_EXAMPLE}。")
        return None
    from_hour, from_minute, until_hour, until_minute = (int(part) for part in match.groups())
    start, end = (
        (hour * 60 + minute) * MINUTE_MS for hour, minute in ((from_hour, from_minute), (until_hour, until_minute))
    )
    if from_minute > 59 or until_minute > 59 or start > DAY_MS or end > DAY_MS:
        form.note(name, f"“{text}”里的钟点不对，从 00:00 到 24:00，分钟到 59。")
        return None
    if start >= end:
        form.note(name, f"“{text}”的结束不晚于开始。过夜的分成两天写：前一天到 24:00，后一天从 00:00 起。")
        return None
    return start, end


def length_ms(form: Form, name: str, *, default: str | None = None) -> int:
    """A length of time in ms; ``default`` in the same form, for a field that may be left out."""
    text = form.text(name, default)
    match = _LENGTH.fullmatch(text)
    if match is None:
        if text:
            form.note(name, f"“{text}”不是一段时间，写成 60秒、30分钟、4小时 的样子。")
        return 0
    return int(match[1]) * _UNIT_MS[match[2]]
