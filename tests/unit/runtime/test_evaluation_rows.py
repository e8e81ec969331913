"""Reading labelled files, and saying what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.kernel.errors import BadInput
from bot.runtime.evaluation import rows
from bot.runtime.evaluation.rows import Row, Rows

LABELS = frozenset({"greet", "thanks", "other"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to be written."""
    return tmp_path / "rows.jsonl"


def test_any_subset_of_the_fields_is_read(file: Path) -> None:
    """Unknown fields and null are no answers; a paragraph separator inside a text ends no line."""
    full = {
        "text": "你好\u2028在吗",
        "intent": "greet",
        "alt_intents": ["thanks"],
        "emotion": None,
        "risk": "none",
        "kinds": [],
        "sampling": "random",
        "angry": False,
        "accept": ["out_of_scope"],
        "demands": ["refund"],
        "wants_human": True,
        "source": "somewhere",
    }
    file.write_text(json.dumps(full, ensure_ascii=False) + "\r\n\n" + '{"text": "谢谢"}', encoding="utf-8")

    found = rows.load(file, LABELS)

    assert found == Rows(
        (
            Row(
                text="你好\u2028在吗",
                intent="greet",
                alt_intents=frozenset({"thanks"}),
                risk="none",
                kinds=frozenset(),
                sampling="random",
                angry=False,
                accept=frozenset({"out_of_scope"}),
                demands=frozenset({"refund"}),
                wants_human=True,
            ),
            Row("谢谢"),
        ),
        skipped=0,
    )


def test_lines_without_a_text_are_counted_and_passed_over(file: Path) -> None:
    """Whole dialogues, for one."""
    file.write_text('{"turns": []}\n{"text": null}\n{"text": ""}\n', encoding="utf-8")

    assert rows.load(file, LABELS) == Rows((Row(""),), skipped=2)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"text": "你好"', "第 2 行不是完整的 JSON"),
        ('["你好"]', "第 2 行应当是一个 JSON 对象"),
        ('{"text": 1}', "第 2 行：text 应当是字符串"),
        ('{"text": "a", "intent": "gret"}', "第 2 行：intent 应当是 data/labels.yml 里的一个标签"),
        ('{"text": "a", "intent": ["greet"]}', "第 2 行：intent 应当是"),
        ('{"text": "a", "emotion": "furious"}', "第 2 行：emotion 应当是 neutral、"),
        ('{"text": "a", "risk": "low"}', "第 2 行：risk 应当是 none、watch、high 之一"),
        ('{"text": "a", "angry": 1}', "第 2 行：angry 应当是 true 或 false"),
        ('{"text": "a", "accept": "out_of_scope"}', "第 2 行：accept 应当是字符串的列表"),
        ('{"text": "a", "demands": [1]}', "第 2 行：demands 应当是字符串的列表"),
    ],
)
def test_a_broken_line_is_told_with_its_file_and_number(file: Path, line: str, complaint: str) -> None:
    """One sentence."""
    file.write_text('{"text": "好"}\n' + line + "\n", encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        rows.load(file, LABELS)

    assert caught.value.message.startswith(f"{file} {complaint}")
    assert "\n" not in caught.value.message


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Missing, a folder, or not UTF-8."""
    other = tmp_path / "gbk.jsonl"
    other.write_bytes('{"text": "你好"}'.encode("gbk"))

    with pytest.raises(BadInput, match=r"none\.jsonl 读不出来"):
        rows.load(tmp_path / "none.jsonl", LABELS)
    with pytest.raises(BadInput, match="读不出来"):
        rows.load(tmp_path, LABELS)
    with pytest.raises(BadInput, match="不是 UTF-8"):
        rows.load(other, LABELS)
