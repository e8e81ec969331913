"""Work that many ask for in one round of the event loop."""

from __future__ import annotations

import asyncio

import pytest

from bot.handoff.together import Together


class Reader:
    """Notes what it did, in order; cannot read what says so."""

    def __init__(self) -> None:
        self.diary: list[str] = []

    def read(self, text: str) -> str:
        """The text, in capitals."""
        self.diary.append(text)
        if text == "unreadable":
            raise ValueError(text)
        return text.upper()


async def test_what_is_asked_in_one_round_is_done_in_one_go() -> None:
    """Nobody is served before all have asked, and each gets their own answer."""
    reader = Reader()
    read = Together(reader.read)

    async def ask(text: str) -> str:
        reader.diary.append(f"{text} asks")
        answer = await read(text)
        reader.diary.append(f"{text} has it")
        return answer

    answers = await asyncio.gather(ask("a"), ask("b"), ask("c"))

    assert answers == ["A", "B", "C"]
    assert reader.diary == ["a asks", "b asks", "c asks", "a", "b", "c", "a has it", "b has it", "c has it"]


async def test_whoever_asks_later_is_served_in_the_next_round() -> None:
    """Nothing is left lying."""
    read = Together(Reader().read)

    assert [await read("a"), await read("b")] == ["A", "B"]


async def test_a_failure_is_heard_by_whoever_asked_and_nobody_else() -> None:
    """One message that cannot be read keeps no other from being read."""
    read = Together(Reader().read)

    first, failed, last = await asyncio.gather(read("a"), read("unreadable"), read("c"), return_exceptions=True)

    assert (first, last) == ("A", "C")
    assert isinstance(failed, ValueError)


async def test_whoever_gave_up_costs_nothing() -> None:
    """A socket that is closed in between is not read for."""
    reader = Reader()
    read = Together(reader.read)
    gone = read("a")
    gone.cancel()

    assert await read("b") == "B"
    assert reader.diary == ["b"]
    with pytest.raises(asyncio.CancelledError):
        await gone
