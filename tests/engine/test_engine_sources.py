"""What designers write is checked before anything is trained from it; each complaint is a sentence with a place."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny_bot
from rasa.shared.exceptions import RasaException

from bot.engine.importer import SplitDomainImporter
from bot.engine.yaml_files import DesignError

pytestmark = pytest.mark.engine


@pytest.fixture
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny bot, to be broken; the working folder, as for the stock commands."""
    monkeypatch.chdir(tiny_bot.write(tmp_path))
    return tmp_path


def load() -> SplitDomainImporter:
    """The importer as ``rasa train`` makes it."""
    return SplitDomainImporter("config.yml", "domain.yml", ["data"])


def read_everything() -> None:
    """What a training asks the importer for."""
    importer = load()
    importer.get_domain()
    importer.get_nlu_data()
    importer.get_stories()


def complaint() -> str:
    """The sentence the project is refused with."""
    with pytest.raises(DesignError) as caught:
        read_everything()
    return str(caught.value)


def test_domain_files_are_one_domain(bot: Path) -> None:
    """What is shared and what belongs to the skills, together."""
    domain = load().get_domain()

    assert {"greet", "ask_logistics"} <= set(domain.intents)
    assert {"utter_empathy_worried", "utter_greet", "utter_logistics"} <= set(domain.responses)
    assert "order_id" in {slot.name for slot in domain.slots}


def test_only_the_three_data_folders_are_read(bot: Path) -> None:
    """``data/labels.yml`` and ``data/replies`` are not training data, whatever is in them."""
    (bot / "data" / "labels.yml").write_text("nlu:\n- intent: stranger\n  examples: |\n    - x\n", encoding="utf-8")
    (bot / "data" / "replies").mkdir()
    (bot / "data" / "replies" / "x.yml").write_text("rules: [{rule: x, steps: [{intent: stranger}]}]", encoding="utf-8")

    importer = load()

    assert "stranger" not in importer.get_nlu_data().intents
    assert len(importer.get_stories().story_steps) == 7


@pytest.mark.parametrize(
    "section,kind,key",
    [
        ("intents: [greet]", "意图", "greet"),
        ("intents: [{greet: {use_entities: []}}]", "意图", "greet"),
        ("entities: [order_id]", "实体", "order_id"),
        ("actions: [action_miss]", "动作", "action_miss"),
        ("slots: {topic: {type: text, mappings: [{type: custom}]}}", "槽位", "topic"),
        ("responses: {utter_greet: [{text: 嗨}]}", "回复", "utter_greet"),
    ],
)
def test_a_name_declared_in_two_files_is_an_error(bot: Path, section: str, kind: str, key: str) -> None:
    """Rasa lets the last one win; a designer would look for hours."""
    (bot / "domain" / "zz.yml").write_text(f'version: "3.1"\n{section}\n', encoding="utf-8")

    said = complaint()

    assert f"{kind}“{key}”写了两次" in said
    assert "domain/zz.yml 第 2 行" in said
    assert said.count(".yml") == 2


def test_a_form_declared_in_two_files_is_an_error(bot: Path) -> None:
    """The same for forms, which the tiny bot has none of."""
    for name in ("a", "b"):
        (bot / "domain" / f"{name}.yml").write_text("forms:\n  f: {required_slots: [topic]}\n", encoding="utf-8")

    assert "表单“f”写了两次：domain/a.yml 第 2 行 和 domain/b.yml 第 2 行" in complaint()


def test_a_name_twice_in_one_file_is_an_error(bot: Path) -> None:
    """YAML would silently keep the last."""
    (bot / "domain" / "a.yml").write_text("responses:\n  utter_a: [{text: 一}]\n  utter_a: [{text: 二}]\n")

    assert complaint() == "domain/a.yml 第 3 行：“utter_a”已经在第 2 行写过一次了，请只保留一处。"


