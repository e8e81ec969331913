"""``jiezhu bench``: what it prints, with the measuring itself replaced."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import bench
from bot.cli.main import app
from bot.kernel.errors import SettingError
from bot.runtime.bench import models, parity, speed
from bot.runtime.bench.figures import MAIN, beside
from bot.runtime.bench.models import Model
from bot.runtime.bench.parity import Difference, Parity
from bot.runtime.bench.speed import Measured

OURS = {**dict.fromkeys(MAIN, 1.0), "turn_ms_p50_40": 1.2, "train_s": 60.0}
STOCK = {**dict.fromkeys(MAIN, 4.0), "turns_per_s": 0.5, "rss_mb": 1.5, "turn_ms_p50_40": 9.0}


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is installed, trained and measured."""
    model = Model(Path(), 60.0, 0.5, {"domain.yml": "1"})
    monkeypatch.setattr(bench, "_prepare", lambda: None)
    monkeypatch.setattr(models, "ours", lambda *_args, **_options: model)
    monkeypatch.setattr(models, "stock", lambda *_args, **_options: model)
    measured = Measured(beside(OURS, STOCK), {"load_before": 0.1, "load_after": 1.5})
    monkeypatch.setattr(speed, "measure", lambda *_args: measured)


@pytest.fixture
def jiezhu() -> CliRunner:
    """The command, wide enough for the table."""
    return CliRunner(env={"COLUMNS": "200"})


def test_json_has_every_figure_flat_for_both(jiezhu: CliRunner) -> None:
    """And nothing else stands on standard output."""
    found = json.loads(jiezhu.invoke(app, ["bench", "engine", "--json"]).stdout)

    for name in MAIN:
        assert isinstance(found[name], float)
        assert isinstance(found[f"stock_{name}"], float)
    assert (found["turn_ms_p50_40"], found["stock_turn_ms_p50_40"]) == (1.2, 9.0)
    assert found["same_data"] is True


def test_the_table_says_which_goals_are_met(jiezhu: CliRunner) -> None:
    """Honestly: this engine takes more than half of stock's memory and is only twice as quick."""
    shown = jiezhu.invoke(app, ["bench", "engine"])

    last = {line.partition(":")[0]: line for line in shown.output.splitlines() if ":" in line}
    assert shown.exit_code == 0
    assert "turn_ms_p50" in last["达到 / met"]
    assert "rss_mb、turns_per_s" in last["没达到 / not met"] or "turns_per_s、rss_mb" in last["没达到 / not met"]


def test_models_of_different_data_are_not_compared(jiezhu: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saved a file between the two trainings."""
    monkeypatch.setattr(models, "stock", lambda *_args, **_options: Model(Path(), 1.0, 0.5, {"domain.yml": "0"}))

    result = jiezhu.invoke(app, ["bench", "engine", "--json"])

    assert result.exit_code == 1
    assert "domain.yml" in result.stderr


def test_an_older_stock_model_is_named_as_such(jiezhu: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only when it was asked for."""
    monkeypatch.setattr(models, "stock", lambda *_args, **_options: Model(Path(), 1.0, 0.5, {"domain.yml": "0"}))

    found = json.loads(jiezhu.invoke(app, ["bench", "engine", "--json", "--keep-stock"]).stdout)
    shown = jiezhu.invoke(app, ["bench", "engine", "--keep-stock"]).output

    assert found["same_data"] is False
    assert "older data" in shown


def test_what_cannot_be_measured_is_one_sentence(jiezhu: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    """No figures, exit code 1."""

    def fails(*_args: object) -> Measured:
        raise SettingError("stock 在第 3 轮的回答不对")

    monkeypatch.setattr(speed, "measure", fails)

    result = jiezhu.invoke(app, ["bench", "engine", "--json"])

    assert (result.exit_code, result.stdout) == (1, "")
    assert "第 3 轮" in result.stderr


@pytest.mark.parametrize("differences", [(), (Difference("在吗", "intent", "greet", "thanks"),)])
def test_parity_fails_on_any_difference(
    jiezhu: CliRunner, monkeypatch: pytest.MonkeyPatch, differences: tuple[Difference, ...]
) -> None:
    """Its exit code is what a check reads."""
    monkeypatch.setattr(parity, "measure", lambda *_args: Parity(3, 7, "2.12.0", differences))

    result = jiezhu.invoke(app, ["bench", "parity", "--json"])

    found = json.loads(result.stdout)
    assert (found["texts"], found["different"]) == (7, len(differences))
    assert result.exit_code == len(differences)
