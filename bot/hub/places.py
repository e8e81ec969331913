"""Places in the queue: one reading tells every waiting customer of this process whether theirs moved.

Without it each change of the queue would make everybody who waits look for themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.handoff.wakeups_port import Detach
from bot.hub.follow import Follower
from bot.hub.tasks import end
from bot.kernel.errors import JiezhuError
from bot.runtime.logs import get_logger

log = get_logger("hub")


class Places:
    """Wakes the followers of waiting customers whose place is no longer the one they were told."""

    def __init__(self, read_places: Callable[[list[str]], Awaitable[list[int | None]]]) -> None:
        self._read_places = read_places
        self._followers: set[tuple[str, Follower]] = set()
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def watch(self, conversation: str, follower: Follower) -> Detach:
        """Look after a customer's place until the returned function is called."""
        entry = (conversation, follower)
        self._followers.add(entry)
        return lambda: self._followers.discard(entry)

    def changed(self) -> None:
        """The queue is not what it was."""
        self._changed.set()

    def start(self) -> None:
        """Begin to work."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop working."""
        if self._task is not None:
            await end(self._task)

    async def _run(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                await self._look()
            except JiezhuError as error:
                # Each follower looks for itself after a while, so this costs only time.
                log.warning("places.skipped", code=error.code)

    async def _look(self) -> None:
        waiting = [(conversation, follower) for conversation, follower in self._followers if _waits(follower)]
        if not waiting:
            return
        places = await self._read_places([conversation for conversation, _ in waiting])
        for (_, follower), place in zip(waiting, places, strict=True):
            if follower.control["position"] != place:
                follower.wake()


def _waits(follower: Follower) -> bool:
    return bool(follower.control["state"] == "waiting")
