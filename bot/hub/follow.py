"""Follows one conversation for one socket: its events in order, and who speaks, whenever either changes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from bot.handoff.control import Control as Record
from bot.handoff.wakeups_port import Signal
from bot.hub.frames import Frame
from bot.kernel.errors import StoreUnavailable
from bot.runtime.logs import get_logger

log = get_logger("hub")

RETRY_S = 2.0
"""Seconds until a store that did not answer is asked again."""

Event = dict[str, Any]
Control = dict[str, Any]
News = TypeVar("News")


class View(Protocol):
    """What one side may see of one conversation."""

    async def news(self, since: int) -> tuple[list[Event], int]:
        """The events after ``since`` as this side sees them, and the number up to which there is nothing more."""
        ...

    async def control(self) -> Control:
        """Who speaks, as this side is told."""
        ...

    async def may_go_on(self) -> bool:
        """Whether it may still be followed; once it may not, the last control record is sent and nothing after it."""
        ...

    def at_once(self, signal: Signal) -> list[Event] | None:
        """The events a signal brings this side, or None when the store has to be asked."""
        ...

    def control_of(self, record: Record, told: Control) -> Control:
        """Who speaks by a record that a signal brought, after ``told`` was told last."""
        ...


class Out(Protocol):
    """The way to the client."""

    async def send(self, frame: Frame) -> None:
        """Send a frame, waiting for room."""
        ...

    def offer(self, frame: Frame) -> bool:
        """Send a frame if it can leave at once; False when it cannot."""
        ...


class Follower:
    """Sends every event after a cursor once, in order (invariant 10).

    Args:
        since: the highest ``seq`` the client has.
        control: the control record the client has been told; empty when none.
        tag: fields every frame carries besides its own.
        sweep_s: seconds after which it looks without having been woken, at most. A wake-up is lost only with the line
            to the store, after which everybody is woken; this is for what nobody thought of, so it may be seldom: with
            thousands of sockets it is most of what they cost.
        control_s: a mere message changes nothing of the record but times (its clocks, when somebody has to look again).
            Nobody reads these faster than so: they are told at once, but not again within so many seconds. None for a
            side that is not told of them at all.
    """

    def __init__(
        self,
        view: View,
        out: Out,
        *,
        since: int,
        control: Control,
        sweep_s: float,
        control_s: float | None = None,
        tag: dict[str, Any] | None = None,
    ) -> None:
        self.control = control
        self._view = view
        self._out = out
        self._cursor = since
        self._sweep_s = sweep_s
        self._tag = tag or {}
        self._woken = asyncio.Event()
        self._resting = False
        self._control_s = control_s
        self._soon: asyncio.TimerHandle | None = None
        self._newest: Record | None = None

    def hear(self, signal: Signal) -> None:
        """Something changed. It is sent at once when the signal says all there is and nothing is under way."""
        if self._resting and not self._woken.is_set() and self._without_breaking(self._pass_on, signal):
            return
        self._woken.set()

    def wake(self) -> None:
        """Something may have changed."""
        self._woken.set()

    async def run(self) -> None:
        """Follow until cancelled or no longer allowed.

        A store that does not answer is asked again later; until then the client's view stands still.
        """
        try:
            await self._follow()
        finally:
            if self._soon is not None:
                self._soon.cancel()

    async def _follow(self) -> None:
        while True:
            # Before the read: a wake-up that comes while we read must lead to another read.
            self._woken.clear()
            rest_s = self._sweep_s * random.uniform(0.5, 1)  # noqa: S311 - so that they do not all look at once
            try:
                if not await self._view.may_go_on():
                    await self._tell_control()
                    return
                await self._catch_up()
            except StoreUnavailable:
                rest_s = min(rest_s, RETRY_S)
            ring = asyncio.get_running_loop().call_later(rest_s, self._woken.set)
            self._resting = True
            try:
                await self._woken.wait()
            finally:
                self._resting = False
                ring.cancel()

    async def _catch_up(self) -> None:
        while True:
            since = self._cursor
            events, until = await self._view.news(since)
            for event in events:
                await self._out.send({"t": "event", **self._tag, "event": event})
                self._cursor = event["seq"]
            if until <= since:
                break
            self._cursor = until
        await self._tell_control()

    async def _tell_control(self) -> None:
        self._newest = None
        control = await self._view.control()
        if control != self.control:
            self.control = control
            await self._out.send({"t": "control", **self._tag, "control": control})

    def _without_breaking(self, said: Callable[[News], bool], news: News) -> bool:
        try:
            return said(news)
        except Exception as error:  # the edge: the follower itself meets it again, and its socket is cut
            log.error("follow.failed", exc_info=error)
            return False

    def _pass_on(self, signal: Signal) -> bool:
        """Send what a signal says; False when it is not the next thing to be said, or the network takes no more."""
        record, events = signal.record, signal.events
        if record is None or not self.control or record.last_seq != (events[-1]["seq"] if events else self._cursor):
            return False
        if events and events[0]["seq"] != self._cursor + 1:
            return False
        shown = self._view.at_once(signal)
        if shown is None:
            return False
        for event in shown:
            if not self._out.offer({"t": "event", **self._tag, "event": event}):
                return False
            self._cursor = event["seq"]
        self._cursor = record.last_seq
        return self._may_wait(record) if signal.lists != "all" else self._control_passed_on(record)

    def _may_wait(self, record: Record) -> bool:
        """Tell the times of a record, unless they were told just now: then the newest follow when it is time."""
        if self._control_s is None:
            return True
        if self._soon is not None:
            self._newest = record
            return True
        self._soon = asyncio.get_running_loop().call_later(self._control_s, self._it_is_time)
        return self._control_passed_on(record)

    def _it_is_time(self) -> None:
        self._soon, newest = None, self._newest
        # While the store is read everything is told anyway.
        if newest is not None and self._resting and not self._without_breaking(self._may_wait, newest):
            self.wake()

    def _control_passed_on(self, record: Record) -> bool:
        # What waited to be told is older than this.
        self._newest = None
        control = self._view.control_of(record, self.control)
        if control != self.control:
            if not self._out.offer({"t": "control", **self._tag, "control": control}):
                return False
            self.control = control
        return True
