"""``jiezhu doctor``: what runs, with versions, addresses and settings."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli import console
from bot.cli.settings_table import shown
from bot.runtime.settings import Settings

if TYPE_CHECKING:
    from bot.runtime.examination import Report


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table. 输出 JSON。")] = False,
) -> None:
    """Examine the installation; exit 0 only when all is healthy. 体检:各部分是否正常。"""
    # Here and not above: SQLAlchemy takes a second to import, which every other command would pay for.
    from bot.runtime import examination

    with console.one_sentence():
        knobs, keys = console.load()
        report = examination.examine(knobs, keys)
    if as_json:
        typer.echo(json.dumps(report.as_dict() | {"settings": _settings(knobs)}, ensure_ascii=False, indent=2))
    else:
        _print(knobs, report)
    if not report.ok:
        raise typer.Exit(1)


def _print(knobs: Settings, report: Report) -> None:
    table = Table("", "part", "state", "address", "version", "pid", "memory")
    for found in report.findings:
        mark = "[green]✓[/]" if found.ok else "[red]✗[/]"
        memory = f"{found.memory_mb} MB" if found.memory_mb else ""
        table.add_row(mark, found.name, found.detail, found.address, found.version, str(found.pid or ""), memory)
    console.out.print(table)
    console.out.print("versions: " + ", ".join(f"{name} {version}" for name, version in report.versions.items()))
    defaults = Settings()
    changed = [
        f"{knob.metadata['env']}={shown(knob.name, getattr(knobs, knob.name))}"
        for knob in fields(Settings)
        if getattr(knobs, knob.name) != getattr(defaults, knob.name)
    ]
    console.out.print("settings: " + (", ".join(changed) or "all as shipped") + "  (jiezhu settings)", markup=False)
    console.out.print("一切正常。 / All is well." if report.ok else "有问题,见上面 ✗ 的行。 / See the lines marked ✗.")


def _settings(knobs: Settings) -> dict[str, str]:
    return {knob.metadata["env"]: shown(knob.name, getattr(knobs, knob.name)) for knob in fields(Settings)}
