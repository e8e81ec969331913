"""The book of promises in SQL (playbook B4, F6)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, Select, String, Table, Text, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.adapters.sql import metadata, one_at_a_time, sql_errors, writing
from bot.care.promise import Promise, PromiseState, kept

PROMISES = Table(
    "promises",
    metadata,
    Column("promise_id", String(40), primary_key=True),
    Column("conversation", String(40), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("keeper", Text, nullable=False),
    Column("order_id", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("kept_at", BigInteger, nullable=False),
    Column("kept_by", Text, nullable=False),
    Column("note", Text, nullable=False),
    # The promise this one only repeats; empty for one that counts.
    Column("repeats", String(40), nullable=False),
    Index("promises_owed", "kept_at", "due_at"),
    Index("promises_state", "state", "due_at"),
    Index("promises_conversation", "conversation"),
)


class SqlPromises:
    """The port :class:`bot.care.ports.PromiseBook` on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(self, promise: Promise) -> None:
        """See the port."""
        with sql_errors():
            try:
                async with writing(self._engine) as connection:
                    await _record(connection, promise)
            except IntegrityError:
                # Another process filed the same event at this moment.
                return

    async def find(self, promise_id: str) -> Promise | None:
        """See the port."""
        with sql_errors():
            async with self._engine.connect() as connection:
                return await _find(connection, promise_id)

    async def keep(self, promise_id: str, *, at_ms: int, by: str, note: str) -> Promise | None:
        """See the port."""
        with sql_errors():
            async with writing(self._engine) as connection:
                found = await _find(connection, promise_id)
                if found is None or not found.owed:
                    return found
                after = kept(found, at_ms, by, note)
                same = (PROMISES.c.promise_id == after.promise_id) & (PROMISES.c.kept_at == 0)
                await connection.execute(update(PROMISES).where(same).values(**_row(after)))
                return await _find(connection, promise_id)

    async def due(self, now_ms: int, limit: int) -> list[Promise]:
        """See the port."""
        late = (PROMISES.c.state == PromiseState.OPEN.value) & (PROMISES.c.due_at < now_ms)
        return await self._all(select(PROMISES).where(late, PROMISES.c.repeats == "").order_by(*_BY_DUE), limit)

    async def mark_broken(self, promise_id: str) -> None:
        """See the port."""
        same = (PROMISES.c.promise_id == promise_id) & (PROMISES.c.state == PromiseState.OPEN.value)
        with sql_errors():
            async with writing(self._engine) as connection:
                await connection.execute(update(PROMISES).where(same).values(state=PromiseState.BROKEN.value))

    async def owed(self, limit: int) -> list[Promise]:
        """See the port."""
        wanted = select(PROMISES).where(PROMISES.c.kept_at == 0, PROMISES.c.repeats == "")
        return await self._all(wanted.order_by(*_BY_DUE), limit)

    async def ended(self, state: PromiseState, limit: int) -> list[Promise]:
        """See the port."""
        wanted = select(PROMISES).where(PROMISES.c.state == state.value, PROMISES.c.repeats == "")
        return await self._all(wanted.order_by(PROMISES.c.due_at.desc(), PROMISES.c.promise_id), limit)

    async def _all(self, wanted: Select[Any], limit: int) -> list[Promise]:
        with sql_errors():
            async with self._engine.connect() as connection:
                rows = (await connection.execute(wanted.limit(limit))).mappings().all()
        return [_promise(dict(row)) for row in rows]


_BY_DUE = (PROMISES.c.due_at, PROMISES.c.promise_id)


async def _record(connection: AsyncConnection, promise: Promise) -> None:
    # Of two that are one promise, the second must see the first.
    await one_at_a_time(connection, f"promises {promise.conversation}")
    known = select(PROMISES.c.promise_id).where(PROMISES.c.promise_id == promise.promise_id)
    if (await connection.execute(known)).scalar() is not None:
        return
    first = await _same_still_open(connection, promise)
    repeats = first.promise_id if first else ""
    await connection.execute(insert(PROMISES).values(**_row(promise), repeats=repeats))
    if first and promise.due_at < first.due_at:
        same = PROMISES.c.promise_id == first.promise_id
        await connection.execute(update(PROMISES).where(same).values(due_at=promise.due_at))


async def _same_still_open(connection: AsyncConnection, promise: Promise) -> Promise | None:
    wanted = select(PROMISES).where(
        PROMISES.c.conversation == promise.conversation,
        PROMISES.c.state == PromiseState.OPEN.value,
        PROMISES.c.due_at >= promise.made_at,
        PROMISES.c.repeats == "",
    )
    rows = (await connection.execute(wanted.order_by(PROMISES.c.seq))).mappings().all()
    open_ones = (_promise(dict(row)) for row in rows)
    return next((one for one in open_ones if one.same_matter(promise)), None)


async def _find(connection: AsyncConnection, promise_id: str) -> Promise | None:
    wanted = select(PROMISES).where(PROMISES.c.promise_id == promise_id)
    row = (await connection.execute(wanted)).mappings().first()
    if row is not None and row["repeats"]:
        return await _find(connection, row["repeats"])
    return _promise(dict(row)) if row is not None else None


def _row(promise: Promise) -> dict[str, Any]:
    return vars(promise) | {"state": promise.state.value}


def _promise(row: dict[str, Any]) -> Promise:
    row.pop("repeats")
    return Promise(**row | {"state": PromiseState(row["state"])})
