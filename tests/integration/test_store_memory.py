"""What a hub process knows without asking the store is never older than what it was told, and never trusted alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from support.live_store import eventually

from bot.adapters.memory import Memory
from bot.adapters.redis_connect import connect, connect_listener
from bot.adapters.shared_wakeups import SharedWakeups
from bot.adapters.store import RedisConversationStore
from bot.adapters.store_memory import remembered_store
from bot.adapters.wakeups import RedisWakeups
from bot.handoff.control import Control
from bot.handoff.events import Actor, Draft
from bot.handoff.people import CustomerProfile
from bot.handoff.store_port import Commit, ConversationStore, Signal
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
    real = Counted(RedisConversationStore(redis, SystemClock()))
    wakeups = SharedWakeups(RedisWakeups(redis, listener), memory)
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


@pytest.fixture
async def hub(store_url: str) -> AsyncIterator[Hub]:
    """The process under test."""
    async with process(store_url) as running:
        yield running


@pytest.fixture
async def other(store_url: str) -> AsyncIterator[Hub]:
    """Another process on the same store."""
    async with process(store_url) as running:
        yield running


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
        return record is not None and record.last_seq >= seq and tail is not None and tail[-1]["seq"] >= seq

    await eventually(heard)


async def test_what_was_published_is_read_without_asking_the_store(hub: Hub, other: Hub) -> None:
    """Record and events of a conversation another process wrote in, as the store itself would give them."""
    conversation = fresh()
    await say(other, conversation, "你好", "在吗", "我的快递到哪了")
    await knows(hub, conversation, 3)
    hub.real.asked.clear()

    control = await hub.store.control(conversation)
    events = await hub.store.events(conversation, since=1)
    newest = await hub.store.tail(conversation, 2)

    assert hub.real.asked == []
    assert control == await hub.real._inner.control(conversation)
    assert events == await hub.real._inner.events(conversation, since=1)
    assert [event["text"] for event in newest] == ["在吗", "我的快递到哪了"]


async def test_a_process_reads_its_own_change_at_once(hub: Hub) -> None:
    """Before the wake-up has come round."""
    conversation = fresh()

    await say(hub, conversation, "你好")

    assert (await hub.store.control(conversation)).last_seq == 1
    assert [event["text"] for event in await hub.store.events(conversation, since=0)] == ["你好"]


async def test_a_change_decided_on_an_old_picture_is_refused_and_decided_anew(hub: Hub, other: Hub) -> None:
    """The memory may lag; the store decides."""
    conversation = fresh()
    await say(hub, conversation, "一")
    old = await hub.store.control(conversation)
    await say(other, conversation, "二")

    late = Commit(expect=old, exact=True, drafts=[Draft(CUSTOMER, "text", "三")])
    refused = await hub.store.commit(conversation, late)

    assert refused.outcome == "stale"
    assert (await hub.store.control(conversation)).last_seq == 2


async def test_an_older_reading_never_replaces_a_newer_one(hub: Hub) -> None:
    """Answers and wake-ups come over two connections, in any order."""
    conversation = fresh()
    await say(hub, conversation, "一", "二")
    newest = await hub.store.control(conversation)

    hub.memory.note_record(conversation, newest.changed(rev=newest.rev - 1, last_text="一"), hub.memory.era)

    assert await hub.store.control(conversation) == newest


async def test_what_was_read_before_an_interruption_is_not_kept_after_it(hub: Hub) -> None:
    """A read that began in one era and ended in the next may have missed a change."""
    conversation = fresh()
    before = hub.memory.era

    hub.memory.interrupted()
    hub.memory.live = True
    hub.memory.note_record(conversation, Control(last_text="alt"), before)

    assert hub.memory.records.get(conversation) is None


async def test_while_nobody_listens_everything_is_asked_of_the_store(hub: Hub) -> None:
    """The subscription broke: what is known may be out of date."""
    conversation = fresh()
    await say(hub, conversation, "你好")
    await knows(hub, conversation, 1)

    hub.memory.interrupted()
    hub.real.asked.clear()
    await hub.store.control(conversation)
    await hub.store.control(conversation)
    await hub.store.events(conversation, since=0)

    assert hub.real.asked == ["control", "control", "events"]


async def test_events_too_large_to_be_told_are_read_from_the_log(hub: Hub, other: Hub) -> None:
    """A wake-up stays small; the reader finds the gap and asks."""
    conversation = fresh()
    await say(other, conversation, "短", "长" * 2000 * 3, "短")

    async def heard() -> bool:
        record = hub.memory.records.get(conversation)
        return record is not None and record.last_seq == 3

    await eventually(heard)

    assert [len(event["text"]) for event in await hub.store.events(conversation, since=0)] == [1, 6000, 1]


async def test_a_new_profile_is_known_to_every_process(hub: Hub, other: Hub) -> None:
    """A visitor who signs in elsewhere is a customer here, too."""
    conversation = fresh()
    await other.store.keep_profile(conversation, CustomerProfile())
    assert not (await hub.store.profile(conversation)).verified

    await other.store.keep_profile(conversation, CustomerProfile("u1", "林晓", verified=True))

    async def known() -> bool:
        return (await hub.store.profile(conversation)).verified

    await eventually(known)


async def test_a_long_conversation_is_read_whole_although_only_its_end_is_remembered(hub: Hub) -> None:
    """Who comes with an old number gets everything after it."""
    conversation = fresh()
    await say(hub, conversation, *(str(number) for number in range(60)))
    await knows(hub, conversation, 60)

    assert [event["seq"] for event in await hub.store.events(conversation, since=5)] == list(range(6, 61))
    assert [event["seq"] for event in await hub.store.events(conversation, since=55)] == list(range(56, 61))


async def test_all_listeners_of_a_process_hear_over_one_subscription(hub: Hub, other: Hub) -> None:
    """Customers' room and staff room; each hears everything."""
    conversation = fresh()
    await hub.store.control(conversation)
    rooms = [Ear(hub, conversation), Ear(hub, conversation)]

    await say(other, conversation, "一", "二")
    await knows(hub, conversation, 2)

    assert [room.texts for room in rooms] == [["一", "二"], ["一", "二"]]


