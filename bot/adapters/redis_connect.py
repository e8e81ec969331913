"""How the app environment connects to the live store: one server or Sentinels, and what "written" means there.

One function for each kind of use: :func:`connect` for calls, :func:`connect_listener` for subscriptions,
:func:`connect_once` for a question in passing. ``REDIS_URL`` is read by :mod:`bot.kernel.store_address`. With
Sentinels a primary that is gone costs errors (StoreUnavailable, the client tries again) until another is promoted.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from typing import Any

import redis as blocking
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import (
    Sentinel,
    SentinelConnectionPool,
    SentinelManagedConnection,
    SentinelManagedSSLConnection,
)
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import NoScriptError, RedisError

from bot.adapters import keys
from bot.adapters.redis_line import LineRedis
from bot.adapters.redis_pool import FairPool
from bot.kernel import store_address
from bot.kernel.errors import StoreUnavailable
from bot.kernel.store_address import Login, StoreAddress

CONNECTIONS = 32
CALL_S = 5
"""Each call waits so long at most: a hung store is an error, not a stop."""
CONNECT_S = 2
SENTINEL_S = 1
"""A Sentinel that is gone is passed over after so long."""
CONFIRM_MS = 1_000
"""Milliseconds the replicas have to confirm a write."""
SILENCE_S = 10
"""A subscription that hears nothing for so long asks whether anybody is there."""

_KEEPALIVE = {socket.TCP_KEEPIDLE: 15, socket.TCP_KEEPINTVL: 5, socket.TCP_KEEPCNT: 3}


class SentinelPool(FairPool, SentinelConnectionPool):
    """The fair pool on whichever server the Sentinels call the primary."""

    async def aclose(self) -> None:
        """See the base; the connections to the Sentinels are closed, too."""
        await super().aclose()
        await self.sentinel_manager.aclose()


class answering:  # noqa: N801 - read as a word: with answering():
    """Turn any failure of the store into the one error the rooms know."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, (RedisError, OSError)):
            raise StoreUnavailable() from error


def connect(url: str) -> Redis:
    """A client for a store URL.

    Raises:
        SettingError: the URL is none.
    """
    return LineRedis(_pool(url), timeout_s=CALL_S)


def connect_listener(url: str) -> Redis:
    """A client for subscriptions, which no call has to wait behind. Read them with
    :func:`bot.adapters.redis_line.published`: silence is normal.

    Raises:
        SettingError: the URL is none.
    """
    return Redis.from_pool(_pool(url))


def connect_once(url: str, timeout_s: float) -> blocking.Redis:
    """A blocking client of the primary, for a question of the supervisor or the doctor.

    Raises:
        SettingError: the URL is none.
    """
    address = store_address.parse(url)
    times = {"socket_timeout": timeout_s, "socket_connect_timeout": timeout_s}
    if not address.sentinels:
        return blocking.Redis.from_url(url, **times)
    asked = {**times, **_said(address.sentinel_login), "ssl": address.tls}
    watching: Any = blocking.Sentinel(list(address.sentinels), sentinel_kwargs=asked)  # type: ignore[no-untyped-call]
    options = {"db": address.db, "ssl": address.tls, **times, **_said(address.login)}
    client: blocking.Redis = watching.master_for(address.service, **options)
    return client


def _pool(url: str) -> FairPool:
    address = store_address.parse(url)
    options: dict[str, Any] = {
        "max_connections": CONNECTIONS,
        "timeout": CALL_S,
        "socket_timeout": CALL_S,
        "socket_connect_timeout": CONNECT_S,
        "decode_responses": True,
    }
    if address.url.startswith("unix:"):
        return FairPool.from_url(url, **options)
    options |= {"socket_keepalive": True, "socket_keepalive_options": _KEEPALIVE}
    if not address.sentinels:
        return FairPool.from_url(url, **options)
    return SentinelPool(
        service_name=address.service,
        sentinel_manager=_sentinels(address),
        connection_class=SentinelManagedSSLConnection if address.tls else SentinelManagedConnection,
        # A primary that was promoted, died and is still named by a Sentinel must not be taken for a connection.
        check_connection=True,
        db=address.db,
        **options,
        **_said(address.login),
    )


def _sentinels(address: StoreAddress) -> Sentinel:
    # Each is asked once: the next one answers sooner than this one's second try.
    asked_once: dict[str, Any] = {"socket_timeout": SENTINEL_S, "socket_connect_timeout": SENTINEL_S}
    asked_once |= {"retry": Retry(NoBackoff(), 0), "ssl": address.tls, **_said(address.sentinel_login)}
    return Sentinel(list(address.sentinels), sentinel_kwargs=asked_once)  # type: ignore[no-untyped-call]


def _said(login: Login) -> dict[str, str]:
    return {name: said for name, said in (("username", login.username), ("password", login.password)) if said}


class ConfirmedScript:
    """A Lua script that has run only when so many replicas have what it wrote (``JIEZHU_STORE_REPLICAS``).

    A primary answers before its replicas have a write; when it dies then, the promoted one never had it. WAIT holds
    the answer back until they have. It looks at the last write of its own connection, so it follows on the same one;
    and a script that writes nothing (a resend that finds its first result) must wait for what another connection
    wrote before it, hence the mark in between.

    Args:
        replicas: 0: the primary's word is enough, and nothing is added to the call.
    """

    def __init__(self, redis: Redis, text: str, *, replicas: int = 0) -> None:
        self._redis: Any = redis
        self._replicas = replicas
        self._text = text
        self._script = redis.register_script(text)

    async def __call__(self, names: Sequence[str], arguments: Sequence[Any]) -> Any:
        """Run it.

        Raises:
            redis.exceptions.RedisError: it failed, or not enough replicas confirmed in time. What it wrote may be
                there all the same: call it again with something that makes it do nothing the second time.
        """
        run = self._confirmed if self._replicas else self._redis.execute_command
        try:
            return await run("EVALSHA", self._script.sha, len(names), *names, *arguments)
        except NoScriptError:
            # The server was started anew, or another one was promoted.
            return await run("EVAL", self._text, len(names), *names, *arguments)

    async def _confirmed(self, *command: Any) -> Any:
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.execute_command(*command)
            pipe.set(keys.CONFIRMED, "1")
            pipe.execute_command("WAIT", self._replicas, CONFIRM_MS)
            answer, marked, have = await pipe.execute(raise_on_error=False)
        for said in (answer, marked, have):
            if isinstance(said, Exception):
                raise said
        if int(have) < self._replicas:
            raise NoConnection(f"Only {have} of {self._replicas} replicas confirmed the write.")
        return answer
