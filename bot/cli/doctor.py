"""``jiezhu doctor``: what runs, with versions, addresses and settings."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from bot.cli import console
from bot.cli.settings_table import shown
from bot.runtime.settings import Settings

if TYPE_CHECKING:
    from bot.runtime.examination import Report


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table. 输出 JSON。")] = False,
) -> None:
    """Examine the installation; exit 0 only when all is healthy. 体检：各部分是否正常。"""
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
    for found in report.findings:
        facts = [found.version, found.address, f"pid {found.pid}" if found.pid else ""]
        facts.append(f"{found.memory_mb} MB" if found.memory_mb else "")
        where = f"  ({', '.join(fact for fact in facts if fact)})" if any(facts) else ""
        mark, style = ("✓", "green") if found.ok else ("✗", "red")
        console.out.print(
            Text(mark, style=style), f"{found.name:<9} {found.detail}{where}", soft_wrap=True, markup=False
        )
    console.out.print(
        "versions: " + ", ".join(f"{name} {version}" for name, version in report.versions.items()), soft_wrap=True
    )
    defaults = Settings()
    changed = [
        f"{knob.metadata['env']}={shown(knob.name, getattr(knobs, knob.name))}"
        for knob in fields(Settings)
        if getattr(knobs, knob.name) != getattr(defaults, knob.name)
    ]
    console.out.print("settings: " + (", ".join(changed) or "all as shipped") + "  (jiezhu settings)", soft_wrap=True)
    console.out.print("一切正常。 / All is well." if report.ok else "有问题，见上面 ✗ 的行。 / See the lines marked ✗.")


def _settings(knobs: Settings) -> dict[str, str]:
    return {knob.metadata["env"]: shown(knob.name, getattr(knobs, knob.name)) for knob in fields(Settings)}
