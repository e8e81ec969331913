"""The shop's rules as files, to be spoilt: what is wrong with them, and ways to make it so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.runtime.policies import load
from bot.runtime.policies.problem import Problem

TODAY = date(2026, 11, 22)

PRICES = """\
owner: 价格组
valid_from: 2020-01-01
valid_until: 长期
price_protection:
- days: 7
  times: 1
  least_fen: 100
  ceiling_fen: 50000
  not_for: []
  excluded: 限时秒杀
"""


def problems(folder: Path) -> list[Problem]:
    return load.read(TODAY, folder)[1]


def spoil(folder: Path, file: str, change: Callable[[Any], None]) -> None:
    """Change what a file holds, comments lost."""
    path = folder / f"{file}.yml"
    content = yaml.safe_load(path.read_text("utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


def entry(content: Any, section: str, code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in content[section] if one["code"] == code)
    return found
