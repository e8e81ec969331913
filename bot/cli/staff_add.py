"""``jiezhu staff-add``: an account for somebody who answers customers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import console, staff_accounts
from bot.runtime.settings import Settings

if TYPE_CHECKING:
    from bot.adapters.accounts import Account


def staff_add(
    username: Annotated[str, typer.Argument(help="Name to sign in with. 登录名。")],
    name: Annotated[str, typer.Option(help="Name customers see. 顾客看到的名字。")],
    role: Annotated[str, typer.Option(help=staff_accounts.ROLE_HELP)] = "agent",
    group: Annotated[list[str] | None, typer.Option(help=staff_accounts.GROUP_HELP)] = None,
    skill: Annotated[list[str] | None, typer.Option(help=staff_accounts.SKILL_HELP)] = None,
    capacity: Annotated[int, typer.Option(help=staff_accounts.CAPACITY_HELP)] = 0,
    password: Annotated[
        str,
        typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when not given. 密码。"),
    ] = "",
) -> None:
    """Create a staff account. 新建坐席、质检、法务或主管的账号。"""
    with console.one_sentence():
        knobs, _ = console.load()
        groups, skills = group or [], skill or []
        staff_accounts.check_groups(groups)
        account = asyncio.run(
            _create(
                knobs,
                username=username,
                name=name,
                role=role,
                password=password,
                groups=groups,
                skills=skills,
                capacity=capacity,
            )
        )
    console.out.print(f"已创建 / created: {staff_accounts.in_words(account)}", markup=False, soft_wrap=True)


async def _create(knobs: Settings, **particulars: Any) -> Account:
    async with staff_accounts.opened(knobs) as accounts:
        return await accounts.create(**particulars)
