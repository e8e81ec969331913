"""The small words of matters that take several steps (``data/wording.yml``): titles of buttons, parts of a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.kernel.errors import SettingError
from bot.runtime.settings import ROOT

WORDING = ROOT / "data" / "wording.yml"


def load(path: Path = WORDING) -> Mapping[str, str]:
    """Name to words, groups joined by a dot: ``button.confirm``.

    Raises:
        SettingError: the file is missing, is not YAML, or a group holds something other than names and words.
    """
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise SettingError(f"找不到 {path.name}，请从项目里恢复 data/{path.name}。") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else "文件里"
        raise SettingError(f"{path.name} {where}的 YAML 格式不对，请检查冒号和缩进。") from error
    if not isinstance(content, dict):
        raise SettingError(f"{path.name} 里应当是几组“名字: 文字”。")
    return {f"{group}.{name}": words for group, entries in content.items() for name, words in _of(path, group, entries)}


def _of(path: Path, group: str, entries: object) -> list[tuple[str, str]]:
    if not isinstance(entries, dict) or not all(isinstance(words, str) and words for words in entries.values()):
        raise SettingError(f"{path.name} 的 {group} 下面应当是“名字: 文字”，一行一个。")
    return [(str(name), str(words)) for name, words in entries.items()]
