"""``jiezhu staff-list``: everybody who may sign in on the staff side."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import console, staff_accounts
from bot.runtime.settings import Settings

if TYPE_CHECKING:
    from bot.adapters.accounts import Account


def staff_list(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines. 输出 JSON。")] = False,
) -> None:
    """List the staff accounts with role, groups, skills and capacity. 列出全部坐席账号。"""
    with console.one_sentence():
        knobs, _ = console.load()
        found = asyncio.run(_everybody(knobs))
    if as_json:
        typer.echo(json.dumps({"staff": [_row(account) for account in found]}, ensure_ascii=False))
        return
    for account in found:
        console.out.print(staff_accounts.in_words(account), markup=False, soft_wrap=True)
    if not found:
        console.out.print("还没有账号，用 jiezhu staff-add 新建。")


async def _everybody(knobs: Settings) -> list[Account]:
    async with staff_accounts.opened(knobs) as accounts:
        return await accounts.everybody()


def _row(account: Account) -> dict[str, Any]:
    agent = account.agent
    return {
        "username": account.username,
        "id": agent.agent_id,
        "name": agent.name,
        "role": agent.role,
        "groups": sorted(agent.groups),
        "skills": sorted(agent.skills),
        "capacity": agent.capacity,
        "active": account.active,
    }
