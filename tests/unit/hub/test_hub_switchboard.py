"""Wake-ups inside one process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from bot.handoff.control import Control
from bot.handoff.wakeups_port import Detach, OnAgain, OnSignal, Signal
from bot.hub.switchboard import Switchboard


class Channel:
    """Wake-ups a test gives."""

    def __init__(self) -> None:
        self.say: OnSignal = lambda _signal: None
        self.again: OnAgain = lambda: None
        self.hung_up = False

    def listen(self, on_signal: OnSignal, on_again: OnAgain) -> Detach:
        self.say, self.again = on_signal, on_again

        def detach() -> None:
            self.hung_up = True

        return detach

    async def ephemeral(self, conversation: str, frame: Mapping[str, Any]) -> None:
        self.say(Signal("ephemeral", conversation, frame))


class Ear:
    """A listener that remembers."""

    def __init__(self) -> None:
        self.heard: list[Signal] = []
        self.called = asyncio.Event()

    def __call__(self, signal: Signal | None = None) -> None:
        self.heard.append(signal or Signal("queue"))
        self.called.set()

    async def wait(self) -> None:
        await asyncio.wait_for(self.called.wait(), 5)
        self.called.clear()


@asynccontextmanager
async def working(board: Switchboard) -> AsyncIterator[None]:
    """A switchboard at work."""
    board.start()
    try:
        yield
    finally:
        await board.stop()


async def test_a_signal_reaches_those_who_listen_to_its_conversation_only() -> None:
    """Somebody else's conversation wakes nobody."""
    channel, mine, other = Channel(), Ear(), Ear()
    board = Switchboard(channel, queue_every_s=0)
    board.listen("c_mine", mine)
    board.listen("c_other", other)
    async with working(board):
        channel.say(Signal("conversation", "c_mine"))
        await mine.wait()

    assert (len(mine.heard), len(other.heard)) == (1, 0)


async def test_who_hung_up_hears_nothing_and_leaves_nothing_behind() -> None:
    """A thousand visitors a day must not stay in memory."""
    board = Switchboard(Channel(), queue_every_s=0)
    hang_up = board.listen("c_1", Ear())

    hang_up()

    assert dict(board._of) == {}


async def test_many_changes_of_the_queue_become_few_calls() -> None:
    """However busy the shop, a desk redraws its list ten times a second at most."""
    channel, ear, later = Channel(), Ear(), Ear()
    board = Switchboard(channel, queue_every_s=3600)
    board.listen_to_queue(ear)
    board.listen("c_1", later)
    async with working(board):
        for _ in range(50):
            channel.say(Signal("queue", "c_1"))
        channel.say(Signal("conversation", "c_1"))
        await later.wait()
        await ear.wait()

    assert len(ear.heard) == 1


async def test_after_a_silence_everybody_looks() -> None:
    """What was said while nobody listened is found because all are woken."""
    channel, ear, queue_ear = Channel(), Ear(), Ear()
    board = Switchboard(channel, queue_every_s=0)
    board.listen("c_1", ear)
    board.listen_to_queue(queue_ear)
    async with working(board):
        channel.again()
        await ear.wait()
        await queue_ear.wait()
        channel.say(Signal("conversation", "c_1"))
        await ear.wait()

    assert len(ear.heard) == 2


async def test_what_was_said_to_an_agent_changes_their_own_list_only() -> None:
    """The queue of everybody else is not read again for each message of a talk."""
    channel, mine, other, queue = Channel(), Ear(), Ear(), Ear()
    board = Switchboard(channel, queue_every_s=0)
    board.listen_to_mine("s_lin", mine)
    board.listen_to_mine("s_zhou", other)
    board.listen_to_queue(queue)
    async with working(board):
        channel.say(Signal("conversation", "c_1", record=Control(agent_id="s_lin"), lists="mine"))
        channel.say(Signal("conversation", "c_1", record=Control(agent_id="s_zhou"), lists="none"))
        await mine.wait()

    assert (len(mine.heard), len(other.heard), len(queue.heard)) == (1, 0, 0)
    assert channel.hung_up
