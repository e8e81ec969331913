"""The labels that are evaluated, and which of them each intent of the dialogues counts as (``data/labels.yml``)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.kernel.errors import SettingError
from bot.runtime.settings import ROOT

LABELS_FILE = ROOT / "data" / "labels.yml"
OTHER = "other"
OUT_OF_SCOPE = "out_of_scope"
"""Not an intent's label but a verdict a row may accept: the assistant did not take the message for customer service."""


def load(path: Path = LABELS_FILE) -> dict[str, str]:
    """Label by intent.

    Raises:
        SettingError: the file is missing or is not a list of ``intent: label``.
    """
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise SettingError(f"找不到 data/{path.name}，请从项目里恢复它。") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else ""
        raise SettingError(f"data/{path.name} {where}的 YAML 格式不对。") from error
    if not isinstance(content, dict) or not all(isinstance(label, str) for label in content.values()):
        raise SettingError(f"data/{path.name} 的每一行都应当写成“意图: 标签”。")
    return {str(intent): label for intent, label in content.items()}


def label_of(intent: str | None, *, is_fallback: bool, labels: Mapping[str, str]) -> str:
    """The label of what was predicted; a fallback is ``other``.

    Raises:
        SettingError: the model knows an intent that the file does not.
    """
    if is_fallback:
        return OTHER
    if intent is None or intent not in labels:
        raise SettingError(f"意图 {intent} 没有写进 data/labels.yml，不知道它算哪个标签。")
    return labels[intent]
