"""Sessions, used tokens and counted sign-ins, on a real store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis
from support.live_store import LiveStore

from bot.adapters.login_guard import LoginGuard
from bot.adapters.nonces import Nonces
from bot.adapters.redis_connect import connect
from bot.adapters.sessions import Sessions
from bot.kernel.errors import StoreUnavailable, TooMuch


@pytest.fixture
async def redis(store_url: str) -> AsyncIterator[Redis]:
    """A client of an empty store."""
    client = connect(store_url)
    yield client
    await client.aclose()


async def test_a_session_is_read_until_it_is_closed(redis: Redis) -> None:
    """The record comes back as it was; afterwards there is nothing."""
    sessions = Sessions(redis, "customer", ttl_s=60)
    token = await sessions.open({"name": "林晓", "verified": True})

    assert await sessions.read(token) == {"name": "林晓", "verified": True}
    await sessions.close(token)
    assert await sessions.read(token) is None


async def test_the_store_holds_no_token(redis: Redis) -> None:
    """Whoever copies the store can open nobody's session."""
    token = await Sessions(redis, "staff", ttl_s=60).open({"agent_id": "a_1"})

    for key in await redis.keys("*"):
        assert token not in str(key)
        assert token not in str(await redis.get(key))


async def test_a_session_of_one_audience_means_nothing_to_the_other(redis: Redis) -> None:
    """A customer's token opens no desk."""
    token = await Sessions(redis, "customer", ttl_s=60).open({"agent_id": "a_1"})

    assert await Sessions(redis, "staff", ttl_s=60).read(token) is None


async def test_only_a_sliding_session_lasts_longer_by_being_used(redis: Redis) -> None:
    """A staff session ends when its hours are over; a customer's while they stay away."""
    left = {}
    for sliding in (True, False):
        sessions = Sessions(redis, "customer", ttl_s=1000, sliding=sliding)
        token = await sessions.open({})
        key = sessions._key(token)
        await redis.expire(key, 10)
        await sessions.read(token)
        left[sliding] = await redis.ttl(key)

    assert left[True] > 900
    assert left[False] <= 10


@pytest.mark.parametrize("token", ["", "unknown", "x" * 10_000, "林晓", "\ud800", "*"])
async def test_a_token_that_is_none_opens_nothing(redis: Redis, token: str) -> None:
    """Neither nonsense nor patterns."""
    sessions = Sessions(redis, "customer", ttl_s=60)
    await sessions.open({})

    assert await sessions.read(token) is None
    await sessions.close(token)


async def test_a_nonce_has_one_winner(redis: Redis) -> None:
    """Twenty processes at once, one first use, and it is forgotten in time."""
    nonces = Nonces(redis)

    won = await asyncio.gather(*(nonces.first_use("n1", 60) for _ in range(20)))

    assert won.count(True) == 1
    assert [0 < await redis.ttl(key) <= 60 for key in await redis.keys("*nonce*")] == [True]


async def test_tries_are_counted_for_name_and_address_together(redis: Redis) -> None:
    """Somebody elsewhere cannot lock a colleague out."""
    guard = LoginGuard(redis, tries=2, pause_s=60)
    for _ in range(2):
        await guard.begin("xiaolin", "10.0.0.1")

    with pytest.raises(TooMuch) as refused:
        await guard.begin("xiaolin", "10.0.0.1")
    await guard.begin("xiaolin", "10.0.0.2")
    await guard.begin("xiaozhou", "10.0.0.1")

    assert 0 < refused.value.fields["retry_after_s"] <= 60


async def test_the_pause_is_whole_however_slowly_one_guessed_before(redis: Redis) -> None:
    """It starts at the last free try, not at the first."""
    guard = LoginGuard(redis, tries=2, pause_s=600)
    await guard.begin("xiaolin", "10.0.0.1")
    (key,) = await redis.keys("*login*")
    await redis.expire(key, 5)
    await guard.begin("xiaolin", "10.0.0.1")

    with pytest.raises(TooMuch, match="10分钟"):
        await guard.begin("xiaolin", "10.0.0.1")


async def test_without_the_store_nothing_is_let_through(redis: Redis, live_store: LiveStore) -> None:
    """No session, no token, no sign-in is taken for good while it cannot be told."""
    token = await Sessions(redis, "staff", ttl_s=60).open({})
    live_store.kill()
    try:
        for question in (
            Sessions(redis, "staff", ttl_s=60).read(token),
            Nonces(redis).first_use("n1", 60),
            LoginGuard(redis).begin("xiaolin", "10.0.0.1"),
        ):
            with pytest.raises(StoreUnavailable):
                await question
    finally:
        live_store.start()
