"""How many pictures a conversation may send in an hour, counted for all hub processes together."""

from __future__ import annotations

from redis.asyncio import Redis

from bot.adapters import keys
from bot.adapters.redis_connect import answering
from bot.kernel.errors import TooMuch

HOUR_S = 3600


class HourlyEvidence:
    """The port :class:`bot.handoff.evidence.EvidenceAllowance` in Redis or Valkey. The first one begins an hour."""

    def __init__(self, redis: Redis, *, per_hour: int) -> None:
        self._redis = redis
        self._per_hour = per_hour

    async def take(self, conversation: str) -> None:
        """See the port."""
        if self._per_hour <= 0:
            raise TooMuch("这里暂时不能发图片，请用文字说明。")
        key = keys.pictures(conversation)
        with answering():
            async with self._redis.pipeline(transaction=True) as pipe:
                # SET NX before INCR: the counter never exists without a TTL, whatever dies in between.
                pipe.set(key, 0, ex=HOUR_S, nx=True)
                pipe.incr(key)
                pipe.ttl(key)
                _, count, left = await pipe.execute()
        if int(count) > self._per_hour:
            seconds = max(1, int(left))
            minutes = -(-seconds // 60)
            sentence = f"一小时最多发{self._per_hour}张图片，请约{minutes}分钟后再发，或者先用文字说明。"
            raise TooMuch(sentence, retry_after_s=seconds)
