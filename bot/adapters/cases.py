"""The archive of handoffs that ended, in SQL: what a later brief tells of earlier contacts."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import BigInteger, Column, String, Table, Text, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters.sql import metadata, one_at_a_time, sql_errors, writing
from bot.handoff.lines import Lines
from bot.handoff.ports import Case

CASES = Table(
    "cases",
    metadata,
    Column("handoff_id", String(40), primary_key=True),
    Column("conversation", String(40), nullable=False),
    Column("customer_id", String(80), nullable=False, index=True),
    Column("reason", String(40), nullable=False),
    Column("agent_id", String(40), nullable=False),
    Column("agent_name", String(64), nullable=False),
    Column("result", String(40), nullable=False),
    Column("note", Text, nullable=False),
    Column("queued_at", BigInteger, nullable=False),
    Column("claimed_at", BigInteger, nullable=False),
    Column("resolved_at", BigInteger, nullable=False),
    Column("brief", Text, nullable=False),
)


class SqlCaseArchive:
    """The port :class:`bot.handoff.ports.CaseArchive` on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine, lines: Lines) -> None:
        self._engine = engine
        self._lines = lines

    async def record(self, case: Case) -> None:
        """See the port. Replaced, not refused, the second time: the step that calls this may be done twice."""
        row = vars(case) | {"brief": json.dumps(case.brief, ensure_ascii=False)}
        with sql_errors():
            async with writing(self._engine) as connection:
                await one_at_a_time(connection, f"case {case.handoff_id}")
                await connection.execute(delete(CASES).where(CASES.c.handoff_id == case.handoff_id))
                await connection.execute(insert(CASES).values(**row))

    async def earlier(self, customer_id: str, limit: int = 3) -> list[dict[str, Any]]:
        """See the port. An anonymous visitor has no earlier cases."""
        if not customer_id:
            return []
        wanted = select(CASES.c.resolved_at, CASES.c.reason, CASES.c.result, CASES.c.note)
        wanted = wanted.where(CASES.c.customer_id == customer_id).order_by(CASES.c.resolved_at.desc()).limit(limit)
        with sql_errors():
            async with self._engine.connect() as connection:
                rows = (await connection.execute(wanted)).all()
        return [self._told(row) for row in rows]

    def _told(self, row: Any) -> dict[str, Any]:
        result = self._lines.result(row.result)
        return {
            "at": row.resolved_at,
            "reason": self._lines.say(f"reason.{row.reason}"),
            "result": result.title if result else row.result,
            "note": row.note,
        }
