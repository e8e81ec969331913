"""What holds for every text: bounds, spans, purity, bounded work."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.handoff.customer_side import LINES_READ
from bot.kernel.reading import EMOTIONS, RISKS, Reading
from bot.kernel.text import MAX_CHARS
from bot.risk import read
from bot.risk.demands import DEMANDS
from bot.risk.risk import KINDS
from bot.risk.signals import MAX_EARLIER

WORDS = [
    *("投诉", "不", "垃圾", "我要", "退款", "!!!", "???", ",", "。", "12315", "人工", "转"),
    *("sb", "usb", "骗子", "没有", "不是", "就", "你们", "傻*", "“", "”", "😡", "（"),
    *("ＡＢＣ", "訴", "呵呵呵呵", "不赔", "否则", "的", "过敏", "会不会", "朋友说", "之前那家", "ﷺ", "ß"),
    *("İ", "[数字x]", "第", "三", "次", "/", "*", "算了", "不用", "道歉", "笑死", "跳楼"),
    *("价"),
    *(" ", "\n", "1 2 3", "\u200d", "\x00"),
]
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map("".join))


def _valid(text: str, reading: Reading) -> bool:
    spans = all(
        0 <= evidence.start < evidence.end <= len(text) and evidence.words == text[evidence.start : evidence.end]
        for evidence in reading.evidence
    )
    known = set(reading.kinds) <= set(KINDS) and set(reading.demands) <= set(DEMANDS)
    levels = reading.emotion in EMOTIONS and reading.risk in RISKS and 0 <= reading.score <= 1
    return spans and known and levels and reading.wants_human == ("human" in reading.demands)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=8))
def test_any_text_gives_a_valid_reading(text: str, earlier: list[str]) -> None:
    """Nothing raises, every level is known, every span is exactly the words it claims."""
    assert _valid(text, read(text, earlier))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    """The reader keeps nothing between messages."""
    assert read(text, [text]) == read(text, [text])


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_a_risk_and_a_kind_come_together(text: str) -> None:
    """A level without a kind, or a kind without a level, could not be acted on."""
    reading = read(text)

    assert (reading.risk != "none") == bool(reading.kinds)
    assert reading.risk == "none" or reading.evidence


@pytest.mark.parametrize(
    "text, words",
    [
        ("我要 投 诉 你们", "投 诉"),
        ("打 1 2 3 1 5 举报", "1 2 3 1 5"),
        ("妳們是騙子", "騙子"),
        ("ＴＭＤ 又缺货", "ＴＭＤ"),
        ("我要投.诉", "投.诉"),
        ("去小红薯曝光", "小红薯曝光"),
        ("给我转任工", "转任工"),
    ],
)
def test_evidence_shows_the_customers_own_spelling(text: str, words: str) -> None:
    """Whatever was normalised away, the span points at what was really typed."""
    assert any(words in evidence.words for evidence in read(text).evidence)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "。", "👍", "12345678901234567890", "<script>alert(1)</script>", "' OR 1=1"]
)
def test_odd_messages_are_calm(text: str) -> None:
    """Nothing, marks, emoji, digits and code are neutral and harmless."""
    assert read(text) == Reading()


def test_what_stands_beyond_the_limit_is_not_read() -> None:
    """A message longer than the store keeps is cut, not refused."""
    assert read("好" * MAX_CHARS + "骗子").emotion == "neutral"


def _operations(text: str) -> int:
    count = 0

    def count_one(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(count_one)
    try:
        read(text, [text] * 10)
    finally:
        sys.setprofile(None)
    return count


HARD = [
    *("不赔", "垃圾", "不", "你们客服到底", "每次都", "第一次", "“", "没有要", "不转人工"),
    *("[", "再不退款就", "会不会漏电", "投/诉", "之前那家投诉", "傻*"),
]


@pytest.mark.parametrize("piece", [*HARD, "a b "])
def test_work_grows_no_faster_than_the_message(piece: str) -> None:
    """The worst texts of 2000 characters cost about twice those of 1000, and never more than a fixed amount."""
    read(piece)
    half = _operations((piece * 1000)[: MAX_CHARS // 2])

    whole = _operations((piece * 2000)[:MAX_CHARS])

    assert whole < 2.4 * half + 1000
    assert whole < 250 * MAX_CHARS


def test_the_hub_gives_the_reader_all_the_earlier_lines_it_looks_at() -> None:
    """The two rooms do not know each other, so that nothing else would notice."""
    assert LINES_READ >= MAX_EARLIER
