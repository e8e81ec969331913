"""Several engines behind one port: who is asked, and what happens when that one is gone."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timezone
from typing import Any

import pytest
from support.live_store import eventually

from bot.adapters.engine_http import EngineGone, HttpEngine
from bot.adapters.engine_shards import REST_MS, EngineShards, ranked
from bot.handoff.ports import BotMessage, TurnAnswer, TurnRequest
from bot.handoff.store_port import Turn
from bot.kernel.clock import FixedClock
from bot.kernel.errors import EngineUnavailable

URLS = ["http://one:8605", "http://two:8605", "http://three:8605"]
REQUEST = TurnRequest("c_1", Turn("t_1", "你好"), 1, "signed")


class FakeEngine:
    """An engine that answers, is gone, hangs, or says no."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.state = "well"
        self.asked: list[str] = []
        self.looked_at = 0

    async def turn(self, request: TurnRequest) -> TurnAnswer:
        """See the port."""
        self.asked.append(request.conversation)
        await self._be()
        return TurnAnswer([BotMessage("text", self.url, {})], {})

    async def append(self, conversation: str, outcome: Mapping[str, Any]) -> None:
        """See the port."""
        self.asked.append(conversation)
        await self._be()

    async def health(self) -> bool:
        """See the port."""
        self.looked_at += 1
        return self.state in {"well", "slow"}

    async def close(self) -> None:
        """See the port."""

    async def _be(self) -> None:
        if self.state == "gone":
            raise EngineGone()
        if self.state == "no":
            raise EngineUnavailable()
        if self.state == "hangs":
            await asyncio.Event().wait()
        if self.state == "slow":
            await asyncio.sleep(0.05)


class Row:
    """Three engines, in the order in which they may have the conversation of the tests."""

    def __init__(self) -> None:
        self.clock = FixedClock(datetime(2026, 11, 21, tzinfo=timezone.utc))
        self.engines = {url: FakeEngine(url) for url in URLS}
        self.shards = EngineShards(self.engines, self.clock, doubt_s=0.01)
        self.first, self.second, self.third = (self.engines[url] for url in ranked("c_1", URLS))

    async def who_answers(self) -> str:
        """The address of the engine that answers a turn now."""
        return (await self.shards.turn(REQUEST)).messages[0].text


@pytest.fixture
async def row() -> AsyncIterator[Row]:
    """Three engines that are well."""
    made = Row()
    yield made
    await made.shards.close()


def test_a_conversation_has_the_same_engine_with_every_hub() -> None:
    """Whatever order the addresses are written in."""
    assert ranked("c_1", URLS) == ranked("c_1", list(reversed(URLS)))


def test_conversations_are_spread_evenly() -> None:
    """Each of three engines has about a third."""
    share = Counter(ranked(f"c_{number}", URLS)[0] for number in range(3000))

    assert all(850 < count < 1150 for count in share.values())


def test_an_engine_that_goes_moves_only_its_own_conversations() -> None:
    """The others stay where they are."""
    for number in range(300):
        before = ranked(f"c_{number}", URLS)
        after = ranked(f"c_{number}", [url for url in URLS if url != URLS[0]])
        assert after[0] == (before[1] if before[0] == URLS[0] else before[0])


async def test_every_turn_of_a_conversation_goes_to_its_engine(row: Row) -> None:
    """And so does what a person decided."""
    for _ in range(3):
        await row.shards.turn(REQUEST)
    await row.shards.append("c_1", {"result": "solved"})

    assert row.first.asked == ["c_1"] * 4
    assert row.second.asked == row.third.asked == []


async def test_the_next_engine_takes_over_and_the_dead_one_is_left_alone(row: Row) -> None:
    """One call finds out; those after it lose no time."""
    row.first.state = "gone"

    assert [await row.who_answers() for _ in range(3)] == [row.second.url] * 3
    assert len(row.first.asked) == 1


async def test_an_engine_that_is_back_gets_its_conversations_back(row: Row) -> None:
    """Its health is asked first, so that no customer's turn is the trial."""
    row.first.state = "gone"
    await row.who_answers()
    row.first.state = "well"
    row.clock.advance(milliseconds=REST_MS)

    assert await row.who_answers() == row.second.url

    async def is_back() -> bool:
        return await row.who_answers() == row.first.url

    await eventually(is_back)
    assert row.first.looked_at == 1


async def test_an_engine_that_stays_away_is_looked_at_now_and_then(row: Row) -> None:
    """Not with every turn."""
    row.first.state = "gone"
    await row.who_answers()
    for _ in range(3):
        row.clock.advance(milliseconds=REST_MS)
        for _ in range(4):
            await row.who_answers()
            await asyncio.sleep(0)

    assert row.first.looked_at == 3
    assert len(row.first.asked) == 1


async def test_an_engine_that_hangs_is_found_out_before_the_turn_is_over(row: Row) -> None:
    """It takes the question and says nothing: its health tells."""
    row.first.state = "hangs"

    assert await row.who_answers() == row.second.url


async def test_a_slow_engine_is_waited_for(row: Row) -> None:
    """It is still there: asking another would do the work twice."""
    row.first.state = "slow"

    assert await row.who_answers() == row.first.url
    assert row.second.asked == []


async def test_an_answer_that_says_no_is_an_answer(row: Row) -> None:
    """An action that failed fails at the next engine, too."""
    row.first.state = "no"

    with pytest.raises(EngineUnavailable):
        await row.who_answers()
    assert row.second.asked == []


async def test_when_all_are_gone_each_is_still_tried(row: Row) -> None:
    """And the one that is back first has the customer."""
    for engine in row.engines.values():
        engine.state = "gone"
    with pytest.raises(EngineUnavailable):
        await row.who_answers()
    row.third.state = "well"

    assert await row.who_answers() == row.third.url
    assert await row.shards.health()


async def test_a_server_that_refuses_drops_or_drains_is_gone_and_one_that_fails_is_not() -> None:
    """What the engine's answers mean, over real sockets."""
    drains = b'HTTP/1.1 503 x\r\nContent-Length: 19\r\n\r\n{"code":"draining"}'
    fails = b'HTTP/1.1 503 x\r\nContent-Length: 24\r\n\r\n{"code":"action_failed"}'
    for said, wanted in (
        (drains, True),
        (b"", True),
        (fails, False),
        (b"HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n", False),
    ):

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, said: bytes = said) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(said)
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        engine = HttpEngine(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", "token", 2)
        with pytest.raises(EngineUnavailable) as caught:
            await engine.turn(REQUEST)
        assert isinstance(caught.value, EngineGone) == wanted, said
        server.close()
        await engine.close()
    refused = HttpEngine("http://127.0.0.1:1", "token", 2)
    with pytest.raises(EngineGone):
        await refused.turn(REQUEST)
    await refused.close()
