"""The shops of the contract suite: every adapter, with the same goods in it, and a way to break it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from support import live_postgres
from support.live_postgres import LivePostgres
from support.shop_samples import MemoryCarrier, MemoryShop
from support.shop_server import TOKEN, ShopServer

from bot.adapters import sql
from bot.adapters.demo_carrier import DemoCarrier
from bot.adapters.demo_shop import DemoShop
from bot.adapters.demo_shop_file import ensure_seeded
from bot.adapters.demo_shop_seed import stock_of
from bot.adapters.demo_shop_stock import Stock
from bot.adapters.shop_http.carrier import HttpCarrier
from bot.adapters.shop_http.client import ShopClient
from bot.adapters.shop_http.shop import HttpShop
from bot.commerce.carrier import Carrier
from bot.commerce.days import moment
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.shop import Shop
from bot.kernel.clock import FixedClock

TODAY = date(2025, 11, 21)
NOW = moment(TODAY, 10)


@dataclass(frozen=True)
class World:
    """A shop and its carriers behind one adapter, what is in them, and the clock they all go by.

    Attributes:
        break_it: makes the shop be down.
    """

    shop: Shop
    carrier: Carrier
    stock: Stock
    clock: FixedClock
    break_it: Callable[[], None]

    def an_order(self, status: OrderStatus, *, large: bool | None = None) -> Order:
        """An order in a state; ``large``: whether it cost more than a refund may be without approval."""
        fitting = (order for order in self.stock.orders if order.status is status)
        return next(order for order in fitting if large is None or large == (order.paid_fen > 50_000))


@dataclass(frozen=True)
class Merchant:
    """A merchant's system and what stands before it: the server, the client's patience, the demo shop behind."""

    server: ShopServer
    shop: HttpShop
    carrier: HttpCarrier
    behind: DemoShop
    stock: Stock
    clock: FixedClock
    paused: list[float]


@pytest.fixture
def clock() -> FixedClock:
    """The morning of the tests."""
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo shop as it is in the morning of the tests; nobody changes it."""
    path: Path = tmp_path_factory.mktemp("seeded") / "shop.db"
    ensure_seeded(path, NOW)
    return path


@pytest.fixture
def shop_file(seeded_file: Path, tmp_path: Path) -> Path:
    """A demo shop's file of one's own."""
    return Path(shutil.copy(seeded_file, tmp_path))


@asynccontextmanager
async def serving_merchant(shop_file: Path, clock: FixedClock) -> AsyncIterator[Merchant]:
    """A merchant's system. Every request and every whole answer is as docs/shop-api.yaml says."""
    behind, carriers = DemoShop(shop_file, clock), DemoCarrier(shop_file, clock)
    server = ShopServer(behind, carriers)
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)
        clock.advance(seconds=seconds)

    async with server.serving():
        client = ShopClient(server.url, TOKEN, clock, pause=pause, chance=lambda: 0.5)
        yield Merchant(server, HttpShop(client, clock), HttpCarrier(client), behind, stock_of(TODAY), clock, paused)
        await client.close()
    await behind.close()
    await carriers.close()
    assert server.wrong == []


@asynccontextmanager
async def open_world(kind: str, shop_file: Path, clock: FixedClock) -> AsyncIterator[World]:
    """The world of one adapter."""
    stock = stock_of(TODAY)
    if kind == "memory":
        memory = MemoryShop(stock.customers, stock.orders)
        yield World(memory, MemoryCarrier(memory), stock, clock, lambda: setattr(memory, "down", True))
    elif kind == "http":
        async with serving_merchant(shop_file, clock) as merchant:
            yield World(merchant.shop, merchant.carrier, stock, clock, shop_file.unlink)
    else:
        demo, carrier = DemoShop(shop_file, clock), DemoCarrier(shop_file, clock)
        yield World(demo, carrier, stock, clock, shop_file.unlink)
        await demo.close()
        await carrier.close()


@pytest.fixture
async def merchant(shop_file: Path, clock: FixedClock) -> AsyncIterator[Merchant]:
    """A merchant's system, to be made faulty."""
    async with serving_merchant(shop_file, clock) as serving:
        yield serving


@pytest.fixture(params=["demo", "http"])
async def world(request: pytest.FixtureRequest, shop_file: Path, clock: FixedClock) -> AsyncIterator[World]:
    """Every adapter in turn."""
    async with open_world(request.param, shop_file, clock) as opened:
        yield opened


@pytest.fixture(params=["memory", "demo", "http"])
async def readable(request: pytest.FixtureRequest, shop_file: Path, clock: FixedClock) -> AsyncIterator[World]:
    """Every adapter in turn, and the fake of the unit tests, whose orders must be read as theirs are."""
    async with open_world(request.param, shop_file, clock) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres() -> Iterator[LivePostgres]:
    """The one PostgreSQL of this run."""
    with live_postgres.serving() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """An empty database of each kind in turn, with its tables."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path / 'jiezhu.db'}"
    else:
        url = await request.getfixturevalue("postgres").fresh()
    engine = sql.make_engine(url)
    await sql.ensure_tables(engine)
    yield engine
    await engine.dispose()
