"""Limits that hold for all hub processes together: token buckets in Redis or Valkey."""

from __future__ import annotations

import asyncio

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.adapters import keys

WITHIN_S = 0.25
"""A store that needs longer is not waited for: a limit is no reason to keep a customer waiting."""

_TAKE = """
-- A token bucket: KEYS bucket; ARGV size, tokens a second, tokens wanted. Gives 1, or 0 when there are too few.
-- The server's clock, so that hubs whose clocks differ agree.
local size, per_s, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = size
if kept[1] then tokens = math.min(size, tonumber(kept[1]) + math.max(0, now - tonumber(kept[2])) / 1000 * per_s) end
local taken = tokens >= wanted
if taken then tokens = tokens - wanted end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil(size / per_s * 1000) + 1000)
return taken and 1 or 0
"""


class SharedLimits:
    """The port :class:`bot.hub.bucket.Ledger` in the store."""

    def __init__(self, redis: Redis) -> None:
        self._take = redis.register_script(_TAKE)

    async def take(self, name: str, *, size: int, per_s: float, tokens: int) -> bool:
        """See the port. A store that does not answer at once has nothing against it."""
        try:
            async with asyncio.timeout(WITHIN_S):
                return bool(await self._take([keys.limit(name)], [size, per_s, tokens]))
        except (RedisError, OSError):
            return True
