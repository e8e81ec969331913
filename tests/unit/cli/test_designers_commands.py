"""``jiezhu lint``, ``check``, ``stories`` and ``try`` as designers run them."""

from __future__ import annotations

import asyncio
import json
import socket
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support.tiny_project import PROVIDED, TinyProject
from typer.testing import CliRunner

from bot.cli import chat
from bot.cli.main import app
from bot.kernel.errors import SettingError
from bot.runtime import programs, training
from bot.runtime.designers import full_check, project, trial
from bot.runtime.designers.trial import Login, Trial, free_ports, model_for_trial
from bot.runtime.processes import Program
from bot.runtime.secrets import load as load_secrets
from bot.runtime.settings import Settings
from bot.runtime.training import ModelState, Step


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyProject:
    """The commands on a small project instead of our own."""
    files = TinyProject(tmp_path / "project")
    load = project.load
    monkeypatch.setattr(project, "load", lambda provided: load(files.root, {**PROVIDED} if provided else None))
    return files


def jiezhu(*arguments: str, env: dict[str, str] | None = None) -> Any:
    """Run the command."""
    return CliRunner(env={"COLUMNS": "200", **(env or {})}).invoke(app, list(arguments))


@pytest.mark.parametrize("command", ["lint", "check"])
def test_nothing_wrong_is_exit_0_and_one_line(tiny: TinyProject, command: str) -> None:
    """With how much was looked at."""
    result = jiezhu(command)

    assert result.exit_code == 0
    assert result.output.startswith("✓ 没有错误。看过 ")


@pytest.mark.parametrize("command", ["lint", "check"])
def test_an_error_is_exit_1_with_file_line_rule_and_better_wording(tiny: TinyProject, command: str) -> None:
    """Everything needed to mend it."""
    tiny.change("domain/parcel.yml", "不客气，能帮上您我也高兴。", "您别着急。")

    result = jiezhu(command)

    assert result.exit_code == 1
    place = f"domain/parcel.yml 第 {tiny.line('domain/parcel.yml', '别着急')} 行"
    assert all(part in result.output for part in (place, "“别着急”", "→ 我理解您着急。", "[forbidden-phrase]"))
    assert "✗ 1 处要改" in result.output


def test_a_warning_alone_does_not_fail(tiny: TinyProject) -> None:
    """It is told all the same."""
    tiny.change("domain/parcel.yml", "不客气，", "不客气,")

    result = jiezhu("lint")

    assert result.exit_code == 0
    assert "[half-width]" in result.output
    assert "1 处提醒" in result.output


def test_json_says_the_same_for_programs(tiny: TinyProject) -> None:
    """One object, whatever was found."""
    tiny.change("domain/parcel.yml", "不客气，能帮上您我也高兴。", "您别着急,好吗？")

    said = json.loads(jiezhu("check", "--json").output)

    assert (said["ok"], said["errors"], said["warnings"]) == (False, 1, 1)
    line = tiny.line("domain/parcel.yml", "别着急")
    assert {(f["rule"], f["level"], f["file"], f["line"]) for f in said["findings"]} == {
        ("forbidden-phrase", "error", "domain/parcel.yml", line),
        ("half-width", "warning", "domain/parcel.yml", line),
    }


def test_a_broken_file_is_told_with_what_was_left_out(tiny: TinyProject) -> None:
    """Nobody thinks the rest is well."""
    tiny.change("domain/parcel.yml", "intents:", "intents: :")

    result = jiezhu("check")

    assert result.exit_code == 1
    assert "[yaml]" in result.output
    assert "文件之间的关系这次没有查" in result.output


@pytest.mark.parametrize("ok", [True, False])
def test_full_asks_rasa_as_well(tiny: TinyProject, monkeypatch: pytest.MonkeyPatch, ok: bool) -> None:
    """Its complaints are shown, and its refusal fails the check."""
    verdict = full_check.Verdict(ok, ("规则“a”和“b”互相矛盾",))
    monkeypatch.setattr(full_check, "validate", lambda: verdict)

    result = jiezhu("check", "--full")

    assert result.exit_code == (0 if ok else 1)
    assert verdict.lines[0] in result.output


@pytest.mark.parametrize("arguments, root", [(["parcel", "--out", "x.svg"], "svg"), (["--out", "x.html"], "html")])
def test_a_picture_is_drawn_into_the_file_asked_for(
    tiny: TinyProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], root: str
) -> None:
    """One skill as SVG, or all of them as a page."""
    monkeypatch.chdir(tmp_path)

    result = jiezhu("stories", *arguments)

    assert result.exit_code == 0
    text = (tmp_path / arguments[-1]).read_text("utf-8")
    assert f"<{root}" in text
    assert "客户：查包裹" in text
    if root == "svg":
        ElementTree.fromstring(text)


