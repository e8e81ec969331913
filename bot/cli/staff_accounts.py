"""What the commands about staff share: the accounts of this installation, and the groups there are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.handoff.people import ROLE_TITLES
from bot.kernel.clock import SystemClock
from bot.kernel.errors import BadInput
from bot.runtime.service_rules.load import load
from bot.runtime.settings import Settings

if TYPE_CHECKING:
    from bot.adapters.accounts import Account, Accounts

ROLE_HELP = (
    "agent, senior, qa, legal, supervisor. "
    "角色：agent 坐席、senior 资深坐席、qa 质检专员、legal 法务、supervisor 主管。"
)
GROUP_HELP = "A group they serve in; repeat for several. 所在的组，可以写几次；不写按角色。"
SKILL_HELP = "What they know more of than others; repeat for several. 擅长的事，可以写几次，例如 英语。"
CAPACITY_HELP = "Customers at once; 0 for the group's default. 同时接待几位顾客，0 表示按组的默认值。"


@asynccontextmanager
async def opened(knobs: Settings) -> AsyncIterator[Accounts]:
    """The accounts, their tables made."""
    # Here and not above: SQLAlchemy takes a second to import, which every other command would pay for.
    from bot.adapters import sql
    from bot.adapters.accounts import Accounts
    from bot.adapters.passwords import Passwords

    engine = sql.make_engine(knobs.sql_url)
    try:
        accounts = Accounts(engine, clock=SystemClock(), passwords=Passwords())
        await accounts.ensure_tables()
        yield accounts
    finally:
        await engine.dispose()


def check_groups(groups: Iterable[str]) -> None:
    """See that every group is one of the shop's: customers of a misspelled one would never reach anybody.

    Raises:
        BadInput: one is not; the message lists those there are.
        SettingError: ``data/service`` cannot be used.
    """
    known = {group.code: group.title for group in load().groups}
    for group in groups:
        if group not in known:
            listed = "、".join(f"{code}（{title}）" for code, title in known.items())
            raise BadInput(f"没有“{group}”这个组。现有的组：{listed}，写在 data/service/groups.yml。")


def in_words(account: Account) -> str:
    """One account on one line."""
    agent = account.agent
    capacity = f"最多{agent.capacity}位" if agent.capacity else "人数按组"
    skills = f" · 擅长 {'、'.join(sorted(agent.skills))}" if agent.skills else ""
    off = "" if account.active else " · 已停用"
    role = f"{ROLE_TITLES[agent.role]} · 组 {'、'.join(sorted(agent.groups))}"
    return f"{account.username}（{agent.name}） {role} · {capacity}{skills}{off}"
