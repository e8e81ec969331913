"""The demo shop's SQLite file: made, dated anew every day, read and changed from threads.

It is used with plain SQLAlchemy in threads of its own rather than through aiosqlite: an answer is a handful of indexed
reads that take well under a millisecond, aiosqlite would start a thread for each of them as well, and a thread that
hangs on a bad disk holds up nobody but this shop. Each answer opens the file anew, for reading only unless it changes
something, so a file that was re-dated, moved away or locked is noticed at once.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, delete, event, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.adapters import demo_shop_seed as seeds
from bot.adapters import demo_shop_stock as stocks
from bot.adapters import demo_shop_tables as t
from bot.adapters.demo_shop_records import ms
from bot.adapters.demo_shop_stock import Stock
from bot.commerce.days import shop_day
from bot.commerce.shop import ANSWER_WITHIN_S
from bot.kernel.clock import Clock, from_ms
from bot.kernel.errors import SettingError, ShopUnavailable

KEPT_DAYS = 30
"""Days an order keeps what was done about it; then it is the seed's again."""

_LOCKED_FOR_S = 1.0
"""Seconds SQLite waits for somebody else's lock; below :data:`ANSWER_WITHIN_S`, so the thread is free again too."""

_FAILURES = (SQLAlchemyError, sqlite3.Error, OSError, ValueError, KeyError)

Answer = TypeVar("Answer")


class DemoFile:
    """One demo shop's file and the threads that use it. Its dates move on with the clock, a day at a time."""

    def __init__(self, path: Path, clock: Clock, *, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._path = path
        self._clock = clock
        self._within_s = answer_within_s
        self._day = shop_day(self.now())
        self._reading, self._writing = _engine(path, "ro"), _engine(path, "rw")
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="demo-shop")

    def now(self) -> datetime:
        """The time."""
        return from_ms(self._clock.now_ms())

    async def read(self, question: Callable[[Connection], Answer]) -> Answer:
        """The answer to a question.

        Raises:
            ShopUnavailable: the file is gone, locked, broken or slow.
        """
        return await self._in_time(self._on, self._reading, question)

    async def change(self, deed: Callable[[Connection], Answer]) -> Answer | None:
        """Do something in one transaction, one after the other with whoever else changes the shop.

        Returns:
            What the deed gives; None when it took too long: it may still happen.

        Raises:
            ShopUnavailable: nothing has happened.
        """
        try:
            return await self._in_time(self._on, self._writing, deed)
        except ShopUnavailable as error:
            if error.fields.get("why") == "TimeoutError":
                return None
            raise

    def close(self) -> None:
        """Let go of the threads; calls under way end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _in_time(self, work: Callable[..., Answer], *given: object) -> Answer:
        asked = asyncio.get_running_loop().run_in_executor(self._threads, work, *given)
        try:
            return await asyncio.wait_for(asked, self._within_s)
        except (TimeoutError, asyncio.TimeoutError, *_FAILURES) as error:
            raise ShopUnavailable(why=type(error).__name__) from error

    def _on(self, engine: Engine, work: Callable[[Connection], Answer]) -> Answer:
        self._keep_fresh()
        with engine.begin() as db:
            return work(db)

    def _keep_fresh(self) -> None:
        today = shop_day(self.now())
        # A file that is gone stays gone: a shop that is down must look down.
        if today > self._day and self._path.exists():
            self._day = today
            # On a full disk yesterday's shop is still a shop.
            with suppress(SettingError):
                ensure_seeded(self._path, self.now())


def ensure_seeded(path: Path, now: datetime) -> bool:
    """Make the demo shop's file, or date it anew when its day has passed; True when it was written.

    What was done about an order is kept when the others are dated anew.

    Raises:
        SettingError: the file cannot be written, or is somebody else's database and is left alone.
    """
    today = shop_day(now)
    try:
        if not path.exists() or not path.stat().st_size:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, seeds.stock_of(today), today)
            return True
        with _engine(path, "ro").begin() as db:
            version, day = _seeded(db, path)
        if version != seeds.VERSION:
            write_file(path, seeds.stock_of(today), today)
            return True
        return day < today and _date_anew(path, now)
    except (SQLAlchemyError, sqlite3.Error, OSError, ValueError) as error:
        raise SettingError(f"演示店铺的数据文件 {path} 无法读写，请检查路径、权限和磁盘空间。") from error


def write_file(path: Path, stock: Stock, today: date) -> None:
    """Write a shop into a file of its own, aside and then renamed: nobody ever reads half of it."""
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        engine = create_engine(f"sqlite:///{aside}", poolclass=NullPool)
        t.METADATA.create_all(engine)
        with engine.begin() as db:
            stocks.write(db, stock)
            db.execute(insert(t.seed).values(day=today.isoformat(), version=seeds.VERSION))
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _seeded(db: Connection, path: Path) -> tuple[int, date]:
    """The version and the day of the seed; version 0 when it says neither."""
    if not inspect(db).has_table(t.seed.name) or not inspect(db).has_table(t.tracking_steps.name):
        raise SettingError(f"{path} 不是演示店铺的数据文件，不会覆盖它。请换一个 JIEZHU_SHOP_DATABASE。")
    row = db.execute(select(t.seed)).first()
    return (row.version, date.fromisoformat(row.day)) if row else (0, date.min)


def _date_anew(path: Path, now: datetime) -> bool:
    """Put today's seed in the place of an older one, around the orders something was done about.

    In one transaction on the same file: a request that comes meanwhile waits, and is neither lost nor done twice.
    """
    today = shop_day(now)
    with _engine(path, "rw").begin() as db:
        if _seeded(db, path)[1] >= today:
            return False
        kept = _clear(db, now - timedelta(days=KEPT_DAYS))
        stocks.write(db, seeds.stock_of(today), kept=kept)
        db.execute(delete(t.seed))
        db.execute(insert(t.seed).values(day=today.isoformat(), version=seeds.VERSION))
    return True


def _clear(db: Connection, since: datetime) -> frozenset[str]:
    """Remove what the seed wrote and what was done before a time; the stories of the orders that are left."""
    done_about = t.orders.c.touched_at >= ms(since)
    kept = db.execute(select(t.orders.c.order_id, t.orders.c.story).where(done_about)).all()
    ids = [row.order_id for row in kept]
    of_orders: tuple[Table, ...] = (t.tracking_steps, t.parcels, t.refunds, t.after_sales, t.order_lines)
    for table in (*of_orders, t.invoices, t.inquiries, t.orders):
        db.execute(delete(table).where(table.c.order_id.not_in(ids)))
    db.execute(delete(t.coupons).where(t.coupons.c.granted_at.is_(None) | (t.coupons.c.granted_at < ms(since))))
    db.execute(delete(t.requests).where(t.requests.c.at < ms(since)))
    db.execute(delete(t.products))
    db.execute(delete(t.customers))
    return frozenset(row.story for row in kept)


def _engine(path: Path, mode: str) -> Engine:
    """Connections that never make a file; a transaction of those that write begins by taking the file's write lock."""
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    engine = create_engine(
        "sqlite://",
        # Without an isolation level sqlite3 begins no transaction by itself, in the middle of one.
        creator=lambda: sqlite3.connect(
            uri, uri=True, timeout=_LOCKED_FOR_S, check_same_thread=False, isolation_level=None
        ),
        poolclass=NullPool,
    )
    # Read first and locked later, two who change the same order would both have decided on its old state.
    event.listen(engine, "begin", lambda db: db.exec_driver_sql("BEGIN IMMEDIATE" if mode == "rw" else "BEGIN"))
    return engine
