"""How long, inside running text."""

from __future__ import annotations

import pytest
from support.named_things import found, values, words


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("三天了", 72, 72),
        ("买了199的那个199天没到", 4776, 4776),
        ("48h内", 48, 48),
        ("24小时", 24, 24),
        ("两个半小时", 2.5, 2.5),
        ("半个月", 360, 360),
        ("一年半", 13140, 13140),
        ("俩月", 1440, 1440),
        ("30分钟", 0.5, 0.5),
        ("三個禮拜", 504, 504),
        ("万一三天没到", 72, 72),
    ],
)
def test_a_duration_is_told_in_hours(text: str, low: float, high: float) -> None:
    """A month has 30 days."""
    assert values(text, "duration") == [{"min_hours": low, "max_hours": high, "approximate": False}]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("一个多星期", 168, 336),
        ("快两周了", 268.8, 336),
        ("等了五六天", 120, 144),
        ("好几天了", 48, 216),
        ("等了几天", 48, 216),
        ("十几天", 264, 456),
        ("3-5天", 72, 120),
        ("两到三周", 336, 504),
        ("一年多", 8760, 17520),
        ("大概两天", 43.2, 52.8),
    ],
)
def test_a_vague_duration_has_bounds(text: str, low: float, high: float) -> None:
    """The words promise no more, and say no less."""
    assert values(text, "duration") == [{"min_hours": low, "max_hours": high, "approximate": True}]


@pytest.mark.parametrize("text", ["七天无理由退货", "7天包退", "价保30天", "质保三年", "48小时内发货", "三日内必达"])
def test_the_term_of_a_rule_is_marked(text: str) -> None:
    """Nobody has waited that long."""
    assert values(text, "duration")[0]["rule"] is True


def test_working_days_may_be_more_days() -> None:
    """Five of them span a week."""
    assert values("3-5个工作日", "duration") == [
        {"min_hours": 72, "max_hours": 168, "approximate": True, "working": True}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2024年买的",
        "第三天",
        "每天",
        "等了半天",
        "三天两头",
        "一天到晚",
        "要几天能到",
        "上周五",
        "3月5号",
        "08年",
        "三年级",
        "三天前买的",
        "同一天",
        "天猫",
    ],
)
def test_other_words_are_no_durations(text: str) -> None:
    """Dates, ordinals, sayings and questions."""
    assert found(text, "duration") == []


def test_the_rule_and_its_reason_stand_side_by_side() -> None:
    """七天 is the term, 无理由 the reason."""
    assert words("七天无理由", "duration", "reason") == ["七天", "无理由"]
