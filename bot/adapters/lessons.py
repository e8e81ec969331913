"""Messages designers can learn from, in SQL, for as many days as the installation keeps them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, Column, Float, Integer, String, Table, Text, and_, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.adapters.sql import metadata, one_at_a_time, sql_errors, writing
from bot.handoff.ports import Lesson
from bot.kernel.clock import Clock

LESSONS = Table(
    "lessons",
    metadata,
    Column("conversation", String(40), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("predicted", String(80), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("ranking", Text, nullable=False),
    Column("why", String(16), nullable=False),
    Column("label", String(80), nullable=False),
    Column("label_by", String(40), nullable=False),
)
DAY_MS = 24 * 3600 * 1000
MOST_READ = 5_000
"""Lessons read at once, newest first: more than designers go through, and quick to sort."""


class SqlLessons:
    """The port :class:`bot.handoff.ports.Lessons` on SQLite or PostgreSQL.

    Args:
        days: how long a message is kept, from when it was written; what is older goes at each write and each look.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock, *, days: int) -> None:
        self._engine = engine
        self._clock = clock
        self._kept_ms = days * DAY_MS

    async def keep(self, lesson: Lesson) -> None:
        """See the port."""
        same = and_(LESSONS.c.conversation == lesson.conversation, LESSONS.c.seq == lesson.seq)
        with sql_errors():
            async with writing(self._engine) as connection:
                await one_at_a_time(connection, f"lesson {lesson.conversation} {lesson.seq}")
                known = (await connection.execute(select(LESSONS.c.why).where(same))).scalar()
                if known != "relabelled" or lesson.why == "relabelled":
                    row = vars(lesson) | {"ranking": json.dumps(list(lesson.ranking))}
                    await connection.execute(delete(LESSONS).where(same))
                    await connection.execute(insert(LESSONS).values(**row))
                await self._drop_old(connection)

    async def since(self, at_ms: int) -> list[Lesson]:
        """See the port; at most the newest ``MOST_READ``."""
        order = (LESSONS.c.at.desc(), LESSONS.c.conversation, LESSONS.c.seq)
        wanted = select(LESSONS).where(LESSONS.c.at >= at_ms).order_by(*order).limit(MOST_READ)
        with sql_errors():
            async with writing(self._engine) as connection:
                await self._drop_old(connection)
                rows = (await connection.execute(wanted)).mappings().all()
        return [_lesson(dict(row)) for row in rows]

    async def _drop_old(self, connection: AsyncConnection) -> None:
        oldest = self._clock.now_ms() - self._kept_ms
        await connection.execute(delete(LESSONS).where(LESSONS.c.at <= oldest))


def _lesson(row: dict[str, Any]) -> Lesson:
    ranking = [(str(name), float(confidence)) for name, confidence in json.loads(row["ranking"])]
    return replace(Lesson(**row), ranking=ranking)
