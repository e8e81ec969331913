"""``jiezhu drill``: does harm to an installation of its own while people talk; counts the cost (docs/drills.md)."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot.cli import console
from bot.kernel.errors import BadInput
from bot.runtime import settings

_COUNTED = ("lost", "doubled", "double_claims", "bot_over_human", "orphaned")
_SHOWN = 10


def drill(
    name: Annotated[str | None, typer.Argument(help="One drill; all if left out. 只做一项；不写就全做。")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Figures as JSON. 只输出 JSON。")] = False,
    customers: Annotated[int, typer.Option(min=1, help="Customers talking. 顾客人数。")] = 50,
    agents: Annotated[int, typer.Option(min=1, help="Agents at their desks. 坐席人数。")] = 10,
    seconds: Annotated[float, typer.Option(min=1, help="Talk before the harm, and after it. 前后各聊几秒。")] = 10.0,
    claims: Annotated[int, typer.Option(min=1, help="Races of the drill `claims`. 抢接次数。")] = 1000,
) -> None:
    """Kill, pause, cut and resend while people talk. 演练：边聊边出故障，数丢了什么。

    Exit code 1 when anything was lost, doubled, claimed twice, said over a person, or left without an owner.
    """
    with console.one_sentence():
        # Here and not above: what it needs takes a second to import, which every other command would pay for.
        from bot.runtime.drill.run import DRILLS, Report
        from bot.runtime.drill.run import drill as run_drill
        from bot.runtime.drill.scene import Size

        if name is not None and name not in DRILLS:
            raise BadInput(f"没有叫 {name} 的演练，可以选：{'、'.join(DRILLS)}。")
        size, logs = Size(customers, agents, seconds, claims), settings.load().var / "drill"
        reports: list[Report] = []
        for wanted in [name] if name else DRILLS:
            reports.append(asyncio.run(run_drill(wanted, size, logs, _say)))
            if not as_json:
                _show(reports[-1].as_dict())
        if as_json:
            found = [report.as_dict() for report in reports]
            typer.echo(json.dumps(found[0] if name else found, ensure_ascii=False, indent=2))
        if not all(report.passed for report in reports):
            _say(f"日志 / logs: {_relative(logs)}")
            raise typer.Exit(1)


def _show(found: dict[str, object]) -> None:
    table = Table(title=str(found["name"]), title_justify="left", show_header=False, box=None)
    for key in ("acknowledged", *_COUNTED, "recover_s"):
        wrong = key in _COUNTED and found[key]
        table.add_row(key, f"[red]{found[key]}[/red]" if wrong else str(found[key]))
    console.out.print(table)
    complaints = found["complaints"]
    assert isinstance(complaints, dict)
    for kind, sentences in complaints.items():
        for sentence in sentences[:_SHOWN]:
            console.out.print(f"  {kind}: {sentence}", markup=False, soft_wrap=True)


def _say(line: str) -> None:
    console.err.print(line, markup=False, soft_wrap=True)


def _relative(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
