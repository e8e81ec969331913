"""Finds questions for what the customer said before (playbook A5), read from the log, not from the code that asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.kernel.clock import from_ms
from bot.kernel.text import plain
from bot.language import find

Event = Mapping[str, Any]

NAMED_BY = {
    "about_order": "order_id",
    "reason": "reason",
    "phone": "phone",
    "email": "email",
    "new_phone": "phone",
    "new_address": "address",
    "invoice_email": "email",
}
"""Of each slot that a form may ask for, the kind of thing whose mention answers it."""

_TAKEN_BACK = (
    "换一单",
    "原因不对",
    "换个办法",
    "补充情况",
    "改我的要求",
    "不是",
    "不对",
    "错了",
    "改成",
    "换成",
    "另外",
    "别的",
)
"""Words after which asking again is what the customer wants."""

_NOT_THEIRS = ("没有查到订单号", "没找到")
"""What is said to a number that is no order of theirs: asking for one is then no repetition."""


def asked_in_vain(events: Sequence[Event]) -> list[str]:
    """Every question that had its answer before, in words.

    Args:
        events: all of a conversation, with what staff see.
    """
    return [*_named_before(events), *_answered_before(events)]


def _named_before(events: Sequence[Event]) -> Iterator[str]:
    """A thing named in any earlier message of the same matter, and asked for by its slot."""
    named: dict[str, str] = {}
    matter_over = False
    for event in events:
        words = _words(event)
        if words is not None:
            if matter_over:
                named, matter_over = {}, False
            if any(word in words for word in _TAKEN_BACK):
                named = {}
            named |= {one.kind: one.words for one in find(plain(words), from_ms(event["at"]))}
            continue
        if any(word in str(event.get("text") or "") for word in _NOT_THEIRS):
            named.pop("order_id", None)
        asks = _asks(event)
        matter_over = matter_over or (_is_first_of_answer(event) and asks is None)
        kind = NAMED_BY.get(asks or "")
        if kind in named:
            yield f"问了 {asks}，可客户前面说过“{named[kind]}”"


def _answered_before(events: Sequence[Event]) -> Iterator[str]:
    """A slot asked for anew after the form had gone on to another: it must have been answered in between."""
    asked: list[str] = []
    for event in events:
        words = _words(event)
        if words is not None and any(word in words for word in _TAKEN_BACK):
            asked = []
        if not _is_first_of_answer(event):
            continue
        asks = _asks(event)
        if asks is None:
            asked = []
        elif asks in asked[:-1] and asked[-1] != asks:
            yield f"{asks} 问过又问"
            asked = [asks]
        elif not asked or asked[-1] != asks:
            asked.append(asks)


def _words(event: Event) -> str | None:
    return str(event.get("text") or "") if event["actor"]["kind"] == "customer" else None


def _is_first_of_answer(event: Event) -> bool:
    return "parse" in (event.get("staff") or {})


def _asks(event: Event) -> str | None:
    asks = ((event.get("staff") or {}).get("parse") or {}).get("asks")
    return str(asks) if asks else None
