"""``jiezhu staff-set``: changes what a member of staff is, serves and takes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console, staff_accounts
from bot.kernel.errors import BadInput
from bot.runtime.settings import Settings

if TYPE_CHECKING:
    from bot.adapters.accounts import Account, Change


def staff_set(
    username: Annotated[str, typer.Argument(help="Name they sign in with. 登录名。")],
    name: Annotated[str | None, typer.Option(help="Name customers see. 顾客看到的名字。")] = None,
    role: Annotated[str | None, typer.Option(help=staff_accounts.ROLE_HELP)] = None,
    group: Annotated[list[str] | None, typer.Option(help=staff_accounts.GROUP_HELP)] = None,
    groups_of_role: Annotated[
        bool, typer.Option("--groups-of-role", help="The groups that go with the role again. 恢复成角色默认的组。")
    ] = False,
    skill: Annotated[list[str] | None, typer.Option(help=staff_accounts.SKILL_HELP)] = None,
    no_skills: Annotated[bool, typer.Option("--no-skills", help="Forget all skills. 清空擅长的事。")] = False,
    capacity: Annotated[int | None, typer.Option(help=staff_accounts.CAPACITY_HELP)] = None,
    active: Annotated[
        bool | None, typer.Option("--on/--off", help="May sign in; --off shuts them out at once. 启用或停用账号。")
    ] = None,
) -> None:
    """Change a staff account: role, groups, skills, capacity. 修改坐席的角色、组、技能和接待人数。"""
    from bot.adapters.accounts import Change

    with console.one_sentence():
        if (group and groups_of_role) or (skill and no_skills):
            raise BadInput("--group 和 --groups-of-role、--skill 和 --no-skills 只能写一个。")
        groups = [] if groups_of_role else group or None
        skills = [] if no_skills else skill or None
        change = Change(name=name, role=role, groups=groups, skills=skills, capacity=capacity, active=active)
        if change == Change():
            raise BadInput("请写要改什么，例如 --capacity 8；全部选项见 jiezhu staff-set --help。")
        knobs, _ = console.load()
        staff_accounts.check_groups(groups or [])
        account = asyncio.run(_change(knobs, username, change))
    console.out.print(f"已修改 / changed: {staff_accounts.in_words(account)}", markup=False, soft_wrap=True)


async def _change(knobs: Settings, username: str, change: Change) -> Account:
    async with staff_accounts.opened(knobs) as accounts:
        return await accounts.change(username, change)
