"""Things that may be used once."""

from __future__ import annotations

import hashlib

from redis.asyncio import Redis

from bot.adapters import keys
from bot.adapters.redis_connect import answering


class Nonces:
    """Remembers nonces until they would be out of date anyway."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def first_use(self, nonce: str, ttl_s: int) -> bool:
        """Take a nonce; False when somebody took it before. One winner, also among many processes.

        Raises:
            StoreUnavailable: the store does not answer; the nonce must then not be accepted.
        """
        key = keys.nonce(hashlib.sha256(nonce.encode()).hexdigest())
        with answering():
            return bool(await self._redis.set(key, "1", nx=True, ex=max(1, ttl_s)))
