"""The trainer: progress, the record of what was trained from what, and complaints that leave the old model alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from engine_stand import json_lines, run_python

from bot.engine import fingerprint, train
from bot.engine.yaml_files import DesignError

pytestmark = pytest.mark.engine


@pytest.fixture
def bot(project: Path, tmp_path: Path) -> Path:
    """A copy of the tiny bot with the training cache of the session's, to be changed."""
    return Path(shutil.copytree(project, tmp_path / "bot"))


@pytest.fixture
def folder(models: Path, tmp_path: Path) -> Path:
    """A copy of the models folder, with the session's model in use."""
    return Path(shutil.copytree(models, tmp_path / "models"))


def test_progress_counts_the_nodes_that_are_run(bot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From one to the number announced, each with a Chinese name."""
    train.train(tmp_path / "new", project=bot, force=True)

    lines = json_lines(capsys.readouterr().out)
    assert [line["step"] for line in lines] == list(range(1, len(lines) + 1))
    assert {line["of"] for line in lines} == {len(lines)}
    assert [line["name"] for line in lines if line["name"].isascii()] == []
    assert {"训练意图分类", "学习规则"} <= {line["name"] for line in lines}


def test_the_record_names_the_model_and_its_sources(models: Path, project: Path) -> None:
    """The engine and the check read it."""
    record = fingerprint.read_record(models)

    assert record is not None
    assert (models / record["model"]).is_file()
    assert record["sources"] == fingerprint.sources(project)
    assert record["digest"] == fingerprint.digest(record["sources"])


@pytest.mark.parametrize(
    "name", ["config.yml", "domain.yml", "domain/orders.yml", "data/nlu/orders.yml", "data/rules/all.yml"]
)
def test_the_check_names_the_file_that_changed(bot: Path, folder: Path, name: str) -> None:
    """Whoever starts the product is told why it trains."""
    assert fingerprint.check(folder, bot).fresh

    with (bot / name).open("a", encoding="utf-8") as file:
        file.write("\n# 改动\n")

    freshness = fingerprint.check(folder, bot)
    assert (freshness.fresh, freshness.why) == (False, f"修改 {name}")


def test_the_check_names_files_that_came_and_went(bot: Path, folder: Path) -> None:
    """New skills and removed ones count as well."""
    (bot / "data" / "nlu" / "orders.yml").rename(bot / "data" / "nlu" / "parcels.yml")

    assert fingerprint.check(folder, bot).why == "新增 data/nlu/parcels.yml、删除 data/nlu/orders.yml"


def test_the_check_notices_a_missing_model(bot: Path, folder: Path) -> None:
    """A record without its model is no model."""
    for model in folder.glob("*.tar.gz"):
        model.unlink()

    assert "不见了" in fingerprint.check(folder, bot).why


def test_the_check_imports_nothing_heavy(tmp_path: Path) -> None:
    """The command line asks at every start."""
    script = "import sys, bot.engine.train; sys.exit('rasa' in sys.modules or 'numpy' in sys.modules)"

    assert run_python("-c", script, cwd=tmp_path).returncode == 0


def test_the_check_is_a_command(tmp_path: Path) -> None:
    """What the app side calls."""
    done = run_python("-m", "bot.engine.train", "--check", cwd=tmp_path, JIEZHU_MODEL_DIR=str(tmp_path / "none"))

    assert json.loads(done.stdout) == {"fresh": False, "why": "还没有训练好的模型"}
    assert (done.returncode, done.stderr) == (0, "")


def test_two_models_are_kept(bot: Path, folder: Path) -> None:
    """The one in use and the one before it."""
    first = fingerprint.read_record(folder)
    second = train.train(folder, project=bot)
    third = train.train(folder, project=bot)

    assert {path.name for path in folder.glob("*.tar.gz")} == {second, third}
    assert first is not None
    assert first["model"] not in {second, third}


def test_a_broken_file_leaves_the_model_in_use(bot: Path, folder: Path) -> None:
    """Nothing is written before the new model is whole."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (bot / "data" / "nlu" / "broken.yml").write_text("nlu:\n- intent: greet\n\texamples: x\n", encoding="utf-8")

    with pytest.raises(DesignError, match=r"data/nlu/broken.yml 第 3 行"):
        train.train(folder, project=bot)

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_contradicting_rules_are_told_with_both_places(bot: Path, folder: Path) -> None:
    """Rasa's own message is a page of English."""
    (bot / "data" / "rules" / "zz.yml").write_text(
        "rules:\n- rule: greet again\n  steps:\n  - intent: greet\n  - action: utter_thanks\n", encoding="utf-8"
    )

    with pytest.raises(DesignError) as caught:
        train.train(folder, project=bot)

    said = str(caught.value)
    assert "“greet again”（data/rules/zz.yml 第 2 行）" in said
    assert "“greet”（data/rules/all.yml 第 3 行）" in said
    assert "\n" not in said


@pytest.mark.parametrize("name", ["NoSuchComponent", "WhitespaceTokenizer", "SpacyNLP"])
def test_a_pipeline_that_cannot_be_is_told(bot: Path, folder: Path, name: str) -> None:
    """A component that is not there, one too many, one whose package is missing: a sentence each."""
    config = (bot / "config.yml").read_text(encoding="utf-8")
    (bot / "config.yml").write_text(config.replace("pipeline:\n", f"pipeline:\n- name: {name}\n"), encoding="utf-8")

    with pytest.raises(DesignError, match=r"训练没有完成：.+"):
        train.train(folder, project=bot)


def test_no_examples_is_told(bot: Path, folder: Path) -> None:
    """An empty folder trains nothing."""
    for path in (bot / "data" / "nlu").iterdir():
        path.unlink()

    with pytest.raises(DesignError, match="还没有任何例句"):
        train.train(folder, project=bot)
