"""A conversation that is followed: its log, what one side sees of it, and what arrived there."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.handoff.control import Control
from bot.handoff.listing import Lists
from bot.handoff.wakeups_port import Signal
from bot.hub.follow import Follower
from bot.hub.frames import Frame
from bot.kernel.errors import StoreUnavailable


class Log:
    """A conversation in memory, and the client's end of it."""

    def __init__(self, *, page: int = 100) -> None:
        self.events: list[dict[str, Any]] = []
        self.control: dict[str, Any] = {"state": "bot"}
        self.sent: list[Frame] = []
        self.arrived = asyncio.Event()
        self.away = False
        self.allowed = True
        self.full = False
        self.reads = 0
        self.while_reading: Any = None
        self._page = page

    def append(self, *kinds: str) -> None:
        for kind in kinds:
            self.events.append({"seq": len(self.events) + 1, "kind": kind})

    async def news(self, since: int) -> tuple[list[dict[str, Any]], int]:
        if self.away:
            raise StoreUnavailable()
        self.reads += 1
        found = [event for event in self.events if event["seq"] > since][: self._page]
        if self.while_reading:
            happen, self.while_reading = self.while_reading, None
            happen()
        return [event for event in found if event["kind"] != "note"], found[-1]["seq"] if found else since

    async def read_control(self) -> dict[str, Any]:
        return dict(self.control)

    async def may_go_on(self) -> bool:
        return self.allowed

    def at_once(self, signal: Signal) -> list[dict[str, Any]] | None:
        return [event for event in signal.events if event["kind"] != "note"]

    def control_of(self, _record: Control, _told: dict[str, Any]) -> dict[str, Any]:
        return dict(self.control)

    async def send(self, frame: Frame) -> None:
        self.offer(frame)

    def offer(self, frame: Frame) -> bool:
        if self.full:
            return False
        self.sent.append(frame)
        self.arrived.set()
        return True

    def tell(self, follower: Follower, *kinds: str, lists: Lists = "all") -> None:
        """Events are appended, and the follower hears of them."""
        self.append(*kinds)
        events, record = self.events[-len(kinds) :], Control(last_seq=len(self.events))
        follower.hear(Signal("conversation", "c_1", events=events, record=record, lists=lists))

    def follower(
        self, *, since: int = 0, sweep_s: float = 60, control: dict[str, Any] | None = None, control_s: float = 60
    ) -> Follower:
        told = self.control if control is None else control
        return Follower(_View(self), self, since=since, control=told, sweep_s=sweep_s, control_s=control_s)

    def exchange(self, follower: Follower, *due: int) -> None:
        """Mere messages, each of which changes when somebody has to look again."""
        for due_at in due:
            self.control = {"state": "agent", "due_at": due_at}
            self.tell(follower, "text", lists="mine")

    async def until_sent(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.sent) < count:
                self.arrived.clear()
                await self.arrived.wait()

    def kinds(self) -> list[str]:
        """The frames sent, by their kind."""
        return [frame["t"] for frame in self.sent]

    def seqs(self) -> list[int]:
        return [frame["event"]["seq"] for frame in self.sent if frame["t"] == "event"]


class _View:
    """The log as the follower's view; ``control`` is a value there and a question here."""

    def __init__(self, log: Log) -> None:
        self.news, self.may_go_on, self.at_once = log.news, log.may_go_on, log.at_once
        self.control, self.control_of = log.read_control, log.control_of


async def at_rest(log: Log, follower: Follower) -> asyncio.Task[None]:
    """The follower at work, with everything sent that there is."""
    task = asyncio.create_task(follower.run())
    async with asyncio.timeout(5):
        while not follower._resting:
            await asyncio.sleep(0)
    log.reads = 0
    return task
