"""Groups, skills and capacity of staff, on SQLite."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.schema import CreateTable

from bot.adapters import sql
from bot.adapters.accounts import STAFF, Accounts, Change
from bot.adapters.passwords import Passwords
from bot.adapters.staff_profiles import profile_of
from bot.handoff.people import Agent
from bot.kernel.clock import SystemClock
from bot.kernel.errors import BadInput, NotFound, NotSignedIn

PASSWORD = "correct-horse-battery"


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A database in a file of its own."""
    made = sql.make_engine(f"sqlite+aiosqlite:///{tmp_path / 'jiezhu.db'}")
    yield made
    await made.dispose()


@pytest.fixture
async def accounts(engine: AsyncEngine) -> Accounts:
    """Accounts, none yet."""
    made = Accounts(engine, clock=SystemClock(), passwords=Passwords())
    await made.ensure_tables()
    return made


async def lin(accounts: Accounts, groups: Sequence[str] = (), skills: Sequence[str] = (), capacity: int = 0) -> Agent:
    """小林 as an agent."""
    made = await accounts.create(
        username="xiaolin",
        name="小林",
        role="agent",
        password=PASSWORD,
        groups=groups,
        skills=skills,
        capacity=capacity,
    )
    return made.agent


async def test_what_was_written_is_read_at_every_door(accounts: Accounts) -> None:
    """By name, by id, at sign-in, in the list: the same person."""
    made = await lin(accounts, ["service", "legal"], ["英语"], 7)

    by_name, by_id = await accounts.by_username("xiaolin"), await accounts.by_id(made.agent_id)
    listed = await accounts.everybody()

    assert (made.groups, made.skills, made.capacity) == ({"service", "legal"}, {"英语"}, 7)
    assert by_name is not None
    assert by_id is not None
    assert [by_name.agent, by_id.agent, listed[0].agent] == [made] * 3
    assert await accounts.sign_in("xiaolin", PASSWORD) == made


async def test_somebody_of_a_database_from_before_profiles_serves_the_groups_of_their_role(engine: AsyncEngine) -> None:
    """The old table is as it was; the new one is made beside it and has no row of theirs."""
    old = {"id": "a_1", "username": "zhuguan", "name": "周主管", "role": "supervisor"}
    async with engine.begin() as connection:
        await connection.execute(CreateTable(STAFF))
        await connection.execute(insert(STAFF).values(**old, password_hash="-", active=True, created_at=1))
    accounts = Accounts(engine, clock=SystemClock(), passwords=Passwords())

    await accounts.ensure_tables()
    read = await accounts.by_id("a_1")
    changed = await accounts.change("zhuguan", Change(capacity=2))

    assert read is not None
    assert read.agent == Agent("a_1", "周主管", "supervisor")
    assert read.agent.groups == {"senior", "qa"}
    assert changed.agent == Agent("a_1", "周主管", "supervisor", capacity=2)


async def test_a_change_leaves_the_rest_as_it_was(accounts: Accounts) -> None:
    """Each thing for itself."""
    made = await lin(accounts, ["service"], ["英语"], 7)

    await accounts.change("XiaoLin", Change(skills=["家电", "家电"]))
    await accounts.change("xiaolin", Change(name="林林"))
    after = (await accounts.change("xiaolin", Change(capacity=0))).agent

    assert after == Agent(made.agent_id, "林林", "agent", frozenset({"service"}), frozenset({"家电"}), 0)


async def test_the_groups_of_a_role_follow_the_role(accounts: Accounts) -> None:
    """Whoever was given none of their own gets those of the new role with it."""
    await lin(accounts)

    promoted = await accounts.change("xiaolin", Change(role="senior"))

    assert promoted.agent.groups == {"senior", "service"}
    assert promoted.agent.senior


async def test_changes_of_one_person_at_the_same_time_are_all_kept(accounts: Accounts) -> None:
    """Neither writes over what the other wrote."""
    await lin(accounts)
    changes = [Change(capacity=9), Change(skills=["英语"]), Change(groups=["legal"]), Change(role="senior")]

    await asyncio.gather(*(accounts.change("xiaolin", change) for change in changes))

    [account] = await accounts.everybody()
    assert account.agent == Agent(
        account.agent.agent_id, "小林", "senior", frozenset({"legal"}), frozenset({"英语"}), 9
    )


async def test_an_account_switched_off_lets_nobody_in_until_it_is_on_again(accounts: Accounts) -> None:
    """Somebody who left the shop."""
    await lin(accounts)

    await accounts.change("xiaolin", Change(active=False))

    with pytest.raises(NotSignedIn):
        await accounts.sign_in("xiaolin", PASSWORD)
    await accounts.change("xiaolin", Change(active=True))
    assert (await accounts.sign_in("xiaolin", PASSWORD)).name == "小林"


async def test_a_change_of_nobody_is_told(accounts: Accounts) -> None:
    """The name is in the message."""
    with pytest.raises(NotFound, match="nobody"):
        await accounts.change("nobody", Change(capacity=3))


@pytest.mark.parametrize(
    "change",
    [Change(role="boss"), Change(name=" "), Change(capacity=-1), Change(capacity=51), Change(groups=["客服 组"])],
)
async def test_what_is_not_usable_changes_nothing(accounts: Accounts, change: Change) -> None:
    """Also not the part of it that was right."""
    made = await lin(accounts, capacity=3)

    with pytest.raises(BadInput):
        await accounts.change("xiaolin", Change(**{**vars(change), "active": False}))

    [account] = await accounts.everybody()
    assert (account.agent, account.active) == (made, True)


def test_words_are_kept_in_one_spelling() -> None:
    """Case, width and spaces around make no other group or skill; empty ones are none."""
    profile = profile_of(["Service", " ｓｅｒｖｉｃｅ ", ""], ["ＶＩＰ", "vip", "  "])

    assert (profile.groups, profile.skills) == ({"service"}, {"vip"})


@pytest.mark.parametrize(
    ("groups", "skills", "capacity"),
    [
        (["9lives"], [], 0),
        ([f"g{number}" for number in range(11)], [], 0),
        ([], ["长" * 25], 0),
        ([], [f"技能{number}" for number in range(21)], 0),
        ([], [], 51),
    ],
)
def test_a_profile_has_limits(groups: list[str], skills: list[str], capacity: int) -> None:
    """Whoever mistypes is told, in words of the shop."""
    with pytest.raises(BadInput):
        profile_of(groups, skills, capacity)
