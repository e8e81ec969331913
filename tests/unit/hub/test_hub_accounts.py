"""Accounts of staff and their passwords, on SQLite."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters import sql
from bot.adapters.accounts import STAFF, Accounts
from bot.adapters.passwords import DECOY, Passwords
from bot.handoff.people import Role
from bot.kernel.clock import SystemClock
from bot.kernel.errors import BadInput, NotSignedIn, StoreUnavailable

PASSWORD = "correct-horse-battery"


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A database in a folder that is not there yet."""
    made = sql.make_engine(f"sqlite+aiosqlite:///{tmp_path / 'var' / 'jiezhu.db'}")
    yield made
    await made.dispose()


@pytest.fixture
async def accounts(engine: AsyncEngine) -> Accounts:
    """Accounts on it, none yet."""
    made = Accounts(engine, clock=SystemClock(), passwords=Passwords())
    await made.ensure_tables()
    return made


async def lin(accounts: Accounts, role: Role = "agent") -> str:
    """Make 小林's account and give its id."""
    made = await accounts.create(username="XiaoLin", name="小林", role=role, password=PASSWORD)
    return made.agent.agent_id


async def test_an_account_is_found_by_its_name_in_any_spelling_and_by_its_id(accounts: Accounts) -> None:
    """Case, width and spaces around a name make no other person."""
    agent_id = await lin(accounts, "supervisor")

    for spelling in ("xiaolin", " XIAOLIN ", "ｘｉａｏｌｉｎ"):
        found = await accounts.by_username(spelling)
        assert found is not None
        assert (found.agent.agent_id, found.agent.role) == (agent_id, "supervisor")
    assert await accounts.by_id(agent_id) == await accounts.by_username("xiaolin")


async def test_the_right_password_signs_in_and_is_not_stored(accounts: Accounts) -> None:
    """What is stored is an argon2id hash."""
    agent_id = await lin(accounts)
    kept = await accounts.by_id(agent_id)

    assert (await accounts.sign_in("xiaolin", PASSWORD)).agent_id == agent_id
    assert kept is not None
    assert kept.password_hash.startswith("$argon2id$")
    assert PASSWORD not in kept.password_hash


@pytest.mark.parametrize(("username", "password"), [("xiaolin", "wrong"), ("nobody", PASSWORD), ("", "")])
async def test_anything_else_does_not(accounts: Accounts, username: str, password: str) -> None:
    """One error for all of it."""
    await lin(accounts)

    with pytest.raises(NotSignedIn):
        await accounts.sign_in(username, password)


async def test_an_account_that_is_switched_off_does_not_sign_in(accounts: Accounts, engine: AsyncEngine) -> None:
    """The right password is not enough."""
    await lin(accounts)
    async with engine.begin() as connection:
        await connection.execute(update(STAFF).values(active=False))

    with pytest.raises(NotSignedIn):
        await accounts.sign_in("xiaolin", PASSWORD)


async def test_the_decoy_costs_as_much_as_a_real_hash() -> None:
    """Otherwise the time of an answer would tell which names exist."""
    hasher: PasswordHasher = Passwords()._hasher

    assert not hasher.check_needs_rehash(DECOY)
    assert not await Passwords().matches("anything", None)


@pytest.mark.parametrize(
    ("username", "name", "role", "password"),
    [
        ("x", "小林", "agent", PASSWORD),
        ("xiao lin", "小林", "agent", PASSWORD),
        ("xiaolin", "", "agent", PASSWORD),
        ("xiaolin", "小林", "boss", PASSWORD),
        ("xiaolin", "小林", "agent", "short"),
        ("xiaolin", "小林", "agent", "x" * 129),
    ],
)
async def test_an_account_needs_proper_particulars(
    accounts: Accounts, username: str, name: str, role: Role, password: str
) -> None:
    """The message says what is wrong; nothing is stored."""
    with pytest.raises(BadInput):
        await accounts.create(username=username, name=name, role=role, password=password)

    assert await accounts.by_username(username) is None


async def test_a_name_belongs_to_one_person_also_in_a_race(accounts: Accounts) -> None:
    """Two at once: one is made, the other told."""
    made = await asyncio.gather(lin(accounts), lin(accounts), return_exceptions=True)

    assert sorted(type(one).__name__ for one in made) == ["BadInput", "str"]


async def test_sqlite_keeps_a_write_ahead_log(engine: AsyncEngine, accounts: Accounts) -> None:
    """Readers do not wait for a writer."""
    async with engine.connect() as connection:
        mode = (await connection.execute(text("PRAGMA journal_mode"))).scalar()

    assert mode == "wal"


async def test_processes_that_start_together_all_find_their_tables(tmp_path: Path) -> None:
    """Each sees none and creates them; nobody fails."""
    engines = [sql.make_engine(f"sqlite+aiosqlite:///{tmp_path / 'jiezhu.db'}") for _ in range(4)]

    await asyncio.gather(*(sql.ensure_tables(engine) for engine in engines))

    for engine in engines:
        await sql.check(engine)
        await engine.dispose()


async def test_a_database_that_cannot_be_used_is_our_own_error(tmp_path: Path) -> None:
    """The file holds something else."""
    (tmp_path / "jiezhu.db").write_text("not a database, but long enough to be taken for one" * 100)
    engine = sql.make_engine(f"sqlite+aiosqlite:///{tmp_path / 'jiezhu.db'}")

    with pytest.raises(StoreUnavailable):
        await sql.check(engine)
    await engine.dispose()
