"""The matters a customer can be asked to choose between, with the words on their buttons (``data/choices.yml``)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.kernel.errors import SettingError
from bot.runtime import words_file
from bot.runtime.settings import ROOT

CHOICES = ROOT / "data" / "choices.yml"
LONGEST = 10
"""Characters on a button: three of them fit side by side on a phone."""


def load(path: Path = CHOICES) -> Mapping[str, str]:
    """Intent to button, in the file's order.

    Raises:
        SettingError: the file is missing, is not YAML, or a line is not ``intent: words`` of at most ``LONGEST``.
    """
    content = words_file.read(path)
    if not isinstance(content, dict) or not content:
        raise SettingError(f"{path.name} 里应当是“意图: 名称”，一行一个。")
    for intent, words in content.items():
        if not isinstance(words, str) or not 0 < len(words) <= LONGEST:
            raise SettingError(f"{path.name} 里 {intent} 的名称应当是1到{LONGEST}个字，现在是：{words}。")
    return content
