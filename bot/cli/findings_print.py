"""How ``jiezhu lint`` and ``jiezhu check`` show what they found."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import typer
from rich.text import Text

from bot.cli import console
from bot.runtime.designers.findings import RULES, Finding, errors

_MARKS = {"error": ("✗", "red"), "warning": ("!", "yellow")}


def show(found: Sequence[Finding]) -> None:
    """Each finding in two lines: where and what, then the better wording."""
    for finding in found:
        mark, style = _MARKS[finding.level]
        place = Text(f"{finding.file} 第 {finding.line} 行", style="bold")
        console.out.print(Text(mark, style=style), place, finding.what, markup=False, soft_wrap=True)
        better = f"    → {finding.better}" if finding.better else "    "
        console.out.print(f"{better}  [{finding.rule}]", style="dim", markup=False, soft_wrap=True)


def summary(found: Sequence[Finding], looked_at: str, seconds: float) -> None:
    """One or two lines at the end."""
    wrong = errors(found)
    told = len(found) - len(wrong)
    if found:
        kinds = Counter(finding.rule for finding in found)
        console.out.print(
            "  ".join(f"{RULES[rule][1]} {count}" for rule, count in kinds.most_common()), style="dim", soft_wrap=True
        )
    verdict = f"✗ {len(wrong)} 处要改" if wrong else "✓ 没有错误"
    hints = f"，{told} 处提醒" if told else ""
    style = "red" if wrong else "green"
    console.out.print(f"{verdict}{hints}。{looked_at}，用时 {seconds:.1f} 秒。", style=style, soft_wrap=True)


def as_json(found: Sequence[Finding], seconds: float, **more: Any) -> None:
    """One object on standard output."""
    wrong = len(errors(found))
    said = {
        "ok": wrong == 0,
        "errors": wrong,
        "warnings": len(found) - wrong,
        "seconds": round(seconds, 2),
        "findings": [finding.as_dict() for finding in found],
        **more,
    }
    typer.echo(json.dumps(said, ensure_ascii=False, indent=2))
