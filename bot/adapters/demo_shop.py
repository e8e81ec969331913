"""The demo shop: a small shop in one SQLite file, behind the same port as a merchant's system.

It is read with plain SQLAlchemy in threads of its own rather than through aiosqlite: an answer is a handful of indexed
reads that take well under a millisecond, aiosqlite would start a thread for each of them as well, and a thread that
hangs on a bad disk holds up nobody but this shop. Each answer opens the file anew and read-only, so a file that was
re-dated, moved away or locked is noticed at once.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.adapters import demo_shop_rows as rows
from bot.adapters import demo_shop_seed as seeds
from bot.adapters import demo_shop_tables as t
from bot.commerce.customers import Customer
from bot.commerce.days import shop_day
from bot.commerce.orders import Order
from bot.commerce.shop import ANSWER_WITHIN_S
from bot.kernel.clock import Clock, from_ms
from bot.kernel.errors import SettingError, ShopUnavailable

_LOCKED_FOR_S = 1.0
"""Seconds SQLite waits for somebody else's lock; below :data:`ANSWER_WITHIN_S`, so the thread is free again too."""

_FAILURES = (SQLAlchemyError, sqlite3.Error, OSError, ValueError, KeyError)

Answer = TypeVar("Answer")


class DemoShop:
    """The :class:`bot.commerce.shop.Shop` of the demo. Its dates move on with the clock, a day at a time."""

    def __init__(self, path: Path, clock: Clock, *, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._path = path
        self._clock = clock
        self._within_s = answer_within_s
        self._day = _today(clock)
        self._engine = _reader(path)
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="demo-shop")

    async def customer(self, customer_id: str) -> Customer | None:
        """See :class:`bot.commerce.shop.Shop`."""

        def read(db: Connection) -> Customer | None:
            row = db.execute(select(t.customers).where(t.customers.c.customer_id == customer_id)).first()
            return rows.read_customer(row) if row else None

        return await self._ask(read)

    async def orders(self, customer_id: str, limit: int = 20) -> list[Order]:
        """See :class:`bot.commerce.shop.Shop`."""
        newest = (
            select(t.orders)
            .where(t.orders.c.customer_id == customer_id)
            .order_by(t.orders.c.placed_at.desc(), t.orders.c.order_id.desc())
            .limit(limit)
        )
        return await self._ask(lambda db: rows.read_orders(db, db.execute(newest).all()))

    async def order(self, customer_id: str, order_id: str) -> Order | None:
        """See :class:`bot.commerce.shop.Shop`."""
        theirs = select(t.orders).where(t.orders.c.order_id == order_id, t.orders.c.customer_id == customer_id)
        found = await self._ask(lambda db: rows.read_orders(db, db.execute(theirs).all()))
        return found[0] if found else None

    async def ping(self) -> None:
        """See :class:`bot.commerce.shop.Shop`."""
        await self._ask(lambda db: db.execute(select(t.seed)).one())

    def close(self) -> None:
        """Let go of the threads; calls under way end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _ask(self, read: Callable[[Connection], Answer]) -> Answer:
        asked = asyncio.get_running_loop().run_in_executor(self._threads, self._read, read)
        try:
            return await asyncio.wait_for(asked, self._within_s)
        except (TimeoutError, asyncio.TimeoutError, *_FAILURES) as error:
            raise ShopUnavailable(why=type(error).__name__) from error

    def _read(self, read: Callable[[Connection], Answer]) -> Answer:
        self._keep_fresh()
        with self._engine.connect() as db:
            return read(db)

    def _keep_fresh(self) -> None:
        today = _today(self._clock)
        # A file that is gone stays gone: a shop that is down must look down.
        if today > self._day and self._path.exists():
            self._day = today
            # On a full disk yesterday's shop is still a shop.
            with suppress(SettingError):
                ensure_seeded(self._path, from_ms(self._clock.now_ms()))


def ensure_seeded(path: Path, now: datetime) -> bool:
    """Make the demo shop's file, or date it anew when its day has passed; True when it was written.

    Written aside and renamed: whoever reads meanwhile sees the old shop or the new one, never half of it.

    Raises:
        SettingError: the file cannot be written, or is somebody else's database and is left alone.
    """
    today = shop_day(now)
    try:
        if path.exists() and path.stat().st_size and _is_current(path, today):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, today)
    except (SQLAlchemyError, sqlite3.Error, OSError, ValueError) as error:
        raise SettingError(f"演示店铺的数据文件 {path} 无法读写，请检查路径、权限和磁盘空间。") from error
    return True


def _is_current(path: Path, today: date) -> bool:
    with _reader(path).connect() as db:
        if not inspect(db).has_table(t.seed.name) or not inspect(db).has_table(t.tracking_steps.name):
            raise SettingError(f"{path} 不是演示店铺的数据文件，不会覆盖它。请换一个 JIEZHU_SHOP_DATABASE。")
        row = db.execute(select(t.seed)).first()
    return row is not None and row.version == seeds.VERSION and date.fromisoformat(row.day) >= today


def _write(path: Path, today: date) -> None:
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        engine = create_engine(f"sqlite:///{aside}", poolclass=NullPool)
        t.METADATA.create_all(engine)
        with engine.begin() as db:
            rows.write(db, seeds.stock_of(today))
            db.execute(insert(t.seed).values(day=today.isoformat(), version=seeds.VERSION))
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _reader(path: Path) -> Engine:
    uri = f"{path.resolve().as_uri()}?mode=ro"
    return create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(uri, uri=True, timeout=_LOCKED_FOR_S, check_same_thread=False),
        poolclass=NullPool,
    )


def _today(clock: Clock) -> date:
    return shop_day(from_ms(clock.now_ms()))
