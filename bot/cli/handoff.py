"""``jiezhu handoff``: the states of a conversation and what leads from one to another."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from bot.cli import console


def handoff(
    markdown: Annotated[bool, typer.Option("--markdown", help="Write docs/handoff.md. 生成文档。")] = False,
) -> None:
    """Show the states of a conversation and the transitions. 查看会话状态和转换表。"""
    from bot.handoff.machine import TABLE
    from bot.handoff.machine_words import TRIGGERS
    from bot.runtime.handoff_page import PAGE, as_markdown

    if markdown:
        PAGE.write_text(as_markdown(), encoding="utf-8")
        console.out.print("wrote docs/handoff.md")
        return
    table = Table("from", "trigger", "to", "what happened")
    for (old, trigger), new in TABLE.items():
        table.add_row(old.value, trigger.value, new.value, TRIGGERS[trigger])
    console.out.print(table)
