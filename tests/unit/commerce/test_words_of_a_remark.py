"""Praise or suggestion, and what it is about."""

from __future__ import annotations

import pytest

from bot.commerce import remarks


@pytest.mark.parametrize(
    "text, sort, about",
    [
        ("建议你们包装用厚一点的纸箱", "suggestion", "包装"),
        ("希望客服晚上也在", "suggestion", "客服"),
        ("要是能发顺丰就更好了", "suggestion", "配送"),
        ("夸一下你们的快递小哥，帮我搬上楼", "praise", "配送"),
        ("客服很专业", "praise", "客服"),
        ("希望你们越办越好", "praise", ""),
    ],
)
def test_praise_and_suggestions_are_told_apart(text: str, sort: str, about: str) -> None:
    """A kind wish for the shop is praise; a wish for something to change is not."""
    assert (remarks.sort_of(text), remarks.about(text)) == (sort, about)


def test_having_something_to_say_is_not_saying_it() -> None:
    """我有个建议 is answered with 您说."""
    assert remarks.only_announces("我有个建议")
    assert not remarks.only_announces("建议发货前通知一声")
