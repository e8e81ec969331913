"""What counts as a different answer, and where the texts come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.kernel.errors import BadInput
from bot.runtime.bench import parity

ANSWER: dict[str, Any] = {
    "intent": "greet",
    "confidence": 0.9,
    "entities": [],
    "actions": [["utter_greet", 1.0], ["action_listen", 1.0]],
}


def test_equal_answers_differ_in_nothing() -> None:
    """A last digit that two versions of numpy round apart is no difference."""
    assert parity.compare("你好", ANSWER, {**ANSWER, "confidence": 0.9 + 5e-7}) == []


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("intent", "thanks"),
        ("confidence", 0.900002),
        ("entities", [{"entity": "order_id", "value": "JZ1", "start": 0, "end": 3}]),
        ("actions", [["utter_thanks", 1.0], ["action_listen", 1.0]]),
        ("actions", [["utter_greet", 1.0]]),
        ("actions", [["utter_greet", 0.5], ["action_listen", 1.0]]),
    ],
)
def test_each_part_of_an_answer_can_differ(what: str, value: object) -> None:
    """Intent, confidence, entities, and what is done next."""
    found = parity.compare("你好", ANSWER, {**ANSWER, what: value})

    assert [one.what for one in found] == [what]


def test_rows_are_conversations_of_one_text_and_turns_are_one_conversation(tmp_path: Path) -> None:
    """Of a dialogue only what the customer says."""
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        '{"text": "你好"}\n\n{"intent": "x"}\n'
        '{"turns": [{"speaker": "user", "text": "一"}, {"speaker": "agent", "text": "二"}, '
        '{"speaker": "user", "text": "三"}]}\n',
        encoding="utf-8",
    )

    assert parity.row_texts(rows) == [["你好"], ["一", "三"]]


def test_a_file_that_is_not_json_lines_is_told(tmp_path: Path) -> None:
    """By name."""
    rows = tmp_path / "rows.jsonl"
    rows.write_text("hello\n", encoding="utf-8")

    with pytest.raises(BadInput, match=r"rows\.jsonl"):
        parity.row_texts(rows)


def test_the_dialogue_tests_have_customers_who_speak() -> None:
    """All of them are compared."""
    conversations = parity.dialogue_texts()

    openings = [conversation[0] for conversation in conversations]
    assert len(conversations) > 20
    assert "你们退款是什么规则" in openings
