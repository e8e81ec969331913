"""What ``jiezhu suggest`` prints is a file our importer takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.engine.importer import SplitDomainImporter
from bot.runtime.lessons.as_yaml import as_yaml
from bot.runtime.lessons.designers_files import Examples
from bot.runtime.lessons.suggestions import suggest

pytestmark = pytest.mark.engine

NOW = 1_795_219_200_000
EXAMPLES = Examples({"ask_logistics": ["到哪了"], "greet": ["你好"]}, {"ask_logistics": "a", "greet": "b"}, {})


@dataclass(frozen=True)
class Said:
    """A lesson an agent labelled; the port's own class needs a newer Python than the engine's."""

    text: str
    label: str
    at: int = NOW
    why: str = "relabelled"
    predicted: str = "nlu_fallback"
    ranking: list[tuple[str, float]] = field(default_factory=list)


def test_the_printed_file_loads_with_its_intents_and_entities(tmp_path: Path) -> None:
    """Made-up numbers are entities; nothing a customer typed became one."""
    lessons = [
        Said("单号JZ261101999999和SF9988776655443哪个先到", "ask_logistics"),
        Said('[图片](order_id){"a": 1}: # 这个咋整', "ask_logistics"),
        Said("/greet", "greet"),
        Said("- 嗨", "greet"),
    ]
    (tmp_path / "nlu").mkdir()
    printed = as_yaml(suggest(lessons, EXAMPLES, now_ms=NOW), {}, {})  # type: ignore[arg-type]
    (tmp_path / "nlu" / "suggested.yml").write_text(printed, encoding="utf-8")
    (tmp_path / "domain.yml").write_text('version: "3.1"\nintents: [ask_logistics, greet]\n', encoding="utf-8")

    data = SplitDomainImporter(None, str(tmp_path / "domain.yml"), str(tmp_path)).get_nlu_data()

    found = {(one.get("intent"), one.get("text")): one.get("entities") or [] for one in data.intent_examples}
    assert found.keys() == {
        ("ask_logistics", "单号JZ261118000123和SF1928374650192哪个先到"),
        ("ask_logistics", '【图片】(order_id)（"a": 1）: # 这个咋整'),
        ("greet", "／greet"),
        ("greet", "- 嗨"),
    }
    entities = [(entity["entity"], entity["value"]) for one in found.values() for entity in one]
    assert entities == [("order_id", "JZ261118000123"), ("tracking_no", "SF1928374650192")]