@pytest.mark.parametrize(
    "text,line,advice",
    [
        ("nlu:\n- intent: greet\n\texamples: x\n", 3, "缩进请用空格"),
        ('nlu:\n- intent: "greet\n  examples: x\n', 4, "引号"),
        ("nlu:\n- intent: greet\n   examples: |\n    - 你好\n", 3, "冒号"),
        ("nlu: [a, b\n", 2, "缩进、冒号和引号"),
        ("- 你好\n", 1, "最外层"),
    ],
)
def test_broken_yaml_is_told_with_its_line_and_what_to_do(bot: Path, text: str, line: int, advice: str) -> None:
    """Designers see where to look, not a parser's vocabulary."""
    (bot / "data" / "nlu" / "broken.yml").write_text(text, encoding="utf-8")

    said = complaint()

    assert said.startswith(f"data/nlu/broken.yml 第 {line} 行：")
    assert advice in said


def test_a_file_in_another_encoding_is_told(bot: Path) -> None:
    """Editors on Windows still save GBK."""
    (bot / "data" / "nlu" / "gbk.yml").write_bytes("nlu: 你好\n".encode("gbk"))

    assert complaint() == "data/nlu/gbk.yml 第 1 行：文件不是 UTF-8 编码，请用 UTF-8 重新保存。"


@pytest.mark.parametrize(
    "name,text,line,kind,key",
    [
        ("nlu/x.yml", "nlu:\n- intent: stranger\n  examples: |\n    - 你好\n", 2, "意图", "stranger"),
        ("rules/x.yml", "rules:\n- rule: x\n  steps:\n  - intent: stranger\n", 4, "意图", "stranger"),
        ("rules/x.yml", "rules:\n- rule: x\n  steps:\n  - action: utter_typo\n", 4, "动作", "utter_typo"),
        (
            "stories/x.yml",
            "stories:\n- story: x\n  steps:\n  - or:\n    - intent: greet\n    - intent: stranger\n",
            6,
            "意图",
            "stranger",
        ),
        (
            "stories/x.yml",
            "stories:\n- story: x\n  steps:\n  - slot_was_set:\n    - colour: red\n",
            5,
            "槽位",
            "colour",
        ),
    ],
)
def test_a_name_the_domain_does_not_have_is_an_error(
    bot: Path, name: str, text: str, line: int, kind: str, key: str
) -> None:
    """Rasa warns and trains a bot that can never take that step."""
    (bot / "data" / name).write_text(text, encoding="utf-8")

    said = complaint()

    assert said.startswith(f"data/{name} 第 {line} 行：")
    assert f"{kind}“{key}”没有在 domain 里声明" in said


def test_a_domain_rasa_refuses_is_told_with_its_file(bot: Path) -> None:
    """Rasa's importer would go on with an empty domain."""
    (bot / "domain" / "a.yml").write_text('version: "3.1"\nslots:\n  a: {type: text}\n', encoding="utf-8")

    assert complaint().startswith("domain/a.yml 第 1 行：Rasa 不接受这个领域文件")


@pytest.mark.parametrize("part,name", [("pipeline", "DIETClassifier"), ("policies", "TEDPolicy")])
def test_a_component_that_needs_tensorflow_is_told(bot: Path, part: str, name: str) -> None:
    """The engine environment has none; the sentence says what to change."""
    config = (bot / "config.yml").read_text(encoding="utf-8")
    (bot / "config.yml").write_text(config.replace(f"{part}:\n", f"{part}:\n- name: {name}\n"), encoding="utf-8")

    with pytest.raises(RasaException, match=f"{name} 需要 TensorFlow"):
        load().get_config()


def test_test_stories_are_not_trained_from(bot: Path) -> None:
    """``rasa test`` hands its own paths; they are read, but only as tests."""
    (bot / "checks").mkdir()
    (bot / "checks" / "test_a.yml").write_text(tiny_bot.STORIES, encoding="utf-8")

    importer = SplitDomainImporter("config.yml", "domain.yml", ["checks"])

    assert importer.get_stories().is_empty()
    assert len(importer.get_conversation_tests().story_steps) == 1
