"""The SQL database: SQLite (write-ahead log) or PostgreSQL, through one engine. Tables register on ``metadata``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from asyncpg.exceptions import InterfaceError, PostgresError
from sqlalchemy import MetaData, event, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.kernel.errors import StoreUnavailable

metadata = MetaData()

ANSWER_S = 10
"""How long PostgreSQL may take for one statement; a hung one is an error, not a stop."""

_OPENING = (InterfaceError, PostgresError)
"""What asyncpg raises while it opens a connection (a server that is just starting), before SQLAlchemy looks."""


@contextmanager
def sql_errors() -> Iterator[None]:
    """Turn a failure of the database inside the block into one error.

    Raises:
        StoreUnavailable: the database is away, locked for too long, or cannot write.
    """
    try:
        yield
    except (SQLAlchemyError, OSError, *_OPENING) as error:
        raise StoreUnavailable("数据库暂时不可用，请稍后再试。") from error


def make_engine(url: str) -> AsyncEngine:
    """An engine for an address in SQLAlchemy's async spelling (see ``Settings.sql_url``). Connects when first used."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        times = {"timeout": 5, "command_timeout": ANSWER_S}
        return create_async_engine(
            address, pool_size=5, max_overflow=5, pool_pre_ping=True, pool_timeout=10, connect_args=times
        )
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(address, connect_args={"timeout": 5})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


def missing_file(url: str) -> str:
    """The SQLite file an address names, when it is not there; empty for any other database. Connecting makes one."""
    address = make_url(url)
    is_there = address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()
    return "" if is_there else str(address.database)


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that writes.

    SQLite lets one write at a time and lets the others try again and again, in no order: of a dozen who try, one may
    have no luck for as long as it is willing to wait. Within one process they stand in line instead.
    """
    if engine.dialect.name != "sqlite":
        async with engine.begin() as connection:
            yield connection
        return
    async with _turns.setdefault(engine.sync_engine, asyncio.Lock()), engine.begin() as connection:
        yield connection


_turns: WeakKeyDictionary[Engine, asyncio.Lock] = WeakKeyDictionary()


async def ensure_tables(engine: AsyncEngine) -> None:
    """Create every registered table that is missing.

    Raises:
        StoreUnavailable: the database cannot be used.
    """
    with sql_errors():
        async with writing(engine) as connection:
            # PostgreSQL lets only one of two that start at once make a table; the other one fails.
            await one_at_a_time(connection, "tables")
            for table in metadata.sorted_tables:
                # Not create_all: it looks for all tables first, and another process may make one of them meanwhile.
                await connection.execute(CreateTable(table, if_not_exists=True))
                for index in table.indexes:
                    await connection.execute(CreateIndex(index, if_not_exists=True))


async def one_at_a_time(connection: AsyncConnection, what: str) -> None:
    """Until this transaction ends, let nobody else pass here with the same ``what``; to be called first in it.

    For steps that look and then write.
    """
    if connection.dialect.name == "sqlite":
        # Its driver begins only before the first write, so two could look before either writes.
        await connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:what))"), {"what": f"jiezhu:{what}"})


async def check(engine: AsyncEngine) -> None:
    """See that the database answers.

    Raises:
        StoreUnavailable: it does not.
    """
    with sql_errors():
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
