"""Reads a small file of words that designers write, or says in one sentence why it cannot be read."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.kernel.errors import SettingError


def read(path: Path) -> object:
    """What stands in a file of ``data/``, whatever it is.

    Raises:
        SettingError: the file is missing or is not YAML.
    """
    try:
        content: object = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise SettingError(f"找不到 {path.name}，请从项目里恢复 data/{path.name}。") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else "文件里"
        raise SettingError(f"{path.name} {where}的 YAML 格式不对，请检查冒号和缩进。") from error
    return content
