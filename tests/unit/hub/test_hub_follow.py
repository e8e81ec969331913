"""Following a conversation: every event once, in order, whatever happens to the wake-ups."""

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

    async def until_sent(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.sent) < count:
                self.arrived.clear()
                await self.arrived.wait()

    def seqs(self) -> list[int]:
        return [frame["event"]["seq"] for frame in self.sent if frame["t"] == "event"]


class _View:
    """The log as the follower's view; ``control`` is a value there and a question here."""

    def __init__(self, log: Log) -> None:
        self.news, self.may_go_on, self.at_once = log.news, log.may_go_on, log.at_once
        self.control, self.control_of = log.read_control, log.control_of


async def test_a_client_that_says_since_n_gets_the_rest_in_order() -> None:
    """Invariant 10: n+1 and on, each once."""
    log = Log()
    log.append("text", "text", "text", "text")
    async with asyncio.TaskGroup() as group:
        task = group.create_task(log.follower(since=2).run())
        await log.until_sent(2)
        task.cancel()

    assert log.seqs() == [3, 4]


async def test_a_log_longer_than_one_reading_arrives_whole_without_another_wake_up() -> None:
    """The store gives a thousand events at a time; the rest must not wait for the next message."""
    log = Log(page=3)
    log.append(*["text"] * 10)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(log.follower().run())
        await log.until_sent(10)
        task.cancel()

    assert log.seqs() == list(range(1, 11))


async def test_a_wake_up_during_the_read_is_not_lost() -> None:
    """The race of every pump: an event appended after the read, its wake-up before the wait."""
    log = Log()
    follower = log.follower()

    def happen() -> None:
        log.append("text")
        follower.wake()

    log.while_reading = happen
    async with asyncio.TaskGroup() as group:
        task = group.create_task(follower.run())
        await log.until_sent(1)
        task.cancel()

    assert log.seqs() == [1]


async def test_a_lost_wake_up_only_costs_time() -> None:
    """Without any wake-up the next look finds the event."""
    log = Log()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(log.follower(sweep_s=0.01).run())
        await asyncio.sleep(0)
        log.append("text")
        await log.until_sent(1)
        task.cancel()

    assert log.seqs() == [1]


async def test_a_store_that_is_away_costs_nothing_but_time() -> None:
    """The stream stands still and goes on where it was."""
    log = Log()
    log.append("text")
    log.away = True
    async with asyncio.TaskGroup() as group:
        task = group.create_task(log.follower(sweep_s=0.01).run())
        await asyncio.sleep(0)
        log.away = False
        await log.until_sent(1)
        task.cancel()

    assert log.seqs() == [1]


async def test_control_is_told_on_change_only() -> None:
    """A client that knows the state is not told it again."""
    log = Log()
    follower = log.follower()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(follower.run())
        log.append("text")
        await log.until_sent(1)
        log.control = {"state": "waiting"}
        follower.wake()
        await log.until_sent(2)
        task.cancel()

    assert [frame["t"] for frame in log.sent] == ["event", "control"]


async def test_who_may_no_longer_see_a_conversation_gets_its_last_state_and_no_event() -> None:
    """A colleague claimed it: the desk learns that, and nothing said afterwards."""
    log = Log()
    follower = log.follower(control={"state": "queued"})
    log.append("text")
    log.control = {"state": "human"}
    log.allowed = False

    await asyncio.wait_for(follower.run(), 5)

    assert log.sent == [{"t": "control", "control": {"state": "human"}}]


async def at_rest(log: Log, follower: Follower) -> asyncio.Task[None]:
    """The follower at work, with everything sent that there is."""
    task = asyncio.create_task(follower.run())
    async with asyncio.timeout(5):
        while not follower._resting:
            await asyncio.sleep(0)
    log.reads = 0
    return task


async def test_what_a_signal_says_is_sent_before_the_teller_goes_on() -> None:
    """Nothing is read again that was told, and what the client may not see moves the cursor, too."""
    log = Log()
    follower = log.follower()
    task = await at_rest(log, follower)

    log.tell(follower, "text")
    log.tell(follower, "note")
    log.tell(follower, "text", "text")
    task.cancel()

    assert (log.seqs(), log.reads) == ([1, 3, 4], 0)


