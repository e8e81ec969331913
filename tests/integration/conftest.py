"""Fixtures of the integration tests: a real store, empty for each test, and the service or the whole hub on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from redis import Redis
from support.conversations import House, open_house
from support.hub_world import World, hub
from support.live_store import LiveStore
from support.shift import Shift


@pytest.fixture(scope="session")
def live_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveStore]:
    """The one store server of this run."""
    folder: Path = tmp_path_factory.mktemp("store")
    store = LiveStore(folder)
    store.start()
    yield store
    store.stop()


@pytest.fixture
def store_url(live_store: LiveStore) -> str:
    """The address of a store with nothing in it."""
    with Redis.from_url(live_store.url) as client:
        client.flushall()
    return live_store.url


@pytest.fixture
async def house(store_url: str) -> AsyncIterator[House]:
    """A conversation service on that store."""
    opened = open_house(store_url)
    yield opened
    await opened.close()


@pytest.fixture
async def shift(store_url: str) -> AsyncIterator[Shift]:
    """A conversation service with a real team on that store, at ten on a Monday morning."""
    opened = Shift(store_url)
    yield opened
    await opened.close()


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub with the usual limits."""
    async with hub(tmp_path, store_url) as served:
        yield served


@pytest.fixture
async def agent(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """小林's browser."""
    browser = await world.colleague()
    yield browser
    await browser.aclose()


@pytest.fixture
async def other(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """小周's browser."""
    browser = await world.colleague("xiaozhou", "小周")
    yield browser
    await browser.aclose()
