"""The conversation tests must be able to fail: what a file may say, and when an expectation is met."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.dialogue_file import BadDialogue, Expectation, Step, read
from support.dialogue_runner import check, fits


def written(folder: Path, text: str) -> Path:
    """A conversation file."""
    path = folder / "a-conversation.yml"
    path.write_text(text, encoding="utf-8")
    return path


def event(kind: str, text: str, *, actor: str = "bot", **data: Any) -> dict[str, Any]:
    """Something said."""
    return {"seq": 1, "kind": kind, "text": text, "actor": {"kind": actor}, "data": data}


def test_a_file_is_read_as_it_is_meant(tmp_path: Path) -> None:
    """Chinese words for kinds and states become those of the protocol."""
    path = written(
        tmp_path,
        "顾客: 访客\n对话:\n- 客户: 在吗\n"
        "  期望:\n  - 您好\n  - {类型: 通知, 代号: queued, 按钮: 转人工}\n  状态: 排队\n",
    )

    dialogue = read(path)

    assert dialogue.customer == ""
    assert dialogue.steps == (
        Step(
            "客户",
            "在吗",
            (Expectation(contains=("您好",)), Expectation(kind="notice", code="queued", buttons=("转人工",))),
            state="waiting",
        ),
    )


def test_a_burst_is_several_lines_and_the_file_says_so(tmp_path: Path) -> None:
    """The runner joins messages only where a file has one."""
    burst = read(written(tmp_path, "对话:\n- 连发: [在吗, 1]\n"))
    plain = read(written(tmp_path, "对话:\n- 客户: 在吗\n"))

    assert burst.steps[0].words == ("在吗", "1")
    assert (burst.has_bursts, plain.has_bursts) == (True, False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("对话: []", "对话"),
        ("对话:\n- 客户: a\n  期待: b\n", "不认识“期待”"),
        ("对话:\n- 客户: a\n  按: b\n", "有且只有一个动作"),
        ("对话:\n- 客户: a\n  状态: 忙\n", "“忙”不对"),
        ("对话:\n- 客户: a\n  期望:\n  - {匹配: '('}\n", "正则"),
        ("对话:\n- 客户: [a\n", "a-conversation"),
        ("对话:\n- 坐席处理: 好\n", "坐席处理下面"),
        ("对话:\n- 连发: 在吗\n", "连发下面"),
        ("对话:\n- 连发: [在吗]\n", "连发下面"),
    ],
)
def test_a_slip_in_a_file_is_told_and_never_passes_in_silence(tmp_path: Path, text: str, told: str) -> None:
    """A misspelt check would otherwise check nothing."""
    with pytest.raises(BadDialogue, match=told):
        read(written(tmp_path, text))


@pytest.mark.parametrize(
    "wanted",
    [
        Expectation(speaker="agent"),
        Expectation(kind="order_card"),
        Expectation(code="queued"),
        Expectation(contains=("明天",)),
        Expectation(lacks=("在路上",)),
        Expectation(pattern="^已签收"),
        Expectation(buttons=("退款",)),
        Expectation(data={"late": False}),
        Expectation(data={"steps": [{"text": "已签收"}]}),
    ],
)
def test_each_part_of_an_expectation_can_fail(wanted: Expectation) -> None:
    """No check that cannot fail."""
    said = event(
        "logistics_card",
        "包裹在路上",
        late=True,
        steps=[{"text": "到达杭州"}],
        buttons=[{"id": "b", "title": "转人工"}],
    )

    assert not fits(wanted, said)
    assert fits(
        Expectation("bot", "logistics_card", "", ("在路上",), ("签收",), "路上$", ("转人工",), {"late": True}), said
    )


def test_expectations_are_met_in_order() -> None:
    """The second may not be met by what came before the first."""
    step = Step("客户", "x", (Expectation(contains=("乙",)), Expectation(contains=("甲",))), never=("丙",))

    wrong = check(step, [event("text", "甲"), event("text", "乙"), event("text", "丙")])

    assert wrong == ["没有等到:包含 甲", "不该出现“丙”"]
