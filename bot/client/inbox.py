"""What came in and was not read yet: bounded, each event once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from bot.kernel.errors import JiezhuError

T = TypeVar("T")


class Inbox(Generic[T]):
    """Items in the order they came. ``cursors`` has the highest ``seq`` of each log that was put in.

    Nothing in here ever waits for the reader, or a reader who does not read would hold up the answers to what is being
    sent. When there is no room, events are let go. The hub has them: ``refill`` is called once there is room again, and
    must lead to :meth:`refilling` and to everything after the cursors.
    """

    def __init__(self, most: int, refill: Callable[[], None], cursors: Mapping[str, int] | None = None) -> None:
        self.cursors = dict(cursors or {})
        self._most = most
        self._refill = refill
        self._kept: deque[T] = deque()
        self._lagging = False
        self._asked = False
        self._came = asyncio.Event()
        self._ended: JiezhuError | None = None

    def put(self, item: T) -> None:
        """Take in what is no event; let go of it when there is no room."""
        if not self._lagging and len(self._kept) < self._most:
            self._keep(item)

    def put_event(self, item: T, log: str, seq: int) -> None:
        """Take in an event of a log, unless it was here before."""
        if self._lagging or seq <= self.cursors.get(log, 0):
            return
        if len(self._kept) >= self._most:
            self._lagging = True
            return
        self.cursors[log] = seq
        self._keep(item)

    def refilling(self) -> None:
        """From here on everything after the cursors comes again."""
        self._lagging = self._asked = False

    def end(self, error: JiezhuError) -> None:
        """Nothing more will come; what is here can still be read."""
        self._ended = error
        self._came.set()

    async def next(self) -> T:
        """The oldest one. Giving up waiting for it loses nothing.

        Raises:
            JiezhuError: what ended the client, once everything is read.
        """
        while not self._kept:
            if self._ended is not None:
                raise self._ended
            if self._lagging and not self._asked:
                # Still lagging until it begins: an event that comes before must not move the cursor over the gap.
                self._asked = True
                self._refill()
            self._came.clear()
            await self._came.wait()
        return self._kept.popleft()

    def _keep(self, item: T) -> None:
        self._kept.append(item)
        self._came.set()
