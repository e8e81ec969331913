"""Asks the engine environment whether the model is fresh, and has it trained; the engine itself does both."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.kernel.errors import SettingError
from bot.runtime import programs, settings
from bot.runtime.processes import leashed
from bot.runtime.settings import ROOT, Settings


@dataclass(frozen=True)
class ModelState:
    """Whether the model fits its sources, and in a few words why (not)."""

    fresh: bool
    why: str


@dataclass(frozen=True)
class Step:
    """One step of a training that has just begun: number ``step`` of ``of``."""

    step: int
    of: int
    name: str


def look(knobs: Settings) -> ModelState:
    """Whether the model in use was trained from the sources as they are now.

    Raises:
        SettingError: the engine environment is missing or cannot tell.
    """
    said: dict[str, Any] = {}
    for line in _engine_train(knobs, ["--check"]):
        said = line
    return ModelState(bool(said.get("fresh")), str(said.get("why", "")))


def train(knobs: Settings, on_step: Callable[[Step], None], *, force: bool = False) -> str:
    """Train, telling every step; the model's file name.

    Raises:
        SettingError: the training failed; the message is the designer's sentence with file and line.
    """
    model = ""
    for said in _engine_train(knobs, ["--force"] if force else []):
        if "step" in said:
            on_step(Step(int(said["step"]), int(said["of"]), str(said["name"])))
        model = str(said.get("model", model))
    return model


def _engine_train(knobs: Settings, options: list[str]) -> Iterator[dict[str, Any]]:
    """Run the engine's trainer and give what it says, line by line."""
    command = leashed([str(programs.engine_python()), "-m", "bot.engine.train", *options])
    env = {**os.environ, **settings.as_environment(knobs), "RASA_TELEMETRY_ENABLED": "false", "PYTHONUTF8": "1"}
    with (
        # A file, not a pipe: nobody reads it before the end, and a full pipe would stop the training.
        tempfile.TemporaryFile("w+", encoding="utf-8") as complaints,
        subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=complaints, text=True) as process,
    ):
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if line.startswith("{"):
                    yield json.loads(line)
        except BaseException:
            process.kill()
            raise
        if process.wait() != 0:
            complaints.seek(0)
            last = [line.strip() for line in complaints.read().splitlines() if line.strip()][-1:]
            raise SettingError(last[0] if last else f"训练没有完成（退出码 {process.returncode}）。")
