"""Loads the system's lines from ``data/replies/system.yml`` and says what is wrong with them in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.handoff.lines import Lines, Result
from bot.kernel.errors import SettingError
from bot.runtime.settings import ROOT

SYSTEM = ROOT / "data" / "replies" / "system.yml"

_VALIDITY = {"valid_from", "valid_until", "owner"}
"""What may stand beside a line's ``text`` for `jiezhu lint`: who answers for it and how long it holds."""


def load(path: Path = SYSTEM) -> Lines:
    """The lines of the system.

    Raises:
        SettingError: the file is missing, is not YAML, or a line is missing or uses a variable it does not get.
    """
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise SettingError(f"找不到话术文件 {path.name}，请从项目里恢复 data/replies/{path.name}。") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else "文件里"
        raise SettingError(f"话术文件 {path.name} {where}的 YAML 格式不对，请检查缩进和引号。") from error
    try:
        texts = _flatten(content["customer"]) | _flatten({"reason": content["desk"]["reason"]})
        suggestions = _flatten({name: content["desk"][name] for name in ("first_line", "policy")})
        results = [Result(**_without_validity(entry)) for entry in content["results"]]
    except (KeyError, TypeError) as error:
        raise SettingError(f"话术文件 {path.name} 缺少内容：{error}。") from error
    return Lines(texts, results, suggestions)


def _flatten(tree: dict[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in tree.items():
        if isinstance(value, dict) and "text" in value and not _without_validity(value).keys() - {"text"}:
            flat[f"{prefix}{name}"] = str(value["text"]).strip()
        elif isinstance(value, dict):
            flat |= _flatten(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = str(value).strip()
    return flat


def _without_validity(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in _VALIDITY}
