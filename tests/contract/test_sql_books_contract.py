"""Accounts, cases and what several hubs do to the same rows at once, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine
from support.live_postgres import LivePostgres

from bot.adapters import sql
from bot.adapters.accounts import Accounts
from bot.adapters.cases import SqlCaseArchive
from bot.adapters.lessons import SqlLessons
from bot.adapters.passwords import Passwords
from bot.adapters.promises import SqlPromises
from bot.care.promise import Promise
from bot.handoff.ports import Case, Lesson
from bot.kernel.clock import FixedClock
from bot.kernel.errors import BadInput, NotSignedIn, StoreUnavailable
from bot.runtime import replies

BRIEF = {"v": 1, "demands": ["退款"]}
CASE = Case("h_1", "c_1", "u1001", "asked", "a_1", "小林", "solved", "已补发", 100, 200, 300, BRIEF)
NEWS = Promise("e_1", "c_1", 4, "courier_news", "联系快递后给您回话", "agent", "JZ1", "SF1", made_at=100, due_at=200)
MISSED = Lesson("c_1", 4, 1_000, "咋整啊", "nlu_fallback", 0.2, [("ask_logistics", 0.2)], "missed")


@pytest.fixture
def clock() -> FixedClock:
    """The day of the tests."""
    return FixedClock(datetime(1970, 1, 2, tzinfo=timezone.utc))


async def test_somebody_with_an_account_signs_in_and_nobody_else(database: AsyncEngine, clock: FixedClock) -> None:
    """The name in any case and width, the password exactly."""
    accounts = Accounts(database, clock=clock, passwords=Passwords())
    made = await accounts.create(username="XiaoLin", name="小林", role="agent", password="correct-horse")

    assert (await accounts.sign_in("xiaolin", "correct-horse")).agent_id == made.agent.agent_id
    with pytest.raises(NotSignedIn):
        await accounts.sign_in("xiaolin", "wrong-horse")
    with pytest.raises(BadInput, match="已经有人用了"):
        await accounts.create(username="xiaolin", name="另一位", role="agent", password="correct-horse")


async def test_a_case_that_is_recorded_twice_is_one_case(database: AsyncEngine) -> None:
    """The step that records it may be done again; the later words count."""
    archive = SqlCaseArchive(database, replies.load())

    await archive.record(CASE)
    await archive.record(replace(CASE, note="已补发并致歉"))

    assert [one["note"] for one in await archive.earlier("u1001")] == ["已补发并致歉"]


async def test_the_newest_cases_of_a_customer_come_first(database: AsyncEngine) -> None:
    """And a visitor without a name has none."""
    archive = SqlCaseArchive(database, replies.load())
    for number in range(5):
        await archive.record(replace(CASE, handoff_id=f"h_{number}", resolved_at=1000 + number))

    assert [one["at"] for one in await archive.earlier("u1001")] == [1004, 1003, 1002]
    assert await archive.earlier("") == []


async def test_hubs_that_write_the_same_row_at_once_all_succeed(database: AsyncEngine, clock: FixedClock) -> None:
    """A turn or a sweep may be done by two processes in the same moment: one row, and nobody fails."""
    archive, book = SqlCaseArchive(database, replies.load()), SqlPromises(database)
    lessons = SqlLessons(database, clock, days=90)

    await asyncio.gather(*(archive.record(CASE) for _ in range(4)))
    await asyncio.gather(*(lessons.keep(MISSED) for _ in range(4)))
    await asyncio.gather(*(book.record(replace(NEWS, promise_id=f"e_{number}")) for number in range(4)))

    assert len(await archive.earlier("u1001")) == 1
    assert await lessons.since(0) == [MISSED]
    assert len(await book.owed(10)) == 1


async def test_hubs_that_start_at_once_make_every_table_once(postgres: LivePostgres) -> None:
    """On an empty PostgreSQL; whoever comes second finds the tables made."""
    engines = [sql.make_engine(await postgres.fresh())]
    engines += [sql.make_engine(engines[0].url.render_as_string(hide_password=False)) for _ in range(3)]

    await asyncio.gather(*(sql.ensure_tables(engine) for engine in engines))

    async with engines[0].connect() as connection:
        found = await connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        assert {row[0] for row in found} == set(sql.metadata.tables)
    for engine in engines:
        await engine.dispose()


async def test_a_postgresql_that_goes_and_comes_back_costs_errors_and_no_restart(postgres: LivePostgres) -> None:
    """Connections of before are looked at before they are used."""
    engine = sql.make_engine(await postgres.fresh())
    await sql.ensure_tables(engine)
    archive = SqlCaseArchive(engine, replies.load())
    await archive.record(CASE)

    postgres.kill()
    with pytest.raises(StoreUnavailable):
        await archive.record(replace(CASE, handoff_id="h_2"))
    await asyncio.to_thread(postgres.start)

    await archive.record(replace(CASE, handoff_id="h_3"))
    assert len(await archive.earlier("u1001")) == 2
    await engine.dispose()


async def test_those_who_write_at_the_same_moment_wait_for_each_other(database: AsyncEngine) -> None:
    """A dozen agents settle at once: SQLite would let them try in no order, and one may have no luck for seconds."""

    def impatient(connection: Any, _record: object) -> None:
        if database.dialect.name == "sqlite":
            connection.execute("PRAGMA busy_timeout=1")

    event.listen(database.sync_engine, "connect", impatient)
    await database.dispose()
    archive = SqlCaseArchive(database, replies.load())

    await asyncio.gather(*(archive.record(replace(CASE, handoff_id=f"h_{number}")) for number in range(40)))

    assert len(await archive.earlier("u1001", limit=100)) == 40