async def test_a_signal_that_is_not_the_next_one_makes_the_follower_read() -> None:
    """The one before it was lost: both are found in the log, in order."""
    log = Log()
    follower = log.follower()
    task = await at_rest(log, follower)

    log.append("text")
    log.tell(follower, "text")
    await log.until_sent(2)
    task.cancel()

    assert log.seqs() == [1, 2]


async def test_a_signal_without_its_record_makes_the_follower_read() -> None:
    """Too large to be told, or of a conversation this process knew nothing of."""
    log = Log()
    follower = log.follower()
    task = await at_rest(log, follower)

    log.append("text")
    follower.hear(Signal("conversation", "c_1"))
    await log.until_sent(1)
    task.cancel()

    assert log.seqs() == [1]


async def test_a_client_that_takes_nothing_now_gets_it_in_order_when_it_does() -> None:
    """What could not be sent at once is sent by the follower itself, which waits for room."""
    log = Log()
    follower = log.follower()
    task = await at_rest(log, follower)

    log.full = True
    log.tell(follower, "text")
    log.full = False
    log.tell(follower, "text")
    await log.until_sent(2)
    task.cancel()

    assert log.seqs() == [1, 2]


async def test_a_change_of_control_is_sent_with_the_signal_that_tells_it() -> None:
    """The customer sees at once that a person is there."""
    log = Log()
    follower = log.follower()
    task = await at_rest(log, follower)

    log.control = {"state": "agent"}
    log.tell(follower, "notice")
    task.cancel()

    assert [frame["t"] for frame in log.sent] == ["event", "control"]
    assert follower.control == {"state": "agent"}


async def test_what_mere_messages_change_is_told_at_once_and_then_not_with_each_of_them() -> None:
    """In a quick exchange the desk gets every line, and its clocks as often as anybody can read them."""
    log = Log()
    follower = log.follower(control_s=60)
    task = await at_rest(log, follower)

    for due_at in (1, 2, 3):
        log.control = {"state": "agent", "due_at": due_at}
        log.tell(follower, "text", lists="mine")
    told_by_then = follower.control
    log.control = {"state": "queue", "due_at": 4}
    log.tell(follower, "control", lists="all")
    task.cancel()

    assert [frame["t"] for frame in log.sent] == ["event", "control", "event", "event", "event", "control"]
    assert told_by_then == {"state": "agent", "due_at": 1}
    assert follower.control == {"state": "queue", "due_at": 4}


async def test_the_last_of_what_messages_changed_is_told_without_another_message() -> None:
    """Who stops writing is not left with clocks of a moment before."""
    log = Log()
    follower = log.follower(control_s=0.05)
    task = await at_rest(log, follower)

    for due_at in (1, 2):
        log.control = {"state": "agent", "due_at": due_at}
        log.tell(follower, "text", lists="mine")
    await log.until_sent(4)
    task.cancel()

    assert [frame["t"] for frame in log.sent] == ["event", "control", "event", "control"]
    assert follower.control == {"state": "agent", "due_at": 2}


async def test_what_waited_to_be_told_never_takes_back_what_was_told_since() -> None:
    """A message, another one, and the conversation is somebody else's: that stays what the desk was told last."""
    log = Log()
    follower = log.follower(control_s=0.01)
    task = await at_rest(log, follower)
    for due_at in (1, 2):
        log.control = {"state": "agent", "due_at": due_at}
        log.tell(follower, "text", lists="mine")
    log.control = {"state": "queue"}
    log.tell(follower, "control", lists="all")
    log.control = {"state": "an older record"}

    later = asyncio.Event()
    asyncio.get_running_loop().call_later(0.05, later.set)
    await later.wait()
    task.cancel()

    assert [frame["t"] for frame in log.sent] == ["event", "control", "event", "event", "control"]
    assert follower.control == {"state": "queue"}
