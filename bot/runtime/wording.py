"""The small words of matters that take several steps (``data/wording.yml``): titles of buttons, parts of a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.kernel.errors import SettingError
from bot.runtime import words_file
from bot.runtime.settings import ROOT

WORDING = ROOT / "data" / "wording.yml"


def load(path: Path = WORDING) -> Mapping[str, str]:
    """Name to words, groups joined by a dot: ``button.confirm``.

    Raises:
        SettingError: the file is missing, is not YAML, or a group holds something other than names and words.
    """
    content = words_file.read(path)
    if not isinstance(content, dict):
        raise SettingError(f"{path.name} 里应当是几组“名字: 文字”。")
    return {f"{group}.{name}": words for group, entries in content.items() for name, words in _of(path, group, entries)}


def _of(path: Path, group: str, entries: object) -> list[tuple[str, str]]:
    if not isinstance(entries, dict) or not all(isinstance(words, str) and words for words in entries.values()):
        raise SettingError(f"{path.name} 的 {group} 下面应当是“名字: 文字”，一行一个。")
    return [(str(name), str(words)) for name, words in entries.items()]
