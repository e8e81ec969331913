"""The book of promises on both databases: SQLite and a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.schema import CreateTable

from bot.adapters import sql
from bot.adapters.promises import PROMISES, SqlPromises
from bot.care.promise import Promise, PromiseState
from bot.kernel.errors import StoreUnavailable

NEWS = Promise("e_1", "c_1", 4, "courier_news", "联系快递后给您回话", "agent", "JZ1", "SF1", made_at=100, due_at=200)


@pytest.fixture
def book(database: AsyncEngine) -> SqlPromises:
    """An empty book."""
    return SqlPromises(database)


async def test_a_promise_comes_back_as_it_was_entered(book: SqlPromises) -> None:
    """Whole, and owed."""
    await book.record(NEWS)

    assert await book.find("e_1") == NEWS
    assert await book.owed(10) == [NEWS]


async def test_the_same_promise_entered_again_changes_nothing(book: SqlPromises) -> None:
    """Also when it was kept meanwhile."""
    await book.record(NEWS)
    done = await book.keep("e_1", at_ms=150, by="小林", note="已回电")

    await book.record(NEWS)

    assert await book.find("e_1") == done
    assert await book.owed(10) == []


async def test_a_repeated_promise_is_the_one_that_is_open_at_the_earlier_time(book: SqlPromises) -> None:
    """Whatever order they come in, staff see one thing to do."""
    await book.record(NEWS)
    await book.record(replace(NEWS, promise_id="e_2", seq=9, made_at=150, due_at=250))
    await book.record(replace(NEWS, promise_id="e_3", seq=11, made_at=160, due_at=180))

    assert await book.owed(10) == [replace(NEWS, due_at=180)]
    found = await book.find("e_2")
    assert found is not None
    assert found.promise_id == "e_1"
    await book.keep("e_3", at_ms=170, by="小林", note="")
    assert await book.owed(10) == []


async def test_a_promise_made_after_the_first_was_kept_or_late_is_another(book: SqlPromises) -> None:
    """Each is owed by itself."""
    await book.record(NEWS)
    await book.keep("e_1", at_ms=150, by="小林", note="")
    await book.record(replace(NEWS, promise_id="e_2", seq=9, made_at=160, due_at=260))
    await book.record(replace(NEWS, promise_id="e_3", seq=12, made_at=261, due_at=360))

    assert [one.promise_id for one in await book.owed(10)] == ["e_2", "e_3"]


async def test_what_is_owed_comes_by_when_it_is_due(book: SqlPromises) -> None:
    """No more than asked for."""
    for number, due in enumerate((300, 200, 400)):
        await book.record(replace(NEWS, promise_id=f"e_{number}", order_id=f"JZ{number}", due_at=due))

    assert [one.due_at for one in await book.owed(2)] == [200, 300]


async def test_only_open_promises_whose_time_has_passed_are_due(book: SqlPromises) -> None:
    """Not at the moment itself, not again once they were called in, and never what was kept."""
    await book.record(NEWS)
    await book.record(replace(NEWS, promise_id="e_2", order_id="JZ2"))
    await book.keep("e_2", at_ms=190, by="小林", note="")

    assert await book.due(200, 10) == []
    assert [one.promise_id for one in await book.due(201, 10)] == ["e_1"]
    await book.mark_broken("e_1")
    assert await book.due(201, 10) == []


async def test_a_broken_promise_is_owed_until_it_is_made_good(book: SqlPromises) -> None:
    """And stays broken in the figures."""
    await book.record(NEWS)
    await book.mark_broken("e_1")
    assert [one.state for one in await book.owed(10)] == [PromiseState.BROKEN]

    late = await book.keep("e_1", at_ms=500, by="小林", note="已致歉")

    assert late is not None
    assert (late.state, late.kept_by, late.note) == (PromiseState.BROKEN, "小林", "已致歉")
    assert await book.owed(10) == []
    assert await book.ended(PromiseState.BROKEN, 10) == [late]


async def test_a_kept_promise_is_never_marked_broken(book: SqlPromises) -> None:
    """The sweep of another process may have looked a moment earlier."""
    await book.record(NEWS)
    await book.keep("e_1", at_ms=200, by="小林", note="")

    await book.mark_broken("e_1")

    assert [one.promise_id for one in await book.ended(PromiseState.KEPT, 10)] == ["e_1"]


async def test_the_first_who_keeps_it_counts(book: SqlPromises) -> None:
    """And of one that is not there, nothing is kept."""
    await book.record(NEWS)
    first = await book.keep("e_1", at_ms=150, by="小林", note="")

    assert await book.keep("e_1", at_ms=160, by="小周", note="") == first
    assert await book.keep("e_9", at_ms=160, by="小周", note="") is None


async def test_a_database_that_cannot_be_used_is_one_error(tmp_path: Path) -> None:
    """Callers know only that one."""
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"not a database" * 100)
    engine = sql.make_engine(f"sqlite+aiosqlite:///{broken}")
    book = SqlPromises(engine)

    for call in (book.record(NEWS), book.owed(1), book.due(1, 1), book.find("e_1"), book.mark_broken("e_1")):
        with pytest.raises(StoreUnavailable):
            await call
    await engine.dispose()


def test_the_table_is_one_that_postgresql_takes_too() -> None:
    """Plain types, and no text with a bound that an order number might pass."""
    written = str(CreateTable(PROMISES).compile(dialect=postgresql.dialect()))

    assert "due_at BIGINT NOT NULL" in written
    assert "ref TEXT NOT NULL" in written
