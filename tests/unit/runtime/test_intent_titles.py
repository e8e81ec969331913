"""Every intent has a name for the desk, in one place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.kernel.errors import SettingError
from bot.runtime import choices, intent_titles
from bot.runtime.lessons import designers_files

ROOT = Path(__file__).parents[3]
BUTTON_ONLY = {"choose_order", "choose", "send_evidence"}
"""Nobody types them, so no message can mean them."""


def declared(path: Path) -> set[str]:
    """Intents a domain file declares."""
    content = yaml.safe_load(path.read_text("utf-8")) or {}
    return {next(iter(one)) if isinstance(one, dict) else one for one in content.get("intents") or []}


def test_choices_and_other_names_together_are_every_intent_once() -> None:
    """Whoever adds an intent is told to name it."""
    intents = set().union(*(declared(path) for path in [ROOT / "domain.yml", *(ROOT / "domain").glob("*.yml")]))
    others = choices.load(intent_titles.INTENTS)

    assert set(choices.load()) | set(others) == intents - BUTTON_ONLY
    assert set(choices.load()) & set(others) == set()
    assert len(set(intent_titles.load().values())) == len(intent_titles.load())


def test_the_designers_files_are_read_with_their_skills() -> None:
    """Every intent that can be named has its examples."""
    examples = designers_files.load()

    assert set(examples.by_intent) == set(intent_titles.load())
    assert examples.skill_of["ask_logistics"] == "logistics"
    assert "我的快递到哪了" in examples.by_intent["ask_logistics"]


@pytest.mark.parametrize("content", ["nlu: [", "version: 1", "nlu:\n- intent: a\n", "- a", ""])
def test_a_file_of_examples_that_cannot_be_read_is_named(tmp_path: Path, content: str) -> None:
    """In a sentence."""
    (tmp_path / "logistics.yml").write_text(content, encoding="utf-8")

    with pytest.raises(SettingError) as error:
        designers_files.load(tmp_path)

    assert "data/nlu/logistics.yml" in error.value.message


def test_a_folder_without_examples_is_an_error(tmp_path: Path) -> None:
    """Nothing could be compared."""
    with pytest.raises(SettingError):
        designers_files.load(tmp_path)
