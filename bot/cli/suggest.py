"""``jiezhu suggest``: what customers said that the bot should have understood, as examples to paste (playbook I2)."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console
from bot.kernel.clock import SystemClock
from bot.kernel.errors import BadInput, StoreUnavailable
from bot.runtime import intent_titles
from bot.runtime.lessons import designers_files
from bot.runtime.lessons.as_yaml import as_yaml
from bot.runtime.lessons.suggestions import Suggestions
from bot.runtime.lessons.suggestions import suggest as pick
from bot.runtime.settings import Settings

if TYPE_CHECKING:
    from bot.handoff.ports import Lesson

DAY_MS = 24 * 3600 * 1000


def suggest(
    since: Annotated[
        int | None, typer.Option("--since", metavar="DAYS", min=1, help="Only the last days. 只看最近几天。")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="At most so many examples. 最多列几句。")
    ] = 50,
    intent: Annotated[str, typer.Option("--intent", metavar="NAME", help="Only this intent. 只看一个意图。")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of YAML. 输出 JSON。")] = False,
) -> None:
    """List what was misunderstood, as examples to paste. 列出没听懂的话，整理成可以直接贴的例句。"""
    with console.one_sentence():
        examples, titles = designers_files.load(), intent_titles.load()
        if intent and intent not in examples.by_intent:
            raise BadInput(f"没有叫 {intent} 的意图，或者它还没有例句。")
        knobs, _ = console.load()
        clock = SystemClock()
        from_ms = 0 if since is None else clock.now_ms() - since * DAY_MS
        lessons = asyncio.run(_read(knobs, from_ms))
        found = pick(lessons, examples, now_ms=clock.now_ms(), limit=limit, intent=intent)
        if as_json:
            typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        elif found.items or found.disputes:
            typer.echo(as_yaml(found, titles, examples.indent), nl=False)
        else:
            typer.echo(_nothing(found, since, intent))


def _nothing(found: Suggestions, since: int | None, intent: str) -> str:
    days = f"最近 {since} 天" if since else "目前"
    what = f" {intent} 的" if intent else ""
    return (
        f"{days}没有可以加的{what}例句。看过 {found.messages} 条消息，{found.known} 条已经是例句，{found.long} 条太长。"
    )


async def _read(knobs: Settings, from_ms: int) -> list[Lesson]:
    # Here and not above: SQLAlchemy takes a second to import, which every other command would pay for.
    from bot.adapters import sql
    from bot.adapters.lessons import SqlLessons

    if missing := sql.missing_file(knobs.sql_url):
        raise StoreUnavailable(f"还没有数据库（{missing}）。请先用 make run 启动一次，有客户聊过再来看。")
    engine = sql.make_engine(knobs.sql_url)
    try:
        await sql.ensure_tables(engine)
        return await SqlLessons(engine, SystemClock(), days=knobs.lesson_days).since(from_ms)
    finally:
        await engine.dispose()
