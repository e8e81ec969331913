"""How the engine environment (redis-py 4.6) connects to the live store that ``REDIS_URL`` names.

The address is read by :mod:`bot.kernel.store_address`, as the hub reads it (``bot/adapters/redis_connect.py``).
"""

from __future__ import annotations

from typing import Any

import redis
import redis.asyncio as aredis
from redis.asyncio.retry import Retry as AsyncRetry
from redis.asyncio.sentinel import Sentinel as AsyncSentinel
from redis.backoff import NoBackoff
from redis.retry import Retry
from redis.sentinel import Sentinel

from bot.kernel import store_address
from bot.kernel.store_address import Login, StoreAddress

_SENTINEL_S = 1.0


def connect(url: str, timeout_s: float) -> aredis.Redis[str]:
    """A client whose every call waits ``timeout_s`` at most; with Sentinels, of whichever server is the primary.

    Raises:
        SettingError: the URL is none.
    """
    address = store_address.parse(url)
    times: dict[str, Any] = {"socket_timeout": timeout_s, "socket_connect_timeout": timeout_s}
    if not address.sentinels:
        return aredis.Redis.from_url(url, decode_responses=True, **times)
    watching = AsyncSentinel(
        list(address.sentinels), sentinel_kwargs=_asked(address, AsyncRetry(NoBackoff(), 0)), socket_keepalive=True
    )
    client: aredis.Redis[str] = watching.master_for(
        address.service, decode_responses=True, check_connection=True, **times, **_options(address)
    )
    return client


def connect_once(url: str, timeout_s: float) -> redis.Redis[bytes]:
    """A blocking client for one look.

    Raises:
        SettingError: the URL is none.
    """
    address = store_address.parse(url)
    times: dict[str, Any] = {"socket_timeout": timeout_s, "socket_connect_timeout": timeout_s}
    if not address.sentinels:
        return redis.Redis.from_url(url, **times)
    watching = Sentinel(list(address.sentinels), sentinel_kwargs=_asked(address, Retry(NoBackoff(), 0)))
    client: redis.Redis[bytes] = watching.master_for(address.service, **times, **_options(address))
    return client


def _asked(address: StoreAddress, retry: Any) -> dict[str, Any]:
    """How a Sentinel is asked: once, since the next one answers sooner than this one's second try."""
    times = {"socket_timeout": _SENTINEL_S, "socket_connect_timeout": _SENTINEL_S}
    return {**times, "retry": retry, "ssl": address.tls, **_said(address.sentinel_login)}


def _options(address: StoreAddress) -> dict[str, Any]:
    return {"db": address.db, "ssl": address.tls, **_said(address.login)}


def _said(login: Login) -> dict[str, str]:
    return {name: said for name, said in (("username", login.username), ("password", login.password)) if said}
