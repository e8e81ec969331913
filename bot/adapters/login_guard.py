"""Slows down guessing: so many tries at a name from one address, then a pause."""

from __future__ import annotations

import hashlib

from redis.asyncio import Redis

from bot.adapters import keys
from bot.adapters.redis_connect import answering
from bot.kernel.errors import TooMuch


class LoginGuard:
    """Counts tries in Redis or Valkey, so that the pause holds for every hub process and over a restart.

    Args:
        tries: how many tries are free.
        pause_s: seconds of pause after them.
    """

    def __init__(self, redis: Redis, *, tries: int = 5, pause_s: int = 300) -> None:
        self._redis = redis
        self._tries = tries
        self._pause_s = pause_s

    async def begin(self, username: str, address: str) -> None:
        """Count a try before the password is looked at, so that a burst of parallel guesses gains nothing.

        Raises:
            TooMuch: the free tries are used up; the message says how long the pause still lasts.
            StoreUnavailable: the store does not answer.
        """
        key = self._key(username, address)
        with answering():
            async with self._redis.pipeline(transaction=True) as pipe:
                # SET NX before INCR: the counter never exists without a TTL, whatever dies in between.
                pipe.set(key, 0, ex=self._pause_s, nx=True)
                pipe.incr(key)
                pipe.ttl(key)
                _, count, left = await pipe.execute()
            if int(count) == self._tries:
                await self._redis.expire(key, self._pause_s)
        if int(count) > self._tries:
            minutes = max(1, -(-int(left) // 60))
            raise TooMuch(f"登录失败次数过多，请约{minutes}分钟后再试。", retry_after_s=max(1, int(left)))

    async def succeeded(self, username: str, address: str) -> None:
        """Forget the tries of somebody who knew the password."""
        with answering():
            await self._redis.delete(self._key(username, address))

    @staticmethod
    def _key(username: str, address: str) -> str:
        return keys.login(hashlib.sha256(f"{username}|{address}".encode()).hexdigest())
