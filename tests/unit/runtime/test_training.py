"""Having the engine train, with a trainer that says what the test wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.kernel.errors import SettingError
from bot.runtime import programs, training
from bot.runtime.settings import Settings
from bot.runtime.training import ModelState, Step


@pytest.fixture
def trainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands where the engine environment's Python would be; a shell script."""
    path = tmp_path / "python"
    monkeypatch.setattr(programs, "ENGINE_PYTHON", path)
    return path


def says(trainer: Path, script: str) -> None:
    """Let it do that."""
    trainer.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    trainer.chmod(0o755)


def test_every_step_of_a_training_is_told(trainer: Path) -> None:
    """The progress display lives on it; other output does not disturb it."""
    step, result = '{"step": 1, "of": 2, "name": "读取例句"}', '{"model": "m.tar.gz", "seconds": 3}'
    says(trainer, f"echo 'a warning'; echo '{step}'; echo '{result}'")
    steps: list[Step] = []

    model = training.train(Settings(), steps.append)

    assert steps == [Step(1, 2, "读取例句")]
    assert model == "m.tar.gz"


def test_a_failed_training_is_the_designers_sentence(trainer: Path) -> None:
    """Not what a library printed before it."""
    says(trainer, "echo 'Warning: something' >&2; echo 'data/nlu/help.yml 第 3 行:这里的 YAML 读不懂。' >&2; exit 1")

    with pytest.raises(SettingError) as caught:
        training.train(Settings(), lambda _step: None)

    assert caught.value.message == "data/nlu/help.yml 第 3 行:这里的 YAML 读不懂。"


def test_a_training_that_says_much_on_its_error_output_does_not_stand_still(trainer: Path) -> None:
    """A full pipe that nobody reads would stop it."""
    says(trainer, """yes warning | head -n 100000 >&2; echo '{"model": "m.tar.gz"}'""")

    assert training.train(Settings(), lambda _step: None) == "m.tar.gz"


def test_freshness_is_what_the_engine_says(trainer: Path) -> None:
    """One place decides it."""
    says(trainer, """[ "$3" = --check ] && echo '{"fresh": false, "why": "修改 domain.yml"}'""")

    assert training.look(Settings()) == ModelState(fresh=False, why="修改 domain.yml")


def test_without_the_engine_environment_the_way_to_make_it_is_told(trainer: Path) -> None:
    """One sentence."""
    with pytest.raises(SettingError, match="make run"):
        training.look(Settings())
