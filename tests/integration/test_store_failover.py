"""The store behind Sentinels: what is acknowledged is on a replica, and a dead primary costs errors, nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from redis.exceptions import RedisError
from support.live_sentinel import WatchedStore
from support.live_store import eventually

from bot.adapters import keys
from bot.adapters.redis_connect import ConfirmedScript, connect, connect_listener
from bot.adapters.redis_line import published
from bot.adapters.shared_limits import SharedLimits
from bot.adapters.wakeups import RedisWakeups
from bot.kernel.errors import StoreUnavailable

APPEND = "return redis.call('RPUSH', KEYS[1], ARGV[1])"
ONCE = "if redis.call('SADD', KEYS[1], ARGV[1]) == 1 then return 'done' end return 'repeated'"


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WatchedStore]:
    """One primary, two replicas, three Sentinels."""
    store = WatchedStore(tmp_path_factory.mktemp("watched"))
    try:
        store.start()
        yield store
    finally:
        store.stop()


@pytest.fixture
async def heard_so_far(watched: WatchedStore) -> AsyncIterator[list[str]]:
    """What a hub hears on the wake-up channel, taken up again whenever the line breaks."""
    redis, listener, found = connect(watched.url), connect_listener(watched.url), []
    wakeups = RedisWakeups(redis, listener)

    async def follow() -> None:
        while True:
            try:
                async for signal in wakeups.subscribe():
                    found.append(signal.conversation)
            except StoreUnavailable:
                await asyncio.sleep(0.05)

    task = asyncio.create_task(follow())
    yield found
    task.cancel()
    await listener.aclose()
    await redis.aclose()


async def test_a_write_that_no_replica_has_is_not_acknowledged(watched: WatchedStore) -> None:
    """And the same one again, which writes nothing the second time, is acknowledged only when they have it."""
    redis = connect(watched.url)
    once = ConfirmedScript(redis, ONCE, replicas=1)
    assert await once(["seen"], ["a"]) == "done"
    for port in watched.replicas():
        watched.pause(port)

    with pytest.raises(RedisError, match="confirmed"):
        await once(["seen"], ["b"])
    with pytest.raises(RedisError, match="confirmed"):
        await once(["seen"], ["b"])

    for port in watched.replicas():
        watched.resume(port)
    assert await once(["seen"], ["b"]) == "repeated"
    await redis.aclose()


async def test_without_replicas_asked_for_the_primarys_word_is_enough(watched: WatchedStore) -> None:
    """The single machine pays nothing."""
    redis = connect(watched.url)
    for port in watched.replicas():
        watched.pause(port)

    assert await ConfirmedScript(redis, ONCE)(["single"], ["a"]) == "done"

    for port in watched.replicas():
        watched.resume(port)
    await redis.aclose()


async def test_what_was_acknowledged_is_there_after_the_primary_died(
    watched: WatchedStore, heard_so_far: list[str]
) -> None:
    """Another is promoted, which never saw our scripts; calls and subscriptions find it by themselves."""
    redis = connect(watched.url)
    append, acknowledged = ConfirmedScript(redis, APPEND, replicas=1), []
    dead, killed = watched.primary(), asyncio.Event()

    async def write() -> int:
        """Write numbers until a hundred were acknowledged after the crash; how many failed."""
        failed, number, more = 0, 0, 0
        while more < 100:
            number += 1
            try:
                await append(["numbers"], [number])
            except (RedisError, OSError):
                failed += 1
                await asyncio.sleep(0.05)
                continue
            acknowledged.append(str(number))
            more += killed.is_set()
        return failed

    writing = asyncio.create_task(write())

    async def enough() -> bool:
        return len(acknowledged) > 50

    await eventually(enough)
    await asyncio.to_thread(watched.kill, dead)
    killed.set()

    async with asyncio.timeout(30):
        failed = await writing
    assert failed > 0, "the drill killed nothing"
    kept = await redis.lrange("numbers", 0, -1)
    assert set(acknowledged) <= set(kept)

    async def woken() -> bool:
        await redis.publish(keys.WAKE, "c c_after")
        return "c_after" in heard_so_far

    await eventually(woken, within_s=15)
    watched.restart(dead)
    await redis.aclose()


async def test_a_silent_store_is_noticed_by_who_only_listens(watched: WatchedStore) -> None:
    """A machine that vanished closes no connection."""
    listener, redis = connect_listener(watched.url), connect(watched.url)
    hearing = asyncio.ensure_future(anext(published(listener.connection_pool, ["news"], silence_s=0.2)))

    async def listens() -> bool:
        return dict(await redis.pubsub_numsub("news"))["news"] == 1

    await eventually(listens)
    port = watched.primary()
    watched.pause(port)
    try:
        with pytest.raises(RedisError, match="silent"):
            await asyncio.wait_for(hearing, 5)
    finally:
        watched.resume(port)
        await redis.aclose()
        await listener.aclose()


async def test_a_limit_is_one_for_all_hubs_and_none_without_a_store(store_url: str) -> None:
    """Two hubs count in one bucket; a store that is away keeps nobody waiting."""
    redis = connect(store_url)
    one, other = SharedLimits(redis), SharedLimits(redis)

    taken = [await hub.take("messages:c_1", size=4, per_s=0.001, tokens=2) for hub in (one, other, one)]

    assert taken == [True, True, False]
    assert await redis.ttl(keys.limit("messages:c_1")) > 0
    await redis.aclose()
    gone = connect("redis://127.0.0.1:1/0")
    assert await SharedLimits(gone).take("messages:c_1", size=4, per_s=0.001, tokens=2)
    await gone.aclose()