def test_without_a_file_the_picture_goes_to_the_data_folder(tiny: TinyProject, tmp_path: Path) -> None:
    """And the command says where."""
    result = jiezhu("stories", "parcel", env={"JIEZHU_VAR_DIR": str(tmp_path / "var")})

    assert result.exit_code == 0
    assert str(tmp_path / "var" / "stories" / "parcel.html") in result.output
    assert (tmp_path / "var" / "stories" / "parcel.html").is_file()


@pytest.mark.parametrize("arguments", [["parcel", "--out", "x.png"], ["--out", "x.svg"], ["nothing"]])
def test_a_picture_that_cannot_be_drawn_is_one_sentence(
    tiny: TinyProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """Without a file left behind."""
    monkeypatch.chdir(tmp_path)

    result = jiezhu("stories", *arguments, env={"JIEZHU_VAR_DIR": str(tmp_path / "var")})

    assert result.exit_code == 1
    assert result.output.startswith("✗ ")
    assert list(tmp_path.glob("x.*")) == []


class FakeTrainer:
    """Knows which model folders fit, and trains by saying so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *fresh: str) -> None:
        self.fresh, self.trained = set(fresh), list[str]()
        monkeypatch.setattr(
            training, "look", lambda knobs: ModelState(knobs.model_dir in self.fresh, "修改 domain.yml")
        )
        monkeypatch.setattr(training, "train", self._train)

    def _train(self, knobs: Settings, on_step: Any) -> str:
        on_step(Step(1, 1, "rules"))
        self.trained.append(knobs.model_dir)
        self.fresh.add(knobs.model_dir)
        return "model"


def chosen(tmp_path: Path) -> tuple[Path, list[str]]:
    """The model folder of a trial, and what the designer was told."""
    told: list[str] = []
    knobs = Settings(var_dir=str(tmp_path), model_dir=str(tmp_path / "models"))
    folder = model_for_trial(knobs, lambda state: told.append(state.why), lambda step: told.append(step.name))
    return folder, told


def test_a_trial_uses_the_model_in_use_while_it_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is trained, nothing is told."""
    trainer = FakeTrainer(monkeypatch, str(tmp_path / "models"))

    assert chosen(tmp_path) == (tmp_path / "models", [])
    assert trainer.trained == []


def test_a_trial_of_changed_files_trains_aside_and_only_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model in use is not touched; the next trial of the same files begins at once."""
    trainer = FakeTrainer(monkeypatch)

    assert chosen(tmp_path) == (tmp_path / trial.MODELS, ["修改 domain.yml", "rules"])
    assert chosen(tmp_path) == (tmp_path / trial.MODELS, [])
    assert trainer.trained == [str(tmp_path / trial.MODELS)]


def test_free_ports_are_free_and_different() -> None:
    """Five parts start on them."""
    ports = free_ports(5)

    assert len(set(ports)) == 5
    for port in ports:
        socket.create_server(("127.0.0.1", port)).close()


def test_a_trial_that_does_not_start_says_why_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last words of the part that failed, and no folder behind."""
    made: list[Settings] = []

    def stages(knobs: Settings, keys: object) -> list[list[Program]]:
        made.append(knobs)
        command = ("/bin/sh", "-c", "echo no such shop; exit 3")
        return [[Program("actions", command, {"PATH": "/bin"}, tmp_path, health=lambda: "not answering")]]

    monkeypatch.setattr(programs, "stages", stages)
    real = {"redis_url": "redis://real.example/0", "database_url": "postgresql://real.example/x"}
    knobs = Settings(**real, shop_url="https://real.example", shop_token="real", var_dir="real")

    with (
        pytest.raises(SettingError, match=r"actions 启动时退出了[\s\S]*no such shop"),
        trial.running(knobs, tmp_path, lambda _line: None),
    ):
        pytest.fail("it must not start")

    assert [value for value in vars(made[0]).values() if "real" in str(value)] == []
    assert not Path(made[0].var_dir).exists()


def test_try_plays_a_script_on_the_trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines go to the trial's own hub, and standard output has only what was said."""
    seen: list[tuple[int, str, list[str]]] = []
    there = Trial(Settings(public_port=45678), load_secrets(tmp_path, {}), Login("xiaolin", "secret"))

    @contextmanager
    def running(knobs: Settings, models: Path, say: Any) -> Iterator[Trial]:
        say("hub ready")
        yield there

    async def play(knobs: Settings, keys: object, customer: str, lines: Iterator[str]) -> None:
        await asyncio.sleep(0)
        seen.append((knobs.public_port, customer, list(lines)))

    monkeypatch.setattr(trial, "running", running)
    monkeypatch.setattr(trial, "model_for_trial", lambda knobs, tell, on_step: tmp_path)
    monkeypatch.setattr(chat, "play", play)
    (tmp_path / "script.txt").write_text("# 注释\n你好\n\n查物流\n", encoding="utf-8")

    result = jiezhu("try", "--customer", "u1002", "--script", str(tmp_path / "script.txt"))

    assert result.exit_code == 0
    assert seen == [(45678, "u1002", ["你好", "查物流"])]
    assert result.stdout == ""
    assert "hub ready" in result.stderr
