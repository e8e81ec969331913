"""Asks the engine environment whether the model is fresh, and has it trained; the engine itself does both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.runtime import engine_lines
from bot.runtime.settings import Settings

_TRAINER = "bot.engine.train"


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
    for line in engine_lines.said(knobs, _TRAINER, ["--check"]):
        said = line
    return ModelState(bool(said.get("fresh")), str(said.get("why", "")))


def train(knobs: Settings, on_step: Callable[[Step], None], *, force: bool = False) -> str:
    """Train, telling every step; the model's file name.

    Raises:
        SettingError: the training failed; the message is the designer's sentence with file and line.
    """
    model = ""
    for said in engine_lines.said(knobs, _TRAINER, ["--force"] if force else []):
        if "step" in said:
            on_step(Step(int(said["step"]), int(said["of"]), str(said["name"])))
        model = str(said.get("model", model))
    return model
