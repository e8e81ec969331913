"""``jiezhu bench parity``: our model with TensorFlow and without must answer alike, on everything we have."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from bot.kernel.errors import BadInput, SettingError
from bot.runtime import engine_lines, environments
from bot.runtime.bench.models import Model
from bot.runtime.settings import ROOT, Settings

TOLERANCE = 1e-6
"""Confidences may differ by this much: the two environments have two versions of numpy."""

_ENGINE = "bot.engine.parity"

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """A text that is answered differently, and in what."""

    text: str
    what: str
    light: Any
    full: Any


@dataclass(frozen=True)
class Parity:
    """What came out: how many texts in how many conversations, and what differs."""

    conversations: int
    texts: int
    tensorflow: str
    differences: tuple[Difference, ...]


def dialogue_texts(folder: Path = ROOT / "tests" / "dialogue") -> list[list[str]]:
    """What customers say in our dialogue tests, one list a conversation; order numbers stay placeholders."""
    found = []
    for path in sorted(folder.rglob("*.yml")):
        content = yaml.safe_load(path.read_text("utf-8"))
        steps = content.get("对话", []) if isinstance(content, dict) else []
        found.append([str(step["客户"]) for step in steps if isinstance(step, dict) and "客户" in step])
    return [texts for texts in found if texts]


def row_texts(path: Path) -> list[list[str]]:
    """The texts of a file of JSON lines: each ``text`` a conversation, and of ``turns`` those of the ``user`` one.

    Raises:
        BadInput: the file cannot be read or is not JSON lines.
    """
    found: list[list[str]] = []
    try:
        for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), start=1):
            if line.strip():
                found.append(_texts(json.loads(line), f"{path} 第 {number} 行"))
    except OSError as error:
        raise BadInput(f"{path} 读不出来（{error.strerror or error}）。") from error
    except ValueError as error:
        raise BadInput(f"{path} 不是 JSONL 文件。") from error
    return [texts for texts in found if texts]


def measure(knobs: Settings, model: Model, conversations: Sequence[Sequence[str]]) -> Parity:
    """Ask both environments and compare.

    Raises:
        SettingError: an environment cannot run the model, or is not what it should be.
    """
    knobs = replace(knobs, model_dir=str(model.folder))
    texts = [text for conversation in conversations for text in conversation]
    light, full = (_answers(knobs, conversations, python) for python in (None, environments.STOCK.interpreter))
    if light[0]["tensorflow"] is not None or full[0]["tensorflow"] is None:
        raise SettingError("两个环境里一个应当没有 TensorFlow、一个应当有，现在不是这样，没有什么可比。")
    if not len(light) == len(full) == len(texts) + 1:
        raise SettingError(f"问了 {len(texts)} 句，回答了 {len(light) - 1} 和 {len(full) - 1} 句，没有比完。")
    pairs = zip(texts, light[1:], full[1:], strict=True)
    differences = tuple(one for text, ours, theirs in pairs for one in compare(text, ours, theirs))
    return Parity(len(conversations), len(texts), full[0]["tensorflow"], differences)


def compare(text: str, light: Answer, full: Answer) -> list[Difference]:
    """In what two answers to the same text differ."""
    found = [Difference(text, key, light[key], full[key]) for key in ("intent", "entities") if light[key] != full[key]]
    if abs(light["confidence"] - full["confidence"]) > TOLERANCE:
        found.append(Difference(text, "confidence", light["confidence"], full["confidence"]))
    if not _same_actions(light["actions"], full["actions"]):
        found.append(Difference(text, "actions", light["actions"], full["actions"]))
    return found


def _same_actions(light: Sequence[Sequence[Any]], full: Sequence[Sequence[Any]]) -> bool:
    return [name for name, _ in light] == [name for name, _ in full] and all(
        abs(one - other) <= TOLERANCE for (_, one), (_, other) in zip(light, full, strict=True)
    )


def _answers(knobs: Settings, conversations: Sequence[Sequence[str]], python: Path | None) -> list[dict[str, Any]]:
    given = "".join(json.dumps({"texts": list(texts)}, ensure_ascii=False) + "\n" for texts in conversations)
    said = engine_lines.said(knobs, _ENGINE, given=given, python=python, extra={"TF_CPP_MIN_LOG_LEVEL": "2"})
    answers = list(said)
    if not answers:
        raise SettingError(f"{_ENGINE} 什么也没有回答。")
    return answers


def _texts(row: Any, where: str) -> list[str]:
    if not isinstance(row, dict):
        raise BadInput(f"{where}应当是一个 JSON 对象。")
    if isinstance(row.get("turns"), list):
        return [str(turn["text"]) for turn in row["turns"] if turn.get("speaker") == "user"]
    return [str(row["text"])] if row.get("text") is not None else []
