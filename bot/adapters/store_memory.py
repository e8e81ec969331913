"""What this process knows of the conversations it has to do with, so that it need not ask the store again.

Every change of a conversation is published with what it appended and with the record as it then is (commit.lua), so a
process that listens knows as much as the store a moment later: its reads are answered from here. Nothing is ever
decided on this alone: a change names the record it was decided on, and the store refuses it when that is not the record
any more. While the subscription is down, or was down since something was noted, everybody is sent to the store.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any, Generic, TypeVar, cast

from bot.handoff.control import Control, from_hash
from bot.handoff.people import CustomerProfile
from bot.handoff.store_port import Commit, Committed, ConversationStore, Signal, Wakeups
from bot.kernel.errors import StoreUnavailable

Value = TypeVar("Value")

MOST_RECORDS = 20_000
MOST_TAILS = 1_000
TAIL = 40
"""Newest events kept of a conversation: as many as are looked at to read a message in its context."""

SURE_AFTER_S = 0.1
"""Seconds between two looks whether the subscription really hears."""

MOST_UNHEARD = 10_000
"""Signals that may wait for one listener in this process; a slower one is told to begin anew."""


class Lately(Generic[Value]):
    """A table that forgets what was not used for longest."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, Value] = OrderedDict()

    def get(self, name: str) -> Value | None:
        """What is kept under a name."""
        found = self._kept.get(name)
        if found is not None:
            self._kept.move_to_end(name)
        return found

    def put(self, name: str, value: Value) -> None:
        """Keep it, forgetting the oldest when there are too many."""
        self._kept[name] = value
        self._kept.move_to_end(name)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def drop(self, name: str) -> None:
        """Forget one."""
        self._kept.pop(name, None)

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()


class Memory:
    """The tables. ``live`` while the subscription hears everything; ``era`` changes when it was interrupted."""

    def __init__(self) -> None:
        self.live = False
        self.era = 0
        self.records: Lately[Control] = Lately(MOST_RECORDS)
        self.profiles: Lately[CustomerProfile] = Lately(MOST_RECORDS)
        self.tails: Lately[deque[dict[str, Any]]] = Lately(MOST_TAILS)

    def interrupted(self) -> None:
        """Something may have happened that nobody told us."""
        self.live = False
        self.era += 1
        for table in (self.records, self.profiles, self.tails):
            table.clear()

    def note_record(self, conversation: str, record: Control, era: int) -> None:
        """A record as the store gave it in this era, unless a newer one is known."""
        if not self.live or era != self.era:
            return
        known = self.records.get(conversation)
        if known is None or known.rev <= record.rev:
            self.records.put(conversation, record)

    def note_signal(self, signal: Signal) -> None:
        """What was published."""
        if signal.kind == "ephemeral":
            if signal.frame is not None and signal.frame.get("t") == PROFILE:
                self.profiles.drop(signal.conversation)
        elif signal.kind == "conversation" and self.live:
            if signal.record is None:
                # A hub of an older version says only that something changed.
                self.records.drop(signal.conversation)
                return
            known = self.records.get(signal.conversation)
            # Of our own change the store's answer has told us before.
            if known is None or known.rev < int(signal.record["rev"]):
                self.records.put(signal.conversation, from_hash(signal.record))
            self._append(signal.conversation, signal.events)

    def note_tail(self, conversation: str, found: list[dict[str, Any]], era: int) -> None:
        """The newest events as the store gave them in this era."""
        known = self.tails.get(conversation)
        if self.live and era == self.era and found and (known is None or known[-1]["seq"] <= found[-1]["seq"]):
            self.tails.put(conversation, deque(found, TAIL))

    def events(self, conversation: str, since: int) -> list[dict[str, Any]] | None:
        """Everything after ``since``, or None when that is not known here."""
        record = self.records.get(conversation) if self.live else None
        if record is None:
            return None
        if since >= record.last_seq:
            return []
        tail = self.tails.get(conversation)
        if tail is None or tail[-1]["seq"] != record.last_seq or tail[0]["seq"] > since + 1:
            return None
        return [event for event in tail if event["seq"] > since]

    def tail(self, conversation: str, count: int) -> list[dict[str, Any]] | None:
        """The newest events, or None when they are not all known here."""
        record = self.records.get(conversation) if self.live else None
        tail = self.tails.get(conversation)
        if record is None or tail is None or tail[-1]["seq"] != record.last_seq:
            return None
        return list(tail)[-count:] if len(tail) >= count or tail[0]["seq"] == 1 else None

    def _append(self, conversation: str, events: tuple[dict[str, Any], ...]) -> None:
        if not events:
            return
        tail = self.tails.get(conversation)
        if tail is None:
            self.tails.put(conversation, deque(events, TAIL))
        elif tail[-1]["seq"] + 1 == events[0]["seq"]:
            tail.extend(events)
        elif tail[-1]["seq"] < events[-1]["seq"]:
            self.tails.drop(conversation)


PROFILE = "profile"
"""The frame that tells every process that a profile was written."""


