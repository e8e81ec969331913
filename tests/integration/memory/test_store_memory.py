"""What a hub process knows without asking the store is never older than what it was told, and never trusted alone."""

from __future__ import annotations

from support.live_store import eventually
from support.memory_hub import CUSTOMER, Hub, fresh, knows, say

from bot.handoff.control import Control
from bot.handoff.events import Draft
from bot.handoff.people import CustomerProfile
from bot.handoff.store_port import Commit


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
