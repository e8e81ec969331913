"""Follows one conversation for one socket: its events in order, and who speaks, whenever either changes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

from bot.hub.frames import Frame
from bot.kernel.errors import StoreUnavailable

RETRY_S = 2.0
"""Seconds until a store that did not answer is asked again."""

ReadEvents = Callable[[int], Awaitable[list[dict[str, Any]]]]
ReadControl = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[Frame], Awaitable[None]]
MayGoOn = Callable[[], Awaitable[bool]]


async def always() -> bool:
    """A customer may follow their own conversation for ever."""
    return True


class Follower:
    """Sends every event after a cursor once, in order (invariant 10).

    Args:
        since: the highest ``seq`` the client has.
        control: the control record the client has been told; empty when none.
        tag: fields every frame carries besides its own.
        may_go_on: asked before each read; once it says no, the last control record is sent and nothing after it.
        sweep_s: seconds after which it looks without having been woken, at most. A wake-up is lost only with the line
            to the store, after which everybody is woken; this is for what nobody thought of, so it may be seldom: with
            thousands of sockets it is most of what they cost.
    """

    def __init__(
        self,
        *,
        since: int,
        control: dict[str, Any],
        read_events: ReadEvents,
        read_control: ReadControl,
        send: Send,
        sweep_s: float,
        tag: dict[str, Any] | None = None,
        may_go_on: MayGoOn = always,
    ) -> None:
        self.control = control
        self._cursor = since
        self._read_events = read_events
        self._read_control = read_control
        self._send = send
        self._sweep_s = sweep_s
        self._tag = tag or {}
        self._may_go_on = may_go_on
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something may have changed."""
        self._woken.set()

    async def run(self) -> None:
        """Follow until cancelled or no longer allowed.

        A store that does not answer is asked again later; until then the client's view stands still.
        """
        while True:
            # Before the read: a wake-up that comes while we read must lead to another read.
            self._woken.clear()
            rest_s = self._sweep_s * random.uniform(0.5, 1)  # noqa: S311 - so that they do not all look at once
            try:
                if not await self._may_go_on():
                    await self._tell_control()
                    return
                await self._catch_up()
            except StoreUnavailable:
                rest_s = min(rest_s, RETRY_S)
            ring = asyncio.get_running_loop().call_later(rest_s, self._woken.set)
            try:
                await self._woken.wait()
            finally:
                ring.cancel()

    async def _catch_up(self) -> None:
        while events := await self._read_events(self._cursor):
            for event in events:
                await self._send({"t": "event", **self._tag, "event": event})
                self._cursor = event["seq"]
        await self._tell_control()

    async def _tell_control(self) -> None:
        control = await self._read_control()
        if control != self.control:
            self.control = control
            await self._send({"t": "control", **self._tag, "control": control})
