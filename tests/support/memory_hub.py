"""A process with a memory in front of its store, what it hears, and what it says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from support.live_store import eventually

from bot.adapters.memory import Memory
from bot.adapters.redis_connect import connect, connect_listener
from bot.adapters.shared_wakeups import SharedWakeups
from bot.adapters.store import RedisConversationStore
from bot.adapters.store_memory import remembered_store
from bot.adapters.wakeups import RedisWakeups
from bot.handoff.events import Actor, Draft
from bot.handoff.store_port import Commit, ConversationStore
from bot.handoff.wakeups_port import Signal
from bot.kernel.clock import SystemClock
from bot.kernel.ids import new_id

CUSTOMER = Actor("customer", "u1", "林晓")


class Counted:
    """A store that counts what it is asked."""

    def __init__(self, inner: RedisConversationStore) -> None:
        self._inner = inner
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)

        async def counted(*args: Any, **options: Any) -> Any:
            self.asked.append(name)
            return await found(*args, **options)

        return counted


@dataclass
class Hub:
    """One process: its store, what it asked of the real one, and its memory."""

    store: ConversationStore
    real: Counted
    memory: Memory
    wakeups: SharedWakeups


@asynccontextmanager
async def process(url: str) -> AsyncIterator[Hub]:
    """A hub process that listens, once it is sure to hear everything."""
    redis, listener, memory = connect(url), connect_listener(url), Memory()
    wakeups = SharedWakeups(RedisWakeups(redis, listener), memory)
    real = Counted(RedisConversationStore(redis, SystemClock(), own_ear=wakeups.own_ear))
    store = remembered_store(real, wakeups, memory)  # type: ignore[arg-type]
    wakeups.listen(lambda _signal: None, lambda: None)
    try:
        await eventually(lambda: _is_live(memory))
        yield Hub(store, real, memory, wakeups)
    finally:
        await wakeups.close()
        await redis.aclose()
        await listener.aclose()


async def _is_live(memory: Memory) -> bool:
    return memory.live


def fresh() -> str:
    """A conversation nobody wrote in."""
    return new_id("c", SystemClock().now_ms())


class Ear:
    """Listens to one conversation in a process."""

    def __init__(self, hub: Hub, conversation: str) -> None:
        self.signals: list[Signal] = []
        self._conversation = conversation
        hub.wakeups.listen(self._hear, lambda: None)

    @property
    def texts(self) -> list[str]:
        return [event["text"] for signal in self.signals for event in signal.events]

    async def has_heard(self) -> bool:
        return bool(self.signals)

    def _hear(self, signal: Signal) -> None:
        if signal.conversation == self._conversation:
            self.signals.append(signal)


async def say(hub: Hub, conversation: str, *texts: str) -> None:
    """Messages of the customer, one change each."""
    for text in texts:
        control = await hub.store.control(conversation)
        draft = Draft(CUSTOMER, "text", text)
        changed = control.changed(last_text=text)
        done = await hub.store.commit(conversation, Commit(expect=control, exact=True, drafts=[draft], control=changed))
        assert done.outcome == "done"


async def knows(hub: Hub, conversation: str, seq: int) -> None:
    """Wait until a process has heard of everything up to a place."""

    async def heard() -> bool:
        record = hub.memory.records.get(conversation)
        tail = hub.memory.tails.get(conversation)
        return record is not None and record.last_seq >= seq and tail is not None and tail.last >= seq

    await eventually(heard)
