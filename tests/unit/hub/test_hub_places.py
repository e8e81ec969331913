"""Telling waiting customers that their place moved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from bot.hub.follow import Follower
from bot.hub.places import Places
from bot.kernel.errors import StoreUnavailable


class Told:
    """A follower as far as places look at it."""

    def __init__(self, state: str, position: int | None) -> None:
        self.control: dict[str, Any] = {"state": state, "position": position}
        self.woken = asyncio.Event()

    def wake(self) -> None:
        self.woken.set()

    @property
    def follower(self) -> Follower:
        return cast(Follower, self)


class Queue:
    """A queue of conversations that can be away, and counts how often it is read."""

    def __init__(self, *conversations: str) -> None:
        self.conversations = list(conversations)
        self.away = False
        self.reads = 0
        self.read = asyncio.Event()

    async def __call__(self, asked: list[str]) -> list[int | None]:
        self.reads += 1
        self.read.set()
        if self.away:
            raise StoreUnavailable()
        places = {name: place for place, name in enumerate(self.conversations, start=1)}
        return [places.get(name) for name in asked]


@asynccontextmanager
async def working(places: Places) -> AsyncIterator[None]:
    """Places at work."""
    places.start()
    try:
        yield
    finally:
        await places.stop()


async def test_only_who_moved_is_woken_and_the_queue_is_read_once() -> None:
    """The first left: the second moves up, the newcomer's place is as told, nobody else has to look."""
    queue = Queue("c_second", "c_new")
    places = Places(queue)
    moved, same, talking = Told("waiting", 2), Told("waiting", 2), Told("bot", None)
    for name, told in (("c_second", moved), ("c_new", same), ("c_talking", talking)):
        places.watch(name, told.follower)

    async with working(places):
        places.changed()
        await asyncio.wait_for(moved.woken.wait(), 5)

    assert queue.reads == 1
    assert not same.woken.is_set()
    assert not talking.woken.is_set()


async def test_whoever_left_the_queue_is_woken() -> None:
    """Claimed by an agent: the page must not go on showing a place."""
    places, claimed = Places(Queue()), Told("waiting", 1)
    places.watch("c_1", claimed.follower)

    async with working(places):
        places.changed()
        await asyncio.wait_for(claimed.woken.wait(), 5)


async def test_a_store_that_is_away_does_not_end_the_work() -> None:
    """The next change is looked at again."""
    queue, told = Queue("c_1"), Told("waiting", 2)
    places = Places(queue)
    places.watch("c_1", told.follower)
    queue.away = True

    async with working(places):
        places.changed()
        await asyncio.wait_for(queue.read.wait(), 5)
        queue.away = False
        places.changed()
        await asyncio.wait_for(told.woken.wait(), 5)


async def test_who_hung_up_is_forgotten() -> None:
    """Nothing of them stays in memory."""
    places = Places(Queue())
    unwatch = places.watch("c_1", Told("waiting", 1).follower)

    unwatch()

    assert places._followers == set()