class _Remembered:
    """Stands in for a store; what it does not know itself is the store's."""

    def __init__(self, inner: ConversationStore, wakeups: Wakeups, memory: Memory) -> None:
        self._inner = inner
        self._wakeups = wakeups
        self._memory = memory

    def __getattr__(self, name: str) -> Any:
        found = self.__dict__[name] = getattr(self._inner, name)
        return found

    async def control(self, conversation: str) -> Control:
        """See :class:`bot.handoff.store_port.ConversationStore`."""
        if self._memory.live and (known := self._memory.records.get(conversation)) is not None:
            return known
        era = self._memory.era
        found = await self._inner.control(conversation)
        self._memory.note_record(conversation, found, era)
        return found

    async def control_now(self, conversation: str) -> Control:
        """See the port."""
        era = self._memory.era
        found = await self._inner.control(conversation)
        self._memory.note_record(conversation, found, era)
        return found

    async def commit(self, conversation: str, change: Commit) -> Committed:
        """See the port."""
        era = self._memory.era
        try:
            done = await self._inner.commit(conversation, change)
        except StoreUnavailable:
            # It may have happened all the same.
            self._memory.records.drop(conversation)
            raise
        self._memory.note_record(conversation, done.control, era)
        return done

    async def events(self, conversation: str, *, since: int, limit: int = 1000) -> list[dict[str, Any]]:
        """See the port."""
        found = self._memory.events(conversation, since)
        return await self._inner.events(conversation, since=since, limit=limit) if found is None else found[:limit]

    async def tail(self, conversation: str, count: int) -> list[dict[str, Any]]:
        """See the port."""
        known = self._memory.tail(conversation, count)
        if known is not None:
            return known
        era = self._memory.era
        found = await self._inner.tail(conversation, max(count, TAIL))
        self._memory.note_tail(conversation, found, era)
        return found[-count:]

    async def profile(self, conversation: str) -> CustomerProfile:
        """See the port."""
        if self._memory.live and (known := self._memory.profiles.get(conversation)) is not None:
            return known
        era = self._memory.era
        found = await self._inner.profile(conversation)
        if self._memory.live and era == self._memory.era:
            self._memory.profiles.put(conversation, found)
        return found

    async def keep_profile(self, conversation: str, profile: CustomerProfile) -> None:
        """See the port. Every process is told, since it may know the old one."""
        await self._inner.keep_profile(conversation, profile)
        self._memory.profiles.drop(conversation)
        await self._wakeups.ephemeral(conversation, {"t": PROFILE})


def remembered_store(inner: ConversationStore, wakeups: Wakeups, memory: Memory) -> ConversationStore:
    """The store with a memory."""
    return cast(ConversationStore, _Remembered(inner, wakeups, memory))


class SharedWakeups:
    """One subscription for all listeners of this process, which also feeds the memory.

    The memory is live from the moment a mark of our own came back over the subscription: only then is it certain
    that nothing is missed.
    """

    def __init__(self, inner: Wakeups, memory: Memory) -> None:
        self._inner = inner
        self._memory = memory
        self._listeners: set[asyncio.Queue[Signal | None]] = set()
        self._hearing: asyncio.Task[None] | None = None

    async def subscribe(self) -> AsyncIterator[Signal]:
        """See :class:`bot.handoff.store_port.Wakeups`."""
        queue: asyncio.Queue[Signal | None] = asyncio.Queue(MOST_UNHEARD)
        self._listeners.add(queue)
        if self._hearing is None or self._hearing.done():
            self._hearing = asyncio.create_task(self._hear())
        try:
            while (signal := await queue.get()) is not None:
                yield signal
            raise StoreUnavailable()
        finally:
            self._listeners.discard(queue)
            if not self._listeners and self._hearing is not None:
                self._hearing.cancel()

    async def ephemeral(self, conversation: str, frame: Mapping[str, Any]) -> None:
        """See the port."""
        await self._inner.ephemeral(conversation, frame)

    async def _hear(self) -> None:
        mark = secrets.token_hex(8)
        knocking = asyncio.create_task(self._knock(mark))
        try:
            async for signal in self._inner.subscribe():
                if signal.kind == "ephemeral" and signal.frame == {"t": mark}:
                    self._memory.live = True
                    knocking.cancel()
                    continue
                self._memory.note_signal(signal)
                for queue in list(self._listeners):
                    self._pass_on(queue, signal)
        except StoreUnavailable:
            return
        finally:
            knocking.cancel()
            self._memory.interrupted()
            for queue in list(self._listeners):
                self._pass_on(queue, None)

    async def _knock(self, mark: str) -> None:
        while not self._memory.live:
            with suppress(StoreUnavailable):
                await self._inner.ephemeral("-", {"t": mark})
            await asyncio.sleep(SURE_AFTER_S)

    def _pass_on(self, queue: asyncio.Queue[Signal | None], signal: Signal | None) -> None:
        try:
            queue.put_nowait(signal)
        except asyncio.QueueFull:
            self._listeners.discard(queue)
            queue.get_nowait()
            queue.put_nowait(None)
