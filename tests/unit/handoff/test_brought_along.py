"""A visitor's lines in the brief of the customer they turned out to be."""

from __future__ import annotations

from typing import Any

from support.scripted_parts import plain_reader

from bot.handoff.brought_along import with_visitors_lines

LINES: list[dict[str, Any]] = [
    {"seq": 1, "at": 5, "actor": "customer", "name": "访客", "kind": "text", "text": "衣服破了想退款"},
    {"seq": 2, "at": 6, "actor": "bot", "name": "小接", "kind": "text", "text": "请登录"},
    {"seq": 3, "at": 7, "actor": "customer", "name": "访客", "kind": "image", "text": "[图片]", "evidence": "i_1"},
]


def test_the_customers_lines_count_and_cite_the_event_that_brought_them() -> None:
    """The bot's do not; pictures say which conversation they belong to; what was wanted is read from the words."""
    merged = {"seq": 9, "kind": "merged", "data": {"from": "c_visitor", "lines": LINES}}

    first, second, last = with_visitors_lines([merged], plain_reader)

    assert (first["text"], first["seq"], list(first["staff"]["reading"]["demands"])) == (
        "衣服破了想退款",
        9,
        ["refund"],
    )
    assert second["data"] == {"evidence": "i_1", "conversation": "c_visitor"}
    assert last is merged


def test_other_events_stay_as_they_are() -> None:
    """Nothing was merged."""
    events = [{"seq": 1, "kind": "text", "data": {}}]

    assert with_visitors_lines(events, plain_reader) == events
