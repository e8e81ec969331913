"""``jiezhu settings``: the table of settings, on the terminal or as docs/settings.md."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any

import typer
from rich.table import Table

from bot.cli import console
from bot.runtime import secrets, settings
from bot.runtime.settings import ROOT, Settings

PAGE = ROOT / "docs" / "settings.md"

_HEAD = """# Settings

Every knob of the product. Set them in the environment of `make run` (or of any `jiezhu` command). This page is written
by `jiezhu settings --markdown` from the table in `bot/runtime/settings.py`; a test fails when the two differ.

| variable | type | default | meaning |
| --- | --- | --- | --- |
"""

_SECRETS = """
## Secrets

Made on the first run and kept in `var/secrets.json`, which only its owner can read. Each can be given by the
environment instead, which wins over the file. They are never printed and never shown by `jiezhu doctor`.

| variable | meaning |
| --- | --- |
"""

_SECRET_MEANINGS = {
    "customer_token_key": "Shared with the shop's server, which signs its customers in (docs/protocol.md, section 2).",
    "context_key": "Signs what the hub tells the actions about the customer of a turn (docs/protocol.md, section 5).",
    "engine_token": "Bearer token of the engine's internal API.",
    "actions_token": "Bearer token of the action server.",
    "metrics_token": "Bearer token of `/metrics`, needed only from another machine (docs/observability.md).",
}

_HIDDEN = frozenset(knob.name for knob in fields(Settings) if knob.metadata["hidden"])


def settings_command(
    markdown: Annotated[bool, typer.Option("--markdown", help="Write docs/settings.md. 生成设置文档。")] = False,
) -> None:
    """Show every setting: name, value, meaning. 查看全部设置。"""
    if markdown:
        PAGE.write_text(as_markdown(), encoding="utf-8")
        console.out.print(f"wrote {PAGE.relative_to(ROOT)}")
        return
    with console.one_sentence():
        knobs = settings.load()
    table = Table("variable", "value", "default", "meaning")
    for knob in fields(Settings):
        value, default = getattr(knobs, knob.name), _default(knob)
        table.add_row(knob.metadata["env"], shown(knob.name, value), default, knob.metadata["sentence"])
    console.out.print(table)


def as_markdown() -> str:
    """The page docs/settings.md."""
    rows = [_row(knob) for knob in fields(Settings)]
    hidden = [f"| `JIEZHU_{knob.name.upper()}` | {_SECRET_MEANINGS[knob.name]} |" for knob in fields(secrets.Secrets)]
    return _HEAD + "\n".join(rows) + "\n" + _SECRETS + "\n".join(hidden) + "\n"


def _row(knob: Any) -> str:
    cells = (f"`{knob.metadata['env']}`", type(knob.default).__name__, _code(_default(knob)), knob.metadata["sentence"])
    return f"| {' | '.join(cells)} |"


def _default(knob: Any) -> str:
    if isinstance(knob.default, bool):
        return "1" if knob.default else "0"
    return str(knob.default).replace(f"{ROOT}/", "")


def _code(text: str) -> str:
    return f"`{text}`" if text else "–"


def shown(name: str, value: object) -> str:
    """A setting as it may be printed: the addresses of real servers carry passwords."""
    if name in _HIDDEN:
        return "(set)" if value else ""
    if name in {"redis_url", "database_url", "shop_url"}:
        return settings.without_password(str(value))
    return ("1" if value else "0") if isinstance(value, bool) else str(value)
