"""Several messages in a row are one turn of the bot, over a real store; a person is never delayed by it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timezone
from typing import Any

import pytest
from support.conversations import LIN, XIAOLIN, House, open_house

from bot.handoff.control import State
from bot.handoff.core import Times
from bot.handoff.ports import BotMessage
from bot.handoff.store_port import Turn
from bot.handoff.turns import LEASE_SPARE_MS
from bot.kernel.clock import FixedClock

TIMES = Times()
PAUSE = 200
"""Milliseconds between two messages of a burst."""


class Announced:
    """Wake-ups that only remember what was announced; what was announced, the worker has looked at."""

    def __init__(self) -> None:
        self.frames: list[Mapping[str, Any]] = []
        self.came = asyncio.Event()

    async def ephemeral(self, conversation: str, frame: Mapping[str, Any]) -> None:
        """Remember a frame."""
        self.frames.append(frame)
        self.came.set()


@pytest.fixture
def clock() -> FixedClock:
    """A clock the test moves."""
    return FixedClock(datetime(2026, 11, 21, 4, 0, tzinfo=timezone.utc))


@pytest.fixture
async def house(store_url: str, clock: FixedClock) -> AsyncIterator[House]:
    """A service that merges as the product does, at the pace of the test's clock."""
    opened = open_house(store_url, clock, TIMES)
    yield opened
    await opened.die()
    await opened.close()


async def writes(house: House, clock: FixedClock, conversation: str, *lines: str) -> list[int]:
    """The customer's messages one after the other, without waiting for an answer; their places in the log."""
    seqs = []
    for line in lines:
        clock.advance(milliseconds=PAUSE)
        ack = await house.service.customer_says(conversation, client_id=f"m{clock.now_ms()}", text=line)
        seqs.append(ack.seq)
    return seqs


async def silence(house: House, clock: FixedClock, ms: int = TIMES.burst_gap) -> None:
    """The customer is quiet; whatever is due after that time is done."""
    clock.advance(milliseconds=ms)
    await house.service.sweep.run_once()
    await house.service.background.drain()


async def offered(house: House, clock: FixedClock, payload: str) -> tuple[str, str]:
    """A conversation in which the bot has offered a button, and the button's id."""
    button = {"title": "按我", "payload": payload}
    house.engine.answers["菜单"] = [BotMessage("text", "请选", {"buttons": [button]})]
    conversation = await house.service.open_for(LIN)
    await writes(house, clock, conversation, "菜单")
    await silence(house, clock)
    house.engine.asked.clear()
    events = await house.service.events(conversation, since=0, audience="customer")
    return conversation, events[-1]["data"]["buttons"][0]["id"]


def asked(house: House) -> list[str]:
    """What the engine was asked, in order."""
    return [request.turn.text or request.turn.payload for request in house.engine.asked]


async def test_three_messages_get_one_answer_and_stay_three_messages(house: House, clock: FixedClock) -> None:
    """Each has its place, its acknowledgement and its own reading; the answer says which it is for."""
    conversation = await house.service.open_for(LIN)

    seqs = await writes(house, clock, conversation, "在吗", "我那个快递", "担心丢了")
    await silence(house, clock)

    events = await house.service.events(conversation, since=0, audience="staff")
    assert seqs == [1, 2, 3]
    assert [event["text"] for event in events] == ["在吗", "我那个快递", "担心丢了", "答：我那个快递\n担心丢了"]
    assert [event["staff"]["reading"]["emotion"] for event in events[:3]] == ["neutral", "neutral", "worried"]
    assert events[3]["staff"]["answers"] == seqs
    assert (house.engine.asked[0].turn.emotion, house.engine.asked[0].turn.empathy) == ("worried", "worried")


async def test_the_customer_sees_at_once_that_the_bot_is_at_work(house: House, clock: FixedClock) -> None:
    """And nothing is asked of the engine while they are still writing."""
    announced = Announced()
    house.parts.wakeups = announced  # type: ignore[assignment]
    conversation = await house.service.open_for(LIN)

    await writes(house, clock, conversation, "我那个快递")
    await announced.came.wait()

    assert announced.frames == [{"t": "typing", "actor": "bot", "name": "小接"}]
    assert house.engine.asked == []


async def test_a_customer_who_goes_on_writing_is_answered_at_the_ceiling(house: House, clock: FixedClock) -> None:
    """And what they write after that is the next turn."""
    conversation = await house.service.open_for(LIN)
    count = TIMES.burst_ceiling // PAUSE

    await writes(house, clock, conversation, *(f"第{n}句" for n in range(count)))
    await silence(house, clock, PAUSE)
    await writes(house, clock, conversation, "还有")
    await silence(house, clock)

    assert asked(house) == ["\n".join(f"第{n}句" for n in range(count)), "还有"]


async def test_time_alone_starts_the_turn(store_url: str) -> None:
    """On the real clock, with nobody sweeping."""
    house = open_house(store_url, times=Times(burst_gap=20))
    conversation = await house.service.open_for(LIN)

    await house.says(conversation, "我的快递")

    assert await house.texts(conversation) == ["customer:text:我的快递", "bot:text:答：我的快递"]
    await house.close()


