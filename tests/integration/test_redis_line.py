"""All calls of a process share one connection to the store: each gets its own answer, and a broken line is honest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as TooLate
from support.live_store import LiveStore, eventually

from bot.adapters.redis_line import LineRedis, published
from bot.adapters.redis_pool import FairPool


@pytest.fixture
async def redis(store_url: str) -> AsyncIterator[LineRedis]:
    """A client with a line of its own."""
    client = LineRedis(FairPool.from_url(store_url, decode_responses=True), timeout_s=5)
    yield client
    await client.aclose()


async def test_each_of_many_calls_at_once_gets_its_own_answer(redis: LineRedis) -> None:
    """Two thousand at a time, over one connection."""
    await asyncio.gather(*(redis.set(f"k{number}", number) for number in range(1000)))

    found = await asyncio.gather(*(redis.get(f"k{number}") for number in range(1000)))

    assert found == [str(number) for number in range(1000)]


async def test_answers_have_the_forms_of_the_usual_client(redis: LineRedis) -> None:
    """Whoever used redis-py before sees no difference."""
    await redis.hset("h", mapping={"a": "1", "b": "二"})
    await redis.zadd("z", {"x": 1.5})
    await redis.xadd("s", {"e": "文"}, id="1-0")

    assert await redis.hgetall("h") == {"a": "1", "b": "二"}
    assert await redis.zscore("z", "x") == 1.5
    assert await redis.zscore("z", "nobody") is None
    assert await redis.xrange("s") == [("1-0", {"e": "文"})]
    assert await redis.set("n", "1", nx=True) is True
    assert await redis.set("n", "2", nx=True) is None
    assert (await redis.info("server"))["tcp_port"] > 0


async def test_an_error_of_one_call_is_nobody_elses(redis: LineRedis) -> None:
    """It is raised where it belongs, and the calls around it are answered."""
    await redis.set("text", "no number")

    before, wrong, after = await asyncio.gather(
        redis.get("text"), redis.incr("text"), redis.get("text"), return_exceptions=True
    )

    assert isinstance(wrong, ResponseError)
    assert (before, after) == ("no number", "no number")


async def test_who_gives_up_waiting_does_not_shift_the_others_answers(redis: LineRedis) -> None:
    """The answer to the cancelled call is read and thrown away."""
    await redis.set("a", "1")
    given_up = asyncio.create_task(redis.set("b", "2"))
    await asyncio.sleep(0)
    given_up.cancel()

    found = await asyncio.gather(redis.get("a"), redis.get("a"))

    assert found == ["1", "1"]


async def test_a_script_the_store_does_not_know_yet_is_sent_to_it(redis: LineRedis) -> None:
    """After a restart of the store, too."""
    script = redis.register_script("return ARGV[1]")

    assert await script(args=["wort"]) == "wort"
    await redis.script_flush()
    assert await script(args=["wieder"]) == "wieder"


async def test_a_store_that_died_is_an_error_and_the_next_call_finds_it_again(tmp_path: Path) -> None:
    """Nothing is sent twice: who was under way is told, and decides."""
    store = LiveStore(tmp_path)
    store.start()
    redis = LineRedis(FairPool.from_url(store.url, decode_responses=True), timeout_s=5)
    try:
        await redis.set("a", "1")
        store.kill()
        with pytest.raises(NoConnection):
            await redis.get("a")
        store.start()

        assert await redis.get("a") == "1"
    finally:
        await redis.aclose()
        store.stop()


async def test_a_store_that_hangs_is_given_up_in_time(redis: LineRedis, store_url: str) -> None:
    """Everybody who waits is told at once, and the line is given up."""
    impatient = LineRedis(FairPool.from_url(store_url, decode_responses=True), timeout_s=0.2)
    try:
        await impatient.ping()
        await redis.execute_command("CLIENT", "PAUSE", "1000", "ALL")

        failed = await asyncio.gather(*(impatient.set(f"k{n}", n) for n in range(3)), return_exceptions=True)

        assert [type(error) for error in failed] == [TooLate] * 3
    finally:
        await impatient.aclose()


async def test_what_is_published_is_heard_in_order(redis: LineRedis, store_url: str) -> None:
    """On a connection of its own."""
    pool = FairPool.from_url(store_url, decode_responses=True)
    heard: list[str] = []

    async def listen() -> None:
        async for said in published(pool, ["channel"], 5):
            heard.append(said)

    listening = asyncio.create_task(listen())

    async def listens() -> bool:
        return dict(await redis.pubsub_numsub("channel"))["channel"] == 1

    await eventually(listens)
    await asyncio.gather(*(redis.publish("channel", str(number)) for number in range(200)))

    async def all_heard() -> bool:
        return len(heard) == 200

    await eventually(all_heard)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)

    assert heard == [str(number) for number in range(200)]


async def test_silence_is_no_reason_to_hang_up_as_long_as_somebody_is_there(redis: LineRedis, store_url: str) -> None:
    """After a silence the store is asked for a sign of life, which it gives."""
    pool = FairPool.from_url(store_url, decode_responses=True)
    heard: list[str] = []

    async def listen() -> None:
        async for said in published(pool, ["quiet"], 0.05):
            heard.append(said)

    listening = asyncio.create_task(listen())
    pings = int((await redis.info("commandstats")).get("cmdstat_ping", {}).get("calls", 0))

    async def asked_often() -> bool:
        stats = await redis.info("commandstats")
        return int(stats.get("cmdstat_ping", {}).get("calls", 0)) >= pings + 3

    await eventually(asked_often)
    await redis.publish("quiet", "da")

    async def heard_it() -> bool:
        return heard == ["da"]

    await eventually(heard_it)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def test_a_store_that_dies_ends_the_subscription(tmp_path: Path) -> None:
    """The listener is told and begins anew."""
    store = LiveStore(tmp_path)
    store.start()
    pool = FairPool.from_url(store.url, decode_responses=True)

    async def listen() -> None:
        async for _ in published(pool, ["channel"], 5):
            pass

    listening = asyncio.create_task(listen())
    async with asyncio.timeout(5):
        watcher = LineRedis(FairPool.from_url(store.url, decode_responses=True), timeout_s=5)
        while not dict(await watcher.pubsub_numsub("channel"))["channel"]:
            await asyncio.sleep(0.01)
        store.kill()
        with pytest.raises(NoConnection):
            await listening
        await watcher.aclose()