async def test_what_a_process_did_itself_its_listeners_hear_once(hub: Hub) -> None:
    """At once, and not again when it comes round over the subscription."""
    conversation, mark = fresh(), fresh()
    ear = Ear(hub, conversation)

    await say(hub, conversation, "一", "二")
    await asyncio.sleep(0)
    at_once = list(ear.texts)
    last = Ear(hub, mark)
    await hub.wakeups.ephemeral(mark, {"t": "typing"})
    await eventually(last.has_heard)

    assert at_once == ear.texts == ["一", "二"]


async def test_who_knows_the_record_before_a_change_knows_the_one_after_it(hub: Hub, other: Hub) -> None:
    """Only what changed is told, and it adds up to what the store has."""
    conversation = fresh()
    await say(other, conversation, "一")
    await hub.store.control(conversation)
    ear = Ear(hub, conversation)

    await say(other, conversation, "二")
    await eventually(ear.has_heard)

    assert ear.signals[0].record == await hub.real._inner.control(conversation)


async def test_who_does_not_know_the_record_before_a_change_has_to_look(hub: Hub, other: Hub) -> None:
    """A part of a record is no record."""
    conversation = fresh()
    await say(other, conversation, "一")
    await knows(hub, conversation, 1)
    hub.memory.records.drop(conversation)
    ear = Ear(hub, conversation)

    await say(other, conversation, "二")
    await eventually(ear.has_heard)

    assert ear.signals[0].record is None
    assert (await hub.store.control(conversation)).last_seq == 2


async def test_what_is_answered_after_an_interruption_is_looked_up_again(hub: Hub) -> None:
    """Others may have been busy while nobody heard them."""
    conversation = fresh()
    inner, ear = hub.real._inner, Ear(hub, conversation)
    commit = inner.commit

    async def interrupted(*args: Any) -> Any:
        done = await commit(*args)
        hub.memory.interrupted()
        hub.memory.live = True
        return done

    inner.commit = interrupted  # type: ignore[method-assign]
    await say(hub, conversation, "一")
    known = hub.memory.records.get(conversation)
    await asyncio.sleep(0)

    assert known is None
    assert None in [signal.record for signal in ear.signals]
