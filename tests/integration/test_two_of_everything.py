"""Two hubs, two engines, a store with replicas, PostgreSQL: one of each dies while customers talk.

Nothing acknowledged is lost, nothing is said twice, and the service goes on (issue "handoff core", point 10).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from support import pairs as two
from support.pairs import Pairs
from support.talkers import Talker, called_for, faults

pytestmark = pytest.mark.timeout(240)
"""Nine servers have to start first, which on a busy machine takes a minute."""

CUSTOMERS = 6
AFTERWARDS = 3


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pairs]:
    """The installation, started once; what a test killed is started again behind it."""
    with two.serving(tmp_path_factory.mktemp("pairs")) as running:
        yield running


@pytest.fixture
async def talkers(pairs: Pairs) -> AsyncIterator[list[Talker]]:
    """Customers, half of them at each hub, who have each had an answer."""
    people = [Talker(number, pairs.chats) for number in range(CUSTOMERS)]
    async with asyncio.timeout(30):
        await asyncio.gather(*(one.talk("before", 1) for one in people))
    yield people
    for one in people:
        await one.hang_up()
    pairs.revive()


async def talk_while(talkers: list[Talker], crash: Callable[[], None]) -> None:
    """Let everybody talk, let something die in the middle, and see that everybody is served afterwards."""
    over = asyncio.Event()
    talking = [asyncio.create_task(one.talk_until(over, "during")) for one in talkers]
    await asyncio.to_thread(crash)
    over.set()
    async with asyncio.timeout(40):
        await asyncio.gather(*talking)
        await asyncio.gather(*(one.talk("after", AFTERWARDS) for one in talkers))


async def test_a_hub_that_dies_loses_nothing(pairs: Pairs, talkers: list[Talker]) -> None:
    """Its customers come to the other one; the turns it was at are answered there."""
    await talk_while(talkers, lambda: pairs.kill("hub-1"))

    assert await faults(pairs.store.url, talkers) == []
    assert sum(one.retries for one in talkers) > 0, "the drill killed nothing"
    assert await called_for(pairs.store.url, talkers) == [], pairs.complaints()


async def test_an_engine_that_dies_loses_nothing(pairs: Pairs, talkers: list[Talker]) -> None:
    """The other one takes its conversations, and nobody has to be called."""
    await talk_while(talkers, lambda: pairs.kill("engine-1"))

    assert await faults(pairs.store.url, talkers) == []
    assert await called_for(pairs.store.url, talkers) == [], pairs.complaints()


async def test_a_store_that_dies_loses_nothing_that_was_acknowledged(pairs: Pairs, talkers: list[Talker]) -> None:
    """A replica is promoted; until then messages are refused, and sent again."""
    primary = pairs.store.primary()
    await talk_while(talkers, lambda: pairs.store.kill(primary))

    assert await faults(pairs.store.url, talkers) == []
    assert pairs.store.primary() != primary
    pairs.store.restart(primary)


async def test_a_postgresql_that_dies_stops_no_conversation(pairs: Pairs, talkers: list[Talker]) -> None:
    """Nothing a customer waits for is in it; what is to be filed there is filed when it is back."""

    def crash() -> None:
        pairs.postgres.kill()
        pairs.postgres.start()

    await talk_while(talkers, crash)

    assert await faults(pairs.store.url, talkers) == []
    assert await called_for(pairs.store.url, talkers) == [], pairs.complaints()
