"""The pool of connections to the store, under contention."""

from __future__ import annotations

import asyncio

import pytest
from redis.exceptions import ConnectionError as NoConnection

from bot.adapters.redis_pool import FairPool


async def test_whoever_waits_longest_for_a_connection_gets_it(store_url: str) -> None:
    """Somebody who comes just when one is given back does not overtake."""
    pool, served = FairPool.from_url(store_url, max_connections=1, timeout=5), []

    async def use(name: str) -> None:
        connection = await pool.get_connection()
        served.append(name)
        await pool.release(connection)

    held = await pool.get_connection()
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(use("waits"))
        while not pool._turns._waiters:
            await asyncio.sleep(0)
        await pool.release(held)
        await use("newcomer")
    await pool.disconnect()

    assert served == ["waits", "newcomer"]


async def test_many_callers_on_few_connections_are_all_served(store_url: str) -> None:
    """Five hundred at once on two connections: everybody gets theirs, and every connection comes back."""
    pool = FairPool.from_url(store_url, max_connections=2, timeout=20)

    async def use() -> None:
        connection = await pool.get_connection()
        await connection.send_command("PING")
        await connection.read_response()
        await pool.release(connection)

    await asyncio.gather(*(use() for _ in range(500)))
    await pool.disconnect()

    assert pool._turns._value == 2


async def test_a_caller_who_waits_too_long_is_told_and_takes_nothing(store_url: str) -> None:
    """The turn is not lost with who gave up."""
    pool = FairPool.from_url(store_url, max_connections=1, timeout=0.01)
    held = await pool.get_connection()

    with pytest.raises(NoConnection):
        await pool.get_connection()

    await pool.release(held)
    await pool.release(await pool.get_connection())
    await pool.disconnect()


async def test_a_connection_that_cannot_be_made_gives_its_turn_back() -> None:
    """A store that is away for a while must not use the pool up."""
    pool = FairPool.from_url("redis://127.0.0.1:1/0", max_connections=1, timeout=0.5)

    for _ in range(3):
        with pytest.raises(NoConnection, match=r"Connect call failed|connecting|refused"):
            await pool.get_connection()
