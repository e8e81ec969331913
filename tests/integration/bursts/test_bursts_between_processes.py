"""A burst that several processes of the hub see, or that outlives the one it came to, is still one turn."""

from __future__ import annotations

import asyncio

import pytest
from support.bursts import TIMES, asked, offered, silence, writes
from support.conversations import LIN, House, open_house

from bot.handoff.store_port import Turn
from bot.handoff.turns import LEASE_SPARE_MS
from bot.kernel.clock import FixedClock


async def test_a_button_pressed_at_another_process_ends_the_wait_there(
    store_url: str, house: House, clock: FixedClock
) -> None:
    """The process that waits holds nothing back."""
    other = open_house(store_url, clock, TIMES)
    conversation, button = await offered(house, clock, "/ask_logistics")

    await writes(house, clock, conversation, "我那个快递")
    await other.service.customer_chooses(conversation, client_id="press", choice_id=button)
    await other.service.background.drain()

    assert asked(other) == ["我那个快递", "/ask_logistics"]
    await other.close()


async def test_messages_that_came_to_two_processes_are_one_turn(
    store_url: str, house: House, clock: FixedClock
) -> None:
    """A customer with two windows; both processes wait, one answers."""
    other = open_house(store_url, clock, TIMES)
    conversation = await house.service.open_for(LIN)

    await writes(house, clock, conversation, "我那个快递")
    await writes(other, clock, conversation, "怎么还没到")
    clock.advance(milliseconds=TIMES.burst_gap)
    await asyncio.gather(*(one.service.sweep.run_once() for one in (house, other)))
    await asyncio.gather(*(one.service.background.drain() for one in (house, other)))

    assert sorted([asked(house), asked(other)]) == [[], ["我那个快递\n怎么还没到"]]
    assert (await house.texts(conversation))[2:] == ["bot:text:答：我那个快递\n怎么还没到"]
    await other.close()


async def test_a_hub_that_dies_in_the_gap_loses_nothing(store_url: str, house: House, clock: FixedClock) -> None:
    """What waits is in the store; the sweep of any process goes on with it."""
    dead = open_house(store_url, clock, TIMES)
    conversation = await dead.service.open_for(LIN)
    await writes(dead, clock, conversation, "我那个快递", "怎么还没到")
    await dead.die()

    await silence(house, clock)

    assert dead.engine.asked == []
    assert (await house.texts(conversation))[2:] == ["bot:text:答：我那个快递\n怎么还没到"]
    await dead.close()


async def test_a_turn_that_was_started_is_taken_over_as_it_was(store_url: str, house: House, clock: FixedClock) -> None:
    """The same id and the same words, for which the engine keeps its answer; what came since is another turn."""
    dead = open_house(store_url, clock, TIMES)
    dead.engine.gate.clear()
    conversation = await dead.service.open_for(LIN)
    await writes(dead, clock, conversation, "我那个快递", "怎么还没到")
    clock.advance(milliseconds=TIMES.burst_gap)
    await dead.service.sweep.run_once()
    await dead.engine.reached.wait()
    await writes(house, clock, conversation, "急")
    await dead.redis.delete(f"jz:1:{{{conversation}}}:lease")

    await silence(house, clock, TIMES.turn + LEASE_SPARE_MS + 1)
    dead.engine.gate.set()
    await dead.close()

    assert asked(house) == ["我那个快递\n怎么还没到", "急"]
    assert house.engine.asked[0].turn == dead.engine.asked[0].turn
    assert (await house.texts(conversation))[3:] == ["bot:text:答：我那个快递\n怎么还没到", "bot:text:答：急"]


async def test_a_message_between_the_look_and_the_start_joins_all_the_same(
    house: House, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store starts a turn only of what the worker saw; else the worker looks again."""
    conversation = await house.service.open_for(LIN)
    await writes(house, clock, conversation, "我那个快递")
    look = house.store.turns

    async def looks_late(which: str) -> list[Turn]:
        seen = await look(which)
        if len(seen) == 1 and seen[0].at + TIMES.burst_gap <= clock.now_ms() and not seen[0].taken:
            await house.service.customer_says(which, client_id="late", text="怎么还没到")
        return seen

    monkeypatch.setattr(house.store, "turns", looks_late)
    clock.advance(milliseconds=TIMES.burst_gap)
    await house.service.sweep.run_once()
    while len(await look(conversation)) < 2:
        await asyncio.sleep(0)
    await silence(house, clock)

    assert asked(house) == ["我那个快递\n怎么还没到"]
