"""A person is never delayed by a burst, and gets all of it; the bot does not come back to it afterwards."""

from __future__ import annotations

import pytest
from support.bursts import TIMES, asked, offered, silence, writes
from support.conversations import LIN, XIAOLIN, House

from bot.handoff.control import State
from bot.kernel.clock import FixedClock


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
