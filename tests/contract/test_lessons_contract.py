"""The port of lessons on both databases: SQLite and a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters import sql
from bot.adapters.lessons import SqlLessons
from bot.handoff.ports import Lesson
from bot.kernel.clock import FixedClock
from bot.kernel.errors import StoreUnavailable

MISSED = Lesson("c_1", 4, 0, "咋整啊", "nlu_fallback", 0.2, [("ask_logistics", 0.2)], "missed")


@pytest.fixture
def clock() -> FixedClock:
    """The day of the tests."""
    return FixedClock(datetime(2026, 11, 21, tzinfo=timezone.utc))


@pytest.fixture
def lessons(database: AsyncEngine, clock: FixedClock) -> SqlLessons:
    """Lessons that are kept for 90 days."""
    return SqlLessons(database, clock, days=90)


async def test_a_lesson_comes_back_as_it_was_kept(lessons: SqlLessons, clock: FixedClock) -> None:
    """With its ranking."""
    lesson = replace(MISSED, at=clock.now_ms())

    await lessons.keep(lesson)

    assert await lessons.since(0) == [lesson]


async def test_of_the_same_message_again_the_newer_counts(lessons: SqlLessons, clock: FixedClock) -> None:
    """A turn that is delivered twice, or a label that is changed, is one row."""
    lesson = replace(MISSED, at=clock.now_ms())
    labelled = replace(lesson, why="relabelled", label="ask_logistics", label_by="s_1")
    changed = replace(labelled, label="complain_delay")

    for one in (lesson, lesson, labelled, changed):
        await lessons.keep(one)

    assert await lessons.since(0) == [changed]


async def test_what_an_agent_said_is_not_replaced_by_the_bots_turn(lessons: SqlLessons, clock: FixedClock) -> None:
    """The turn may be delivered once more after the agent looked."""
    lesson = replace(MISSED, at=clock.now_ms())
    labelled = replace(lesson, why="relabelled", label="ask_logistics", label_by="s_1")

    await lessons.keep(labelled)
    await lessons.keep(lesson)

    assert await lessons.since(0) == [labelled]


async def test_lessons_come_newest_first_and_only_from_then_on(lessons: SqlLessons, clock: FixedClock) -> None:
    """Other messages and other conversations are lessons of their own."""
    now = clock.now_ms()
    for lesson in (MISSED, replace(MISSED, seq=9), replace(MISSED, conversation="c_2")):
        await lessons.keep(replace(lesson, at=now - lesson.seq))

    found = await lessons.since(now - 8)

    assert [(one.conversation, one.seq, one.at) for one in found] == [("c_1", 4, now - 4), ("c_2", 4, now - 4)]
    assert [one.seq for one in await lessons.since(0)] == [4, 4, 9]


async def test_a_message_is_gone_after_its_days_whoever_looks_or_writes(
    database: AsyncEngine, lessons: SqlLessons, clock: FixedClock
) -> None:
    """Counted from when it was written."""
    await lessons.keep(replace(MISSED, at=clock.now_ms()))
    clock.advance(days=89)
    assert len(await lessons.since(0)) == 1

    clock.advance(days=1)
    await lessons.keep(replace(MISSED, seq=9, at=clock.now_ms()))

    assert [one.seq for one in await SqlLessons(database, clock, days=9999).since(0)] == [9]
    assert await SqlLessons(database, clock, days=0).since(0) == []


async def test_with_no_days_nothing_is_kept(database: AsyncEngine, lessons: SqlLessons, clock: FixedClock) -> None:
    """A shop may not want it."""
    await SqlLessons(database, clock, days=0).keep(replace(MISSED, at=clock.now_ms()))

    assert await lessons.since(0) == []


async def test_a_database_that_cannot_be_used_is_one_error(tmp_path: Path, clock: FixedClock) -> None:
    """Callers know only that one."""
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"not a database" * 100)
    engine = sql.make_engine(f"sqlite+aiosqlite:///{broken}")

    with pytest.raises(StoreUnavailable):
        await SqlLessons(engine, clock, days=90).keep(MISSED)
    with pytest.raises(StoreUnavailable):
        await SqlLessons(engine, clock, days=90).since(0)
    await engine.dispose()
