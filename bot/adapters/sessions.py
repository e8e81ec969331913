"""Sessions of customers and of staff: an opaque token outside, a small record in Redis or Valkey inside.

The token is 32 random bytes. Only its SHA-256 is stored, so a copy of the store opens nobody's session.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any, Literal

from redis.asyncio import Redis

from bot.adapters import keys
from bot.adapters.redis_connect import answering

LONGEST_TOKEN = 128


class Sessions:
    """The sessions of one audience.

    Args:
        audience: whose sessions; a token of one audience means nothing to the other.
        ttl_s: seconds a session lasts.
        sliding: whether each use starts the time again.
    """

    def __init__(
        self, redis: Redis, audience: Literal["customer", "staff"], *, ttl_s: int, sliding: bool = False
    ) -> None:
        self._redis = redis
        self._audience = audience
        self.ttl_s = ttl_s
        self._sliding = sliding

    async def open(self, record: Mapping[str, Any]) -> str:
        """Begin a session and give its token, which exists nowhere else.

        Raises:
            StoreUnavailable: the store does not answer.
        """
        token = secrets.token_urlsafe(32)
        with answering():
            await self._redis.set(self._key(token), json.dumps(dict(record), ensure_ascii=False), ex=self.ttl_s)
        return token

    async def read(self, token: str) -> dict[str, Any] | None:
        """The record of a session, or None when there is no such session (any more).

        Raises:
            StoreUnavailable: the store does not answer; that is not the same as no session.
        """
        if not _well_formed(token):
            return None
        with answering():
            key = self._key(token)
            kept = await (self._redis.getex(key, ex=self.ttl_s) if self._sliding else self._redis.get(key))
        record: dict[str, Any] | None = json.loads(kept) if kept is not None else None
        return record

    async def close(self, token: str) -> None:
        """End a session; ending one that is not there is fine."""
        if _well_formed(token):
            with answering():
                await self._redis.delete(self._key(token))

    def _key(self, token: str) -> str:
        return keys.session(self._audience, hashlib.sha256(token.encode()).hexdigest())


def _well_formed(token: str) -> bool:
    return 0 < len(token) <= LONGEST_TOKEN and token.isascii()
