"""A list that every desk of this process shows, read once for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

Items = list[dict[str, Any]]


class Board:
    """Keeps the last reading until somebody says it is old."""

    def __init__(self, read: Callable[[], Awaitable[Items]]) -> None:
        self._read = read
        self._lock = asyncio.Lock()
        self._wanted = 1
        self._have = 0
        self._items: Items = []

    def outdated(self) -> None:
        """The list changed, or a look is due."""
        self._wanted += 1

    async def items(self) -> Items:
        """The list, no older than the last call of :meth:`outdated`."""
        async with self._lock:
            if self._have != self._wanted:
                # Noted before the read: what changes while we read must lead to another one.
                version = self._wanted
                self._items = await self._read()
                self._have = version
            return self._items
