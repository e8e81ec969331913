"""What the engine makes of rows, asked for in one go."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.kernel.errors import SettingError
from bot.kernel.reading import Reading
from bot.runtime import engine_lines
from bot.runtime.evaluation.labels import label_of
from bot.runtime.evaluation.rows import Row
from bot.runtime.settings import Settings

_ENGINE = "bot.engine.evaluate"

OnProgress = Callable[[int, int], None]
"""Takes how much is done and how much there is."""


@dataclass(frozen=True)
class Judged:
    """A row and what was predicted for it.

    Attributes:
        label: the label of the predicted intent; ``other`` for a fallback.
        guess: the label of the likeliest intent, also behind a fallback, and its ``confidence``; ``None`` when the
            message gave nothing to guess from.
        reading: ``None`` in cross-validation, which is about intents only; so is ``ms``, the time of understanding.
    """

    row: Row
    label: str
    is_fallback: bool
    guess: str | None
    confidence: float
    reading: Reading | None = None
    ms: float | None = None


def predict(knobs: Settings, rows: Sequence[Row], labels: Mapping[str, str], tell: OnProgress) -> list[Judged]:
    """What the model in use makes of the rows.

    Raises:
        SettingError: there is no model, or the engine environment is missing.
    """
    given = "".join(json.dumps({"text": row.text}) + "\n" for row in rows)
    judged: list[Judged] = []
    for said in engine_lines.said(knobs, _ENGINE, given=given):
        judged.append(judge(rows[len(judged)], said, labels))
        tell(len(judged), len(rows))
    if len(judged) != len(rows):
        raise SettingError(f"引擎只回答了 {len(judged)} 条，应有 {len(rows)} 条。")
    return judged


def cross_validate(knobs: Settings, labels: Mapping[str, str], tell: OnProgress) -> list[Judged]:
    """What models trained on four fifths of our own examples make of the other fifth.

    Raises:
        SettingError: a designer's file is not fit to train from, or the engine environment is missing.
    """
    judged: list[Judged] = []
    for said in engine_lines.said(knobs, _ENGINE, ["--cross"]):
        if "step" in said:
            tell(int(said["step"]) - 1, int(said["of"]))
        else:
            gold = label_of(said["gold"], is_fallback=False, labels=labels)
            judged.append(judge(Row(said["text"], gold), said, labels))
    return judged


def judge(row: Row, said: Mapping[str, Any], labels: Mapping[str, str]) -> Judged:
    """A row with what an engine said of it: ``intent, ranking, is_fallback`` and, if it measured them, ``reading, ms``.

    Raises:
        SettingError: the intent has no label.
    """
    guesses = [(str(name), float(confidence)) for name, confidence in said["ranking"] if name in labels]
    guess, confidence = guesses[0] if guesses else (None, 0.0)
    reading = said.get("reading")
    return Judged(
        row=row,
        label=label_of(said["intent"], is_fallback=said["is_fallback"], labels=labels),
        is_fallback=bool(said["is_fallback"]),
        guess=labels[guess] if guess else None,
        confidence=confidence,
        reading=_reading(reading) if reading else None,
        ms=said.get("ms"),
    )


def _reading(said: Mapping[str, Any]) -> Reading:
    """The verdicts; the evidence is not counted and stays behind."""
    return Reading(
        emotion=said["emotion"],
        score=said["score"],
        risk=said["risk"],
        kinds=tuple(said["kinds"]),
        wants_human=said["wants_human"],
        demands=tuple(said["demands"]),
        signals=tuple(said["signals"]),
    )