@pytest.mark.parametrize("line", ["转人工", "气死我了", "我打12315"])
async def test_words_that_call_a_person_do_not_wait_and_take_the_burst_with_them(
    house: House, clock: FixedClock, line: str
) -> None:
    """The person reads all of it; the bot answers none of it, neither now nor later (invariant 2)."""
    conversation = await house.service.open_for(LIN)

    await writes(house, clock, conversation, "我那个快递JZ261118000001", line)
    called = await house.store.control(conversation)
    await silence(house, clock, TIMES.burst_ceiling)

    brief = await house.service.brief(conversation)
    assert called.state in {State.PACKING, State.QUEUED}
    assert await house.store.turns(conversation) == []
    assert house.engine.asked == []
    assert brief is not None
    assert brief["facts_given"] == [{"label": "订单号", "value": "JZ261118000001", "seq": [1]}]


async def test_the_button_for_a_person_does_not_wait_either(house: House, clock: FixedClock) -> None:
    """The one that is always there."""
    conversation = await house.service.open_for(LIN)

    await writes(house, clock, conversation, "我那个快递")
    await house.service.ask_human(conversation, client_id="button")
    await silence(house, clock, TIMES.burst_ceiling)

    assert (await house.store.control(conversation)).state is State.QUEUED
    assert house.engine.asked == []


async def test_an_offered_button_for_a_person_does_not_wait_either(house: House, clock: FixedClock) -> None:
    """The one the bot shows."""
    conversation, button = await offered(house, clock, "/ask_human")

    await writes(house, clock, conversation, "我那个快递")
    await house.service.customer_chooses(conversation, client_id="press", choice_id=button)
    await silence(house, clock, TIMES.burst_ceiling)

    assert (await house.store.control(conversation)).state is State.QUEUED
    assert house.engine.asked == []


async def test_a_button_waits_for_nobody_and_the_words_before_it_are_answered_first(
    house: House, clock: FixedClock
) -> None:
    """No time passes here at all."""
    conversation, button = await offered(house, clock, "/ask_logistics")

    await writes(house, clock, conversation, "我那个", "快递")
    await house.service.customer_chooses(conversation, client_id="press", choice_id=button)
    await house.service.background.drain()

    assert asked(house) == ["我那个\n快递", "/ask_logistics"]


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


async def test_what_is_written_while_the_bot_answers_is_the_next_turn(house: House, clock: FixedClock) -> None:
    """Once started, a turn does not grow; what waits behind it joins."""
    conversation = await house.service.open_for(LIN)
    house.engine.gate.clear()
    await writes(house, clock, conversation, "我那个快递")
    clock.advance(milliseconds=TIMES.burst_gap)
    await house.service.sweep.run_once()
    await house.engine.reached.wait()

    await writes(house, clock, conversation, "还有", "发票")
    house.engine.gate.set()
    await silence(house, clock)

    assert asked(house) == ["我那个快递", "还有\n发票"]


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


async def test_a_person_called_between_the_look_and_the_start_keeps_the_bot_silent(
    house: House, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Invariant 2 at its narrowest place."""
    conversation = await house.service.open_for(LIN)
    await writes(house, clock, conversation, "我那个快递")
    control = house.store.control
    called: list[str] = []

    async def is_called_after(which: str) -> object:
        seen = await control(which)
        if not called:
            called.append(which)
            await house.service.ask_human(which, client_id="button")
        return seen

    monkeypatch.setattr(house.store, "control", is_called_after)
    await silence(house, clock)

    assert called == [conversation]
    assert house.engine.asked == []
    assert (await control(conversation)).state is State.QUEUED


async def test_after_the_person_the_bot_does_not_come_back_to_what_the_person_read(
    house: House, clock: FixedClock
) -> None:
    """Called in the gap, accepted, resolved, handed back: nothing is left over."""
    conversation = await house.service.open_for(LIN)
    await writes(house, clock, conversation, "我那个快递", "转人工")
    await house.service.background.drain()
    epoch = await house.claimed(conversation)
    await house.service.resolve(conversation, agent=XIAOLIN, epoch=epoch, result="explained", note="", next="bot")
    await silence(house, clock, TIMES.burst_ceiling)

    await writes(house, clock, conversation, "那发票呢")
    await silence(house, clock)

    assert asked(house) == ["那发票呢"]


async def test_a_message_sent_twice_inside_a_burst_is_in_it_once(house: House, clock: FixedClock) -> None:
    """A page that lost its line sends again (invariant 10)."""
    conversation = await house.service.open_for(LIN)

    first = await house.service.customer_says(conversation, client_id="a", text="我那个快递")
    again = await house.service.customer_says(conversation, client_id="a", text="我那个快递")
    await writes(house, clock, conversation, "怎么还没到")
    await silence(house, clock)
    late = await house.service.customer_says(conversation, client_id="a", text="我那个快递")
    await silence(house, clock)

    assert (again.seq, late.seq, again.duplicate, late.duplicate) == (first.seq, first.seq, True, True)
    assert asked(house) == ["我那个快递\n怎么还没到"]


async def test_an_engine_that_is_down_leaves_the_whole_burst_to_a_person(house: House, clock: FixedClock) -> None:
    """They are told once."""
    house.engine.down = True
    conversation = await house.service.open_for(LIN)

    await writes(house, clock, conversation, "我那个快递", "怎么还没到")
    await silence(house, clock)

    control = await house.store.control(conversation)
    assert (control.state, control.reason) == (State.QUEUED, "bot_failed")
    assert len([line for line in await house.texts(conversation) if "人工同事" in line]) == 1
    assert await house.store.turns(conversation) == []
