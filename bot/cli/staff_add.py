"""``jiezhu staff-add``: an account for somebody who answers customers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console
from bot.kernel.clock import SystemClock
from bot.runtime.settings import Settings

if TYPE_CHECKING:
    from bot.adapters.accounts import Role


def staff_add(
    username: Annotated[str, typer.Argument(help="Name to sign in with. 登录名。")],
    name: Annotated[str, typer.Option(help="Name customers see. 顾客看到的名字。")],
    supervisor: Annotated[bool, typer.Option("--supervisor", help="A supervisor's account. 主管账号。")] = False,
    password: Annotated[
        str,
        typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when not given. 密码。"),
    ] = "",
) -> None:
    """Create a staff account. 新建坐席或主管账号。"""
    with console.one_sentence():
        knobs, _ = console.load()
        asyncio.run(_create(knobs, username, name, "supervisor" if supervisor else "agent", password))
    console.out.print(f"已创建 / created: {username}({name})", markup=False)


async def _create(knobs: Settings, username: str, name: str, role: Role, password: str) -> None:
    # Here and not above: SQLAlchemy takes a second to import, which every other command would pay for.
    from bot.adapters import sql
    from bot.adapters.accounts import Accounts
    from bot.adapters.passwords import Passwords

    engine = sql.make_engine(knobs.sql_url)
    try:
        accounts = Accounts(engine, clock=SystemClock(), passwords=Passwords())
        await accounts.ensure_tables()
        await accounts.create(username=username, name=name, role=role, password=password)
    finally:
        await engine.dispose()
