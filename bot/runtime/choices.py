"""The matters a customer can be asked to choose between, with the words on their buttons (``data/choices.yml``)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.kernel.errors import SettingError
from bot.runtime.settings import ROOT

CHOICES = ROOT / "data" / "choices.yml"
LONGEST = 10
"""Characters on a button: three of them fit side by side on a phone."""


def load(path: Path = CHOICES) -> Mapping[str, str]:
    """Intent to button, in the file's order.

    Raises:
        SettingError: the file is missing, is not YAML, or a line is not ``intent: words`` of at most ``LONGEST``.
    """
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise SettingError(f"找不到 {path.name}，请从项目里恢复 data/{path.name}。") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else "文件里"
        raise SettingError(f"{path.name} {where}的 YAML 格式不对，请检查冒号和缩进。") from error
    if not isinstance(content, dict) or not content:
        raise SettingError(f"{path.name} 里应当是“意图: 名称”，一行一个。")
    for intent, words in content.items():
        if not isinstance(words, str) or not 0 < len(words) <= LONGEST:
            raise SettingError(f"{path.name} 里 {intent} 的名称应当是1到{LONGEST}个字，现在是：{words}。")
    return content
