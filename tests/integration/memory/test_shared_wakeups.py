"""What a process hears: everything once, its own changes at once, and nothing it could take for more than it is."""

from __future__ import annotations

import asyncio
from typing import Any

from redis.asyncio import Redis
from support.live_store import eventually
from support.memory_hub import Ear, Hub, fresh, knows, say


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


async def test_a_process_that_is_alone_publishes_nothing(hub: Hub, store_url: str) -> None:
    """It knows from the answer, and nobody else listens."""
    conversation = fresh()
    ear = Ear(hub, conversation)
    before = await published(store_url)

    await say(hub, conversation, "一", "二")
    await asyncio.sleep(0)

    assert ear.texts == ["一", "二"]
    assert await published(store_url) == before


async def test_a_process_that_is_not_alone_is_heard_by_the_other(hub: Hub, other: Hub, store_url: str) -> None:
    """However it came there first or last."""
    conversation = fresh()
    ear = Ear(other, conversation)
    before = await published(store_url)

    await say(hub, conversation, "一")
    await eventually(ear.has_heard)

    assert ear.texts == ["一"]
    assert await published(store_url) > before


async def published(store_url: str) -> int:
    """How often anything was published on the store so far."""
    async with Redis.from_url(store_url) as redis:
        found = (await redis.info("commandstats")).get("cmdstat_publish", {"calls": 0})
    return int(found["calls"])
