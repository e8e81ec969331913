"""What the customer gave and mentioned: facts in their own words that an agent would otherwise search the log for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.handoff.history import Event
from bot.kernel.clock import from_ms, spoken_time
from bot.kernel.text import plain
from bot.language import Entity, find, masked

MOST_MESSAGES = 60
"""Of the newest messages; a brief is read in ten seconds and made while the customer waits."""

_LABELS = {
    "order_id": "订单号",
    "tracking_no": "快递单号",
    "phone": "电话",
    "id_card": "身份证",
    "bank_card": "银行卡",
    "email": "邮箱",
    "account": "微信/QQ",
    "address": "地址",
    "amount": "金额",
    "date": "日期",
    "duration": "时长",
}
_TO_THE_DAY = frozenset({"minute", "hour", "part_of_day", "day"})


def facts_given(said: Sequence[Event]) -> list[dict[str, Any]]:
    """Numbers, amounts, dates and durations with every place they were said, personal data masked."""
    found: dict[tuple[str, str], list[int]] = {}
    for event in said[-MOST_MESSAGES:]:
        for one in find(plain(event["text"]), from_ms(event["at"])):
            if one.kind in _LABELS and not _is_rule(one):
                places = found.setdefault((_label(one), _shown(one)), [])
                places += [event["seq"]] if event["seq"] not in places else []
    return [{"label": label, "value": value, "seq": places} for (label, value), places in found.items()]


def _is_rule(one: Entity) -> bool:
    """七天无理由 is a rule of the shop, nothing that happened."""
    return not isinstance(one.value, str) and bool(one.value.get("rule"))


def _label(one: Entity) -> str:
    mobile = one.kind == "phone" and not isinstance(one.value, str) and one.value["type"] == "mobile"
    return "手机号" if mobile else _LABELS[one.kind]


def _shown(one: Entity) -> str:
    """The one spelling of a number; else the words, a day with its date: 上周五（11月13日）."""
    if isinstance(one.value, str):
        return one.value if one.kind == "order_id" else masked(one)
    if one.kind == "tracking_no":
        return str(one.value["number"])
    if one.kind == "date" and one.value["granularity"] in _TO_THE_DAY:
        at = datetime.fromisoformat(one.value["at"])
        day = spoken_time(at) if at.tzinfo else f"{at.month}月{at.day}日"
        return one.words if one.words.replace("号", "日") == day else f"{one.words}（{day}）"
    return masked(one)
