"""Preparing the environments, with a uv that only writes down what it is asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.runtime import environments, toolchain
from bot.runtime.environments import Environment
from bot.runtime.toolchain import SetUpFailed

ROOT = Path(__file__).parents[3]

FAKE_UV = """#!{python}
import pathlib, sys
with open({diary!r}, "a") as diary:
    diary.write(" ".join(sys.argv[1:]) + "\\n")
if sys.argv[1:3] == ["python", "find"]:
    sys.exit({no_python})
if sys.argv[1] == "venv":
    folder = pathlib.Path(sys.argv[-1], "bin")
    folder.mkdir(parents=True)
    (folder / "python").symlink_to({python!r})
if sys.argv[1] == "pip" and {complaint!r}:
    sys.stderr.write({complaint!r})
    sys.exit(2)
"""


class FakeMachine:
    """A folder for the environments and a uv on PATH."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.diary = folder / "diary"
        self.uv = folder / "tools" / "uv"
        self.uv.parent.mkdir()
        self.write_uv()
        self.app = Environment("app", folder / ".venv", ">=3.11", ("app.txt",), ("app.txt", "dev.txt"))
        monkeypatch.setenv("PATH", f"{self.uv.parent}{os.pathsep}{os.environ['PATH']}")
        for module in (environments, toolchain):
            monkeypatch.setattr(module, "ROOT", folder)
        monkeypatch.setattr(environments, "ENVIRONMENTS", (self.app,))
        monkeypatch.setattr(environments, "_finish", lambda environment: None)
        monkeypatch.setattr(environments, "NEEDED_FREE_BYTES", 1)
        (folder / "requirements").mkdir()
        for name in ("app.txt", "dev.txt"):
            (folder / "requirements" / name).write_text("a==1\n", encoding="utf-8")

    def write_uv(self, *, complaint: str = "", no_python: int = 0) -> None:
        """Put a uv there that fails as told."""
        text = FAKE_UV.format(python=sys.executable, diary=str(self.diary), complaint=complaint, no_python=no_python)
        self.uv.write_text(text, encoding="utf-8")
        self.uv.chmod(0o755)

    def asked(self) -> list[str]:
        """What uv was asked since the last time."""
        lines = self.diary.read_text("utf-8").splitlines() if self.diary.exists() else []
        self.diary.unlink(missing_ok=True)
        return [" ".join(line.split()[:2]) for line in lines]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeMachine:
    """A machine with uv and nothing prepared."""
    return FakeMachine(tmp_path, monkeypatch)


def test_only_what_is_missing_is_done(machine: FakeMachine) -> None:
    """The second `make run` starts at once."""
    environments.prepare(dev=False)
    first = machine.asked()

    environments.prepare(dev=False)

    assert first == ["python find", "venv --quiet", "pip install"]
    assert machine.asked() == []


def test_changed_requirements_are_installed_into_the_environment_that_is_there(machine: FakeMachine) -> None:
    """A pull with new pins needs no rebuilding."""
    environments.prepare(dev=False)
    machine.asked()
    (machine.folder / "requirements" / "app.txt").write_text("a==2\n", encoding="utf-8")

    environments.prepare(dev=False)

    assert machine.asked() == ["pip install"]


def test_test_tools_stay_when_the_product_is_run_afterwards(machine: FakeMachine) -> None:
    """`make run` and `make test` in turns do not install and remove things each time."""
    environments.prepare(dev=True)
    machine.asked()

    environments.prepare(dev=False)
    environments.prepare(dev=True)

    assert machine.asked() == []


def test_an_installation_that_broke_off_is_done_again(machine: FakeMachine) -> None:
    """A failed download never counts as prepared."""
    machine.write_uv(complaint="error: something new")
    with pytest.raises(SetUpFailed, match="something new"):
        environments.prepare(dev=False)
    machine.write_uv()
    machine.asked()

    environments.prepare(dev=False)

    assert machine.asked() == ["pip install"]
    assert set(json.loads(machine.app.stamp.read_text("utf-8"))) == {"app.txt"}


@pytest.mark.parametrize(
    ("complaint", "sentence"),
    [
        ("error: Failed to fetch: `x`\n Caused by: dns error", "连不上软件包仓库"),
        ("error: write failed: No space left on device (os error 28)", "磁盘空间不够"),
    ],
)
def test_known_troubles_get_their_own_sentence(machine: FakeMachine, complaint: str, sentence: str) -> None:
    """People learn what to do, not what a library thought."""
    machine.write_uv(complaint=complaint)

    with pytest.raises(SetUpFailed, match=sentence):
        environments.prepare(dev=False)


def test_no_python_to_be_had_is_one_clear_sentence(machine: FakeMachine) -> None:
    """It names the version and the ways to get it."""
    machine.write_uv(no_python=2)

    with pytest.raises(SetUpFailed, match=r"3\.11.*pyenv"):
        environments.prepare(dev=False)


def test_too_little_disk_is_told_before_anything_is_downloaded(
    machine: FakeMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for a download that cannot be unpacked."""
    monkeypatch.setattr(environments, "NEEDED_FREE_BYTES", 10**18)

    with pytest.raises(SetUpFailed, match="磁盘空间不够"):
        environments.prepare(dev=False)

    assert machine.asked() == []


@pytest.mark.parametrize("module", ["environments", "toolchain", "leash"])
def test_set_up_needs_nothing_but_the_standard_library(module: str) -> None:
    """It runs on a machine where nothing of ours is installed yet."""
    script = f"import bot.runtime.{module}, sys; sys.stdout.write(' '.join(sys.modules))"
    # -S: without site-packages, as on a fresh machine.
    loaded = subprocess.run([sys.executable, "-S", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert {name.partition(".")[0] for name in loaded.stdout.split()}.isdisjoint({"yaml", "rich", "redis", "typer"})
