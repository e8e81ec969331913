"""A whole hub for tests: real apps, service, store and SQL on free loopback ports; engine and shop are scripted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
from support.conversations import LIN, House, open_house
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bot.adapters import sql
from bot.adapters.accounts import Accounts
from bot.adapters.customer_token import CustomerTokens
from bot.adapters.login_guard import LoginGuard
from bot.adapters.nonces import Nonces
from bot.adapters.passwords import Passwords
from bot.adapters.promises import SqlPromises
from bot.adapters.sessions import Sessions
from bot.adapters.shared_limits import SharedLimits
from bot.care.keeping import PromiseKeeping
from bot.handoff.core import Times
from bot.handoff.people import CustomerProfile, Role
from bot.handoff.service import ConversationService
from bot.hub import process
from bot.hub.assets import Assets
from bot.hub.limits import Limits
from bot.kernel.clock import Clock
from bot.kernel.errors import EngineUnavailable
from bot.runtime import logs
from bot.runtime.agent_replies import reading
from bot.runtime.agent_replies.library import Library
from bot.runtime.metrics import Metrics
from bot.runtime.settings import Settings

KEY = "a key of at least thirty-two bytes, for tests"
WANG = CustomerProfile("u1002", "王雨桐", "普通会员", "139****0000", True)
PASSWORD = "correct-horse-battery"
NOWHERE = "c_01m8060f7v1yny5399ct1d0xh2"
"""A conversation nobody has."""


class TwoDemoCustomers:
    async def demo_customers(self) -> Sequence[tuple[CustomerProfile, str]]:
        return [(LIN, "有一个包裹晚到了"), (WANG, "刚收到货")]


async def well() -> None:
    return None


async def engine_is_down() -> None:
    raise EngineUnavailable()


@dataclass
class World:
    """What the hub is served with, and doors into it."""

    settings: Settings
    clock: Clock
    conversations: ConversationService
    promises: PromiseKeeping
    replies: Library
    wakeups: Any
    customer_tokens: CustomerTokens
    customer_sessions: Sessions
    staff_sessions: Sessions
    accounts: Accounts
    login_guard: LoginGuard
    ledger: SharedLimits
    demo_shop: TwoDemoCustomers
    checks: dict[str, Any]
    house: House
    limits: Limits
    static: Path
    metrics: Metrics = field(default_factory=Metrics)
    metrics_token: str = ""
    running: process.Running | None = None

    @property
    def public(self) -> str:
        assert self.running
        return f"127.0.0.1:{self.running.public_port}"

    @property
    def staff(self) -> str:
        assert self.running
        return f"127.0.0.1:{self.running.staff_port}"

    async def start(self) -> None:
        """Serve, with the pages of ``static``."""
        self.running = await process.start(self, limits=self.limits, assets=Assets.load(self.static))

    async def stop(self) -> None:
        if self.running is not None:
            running, self.running = self.running, None
            await running.stop()

    @asynccontextmanager
    async def customer(
        self, *, hello: Mapping[str, Any] | None = None, profile: CustomerProfile | None = None, **options: Any
    ) -> AsyncIterator[Page]:
        """A customer's page that has said hello and was welcomed."""
        said = {"t": "hello", "since": 0, **(hello or {})}
        if profile is not None:
            said["token"] = self.customer_tokens.sign(profile)
        async with self.chat_socket(**options) as socket:
            await socket.send(json.dumps(said))
            page = Page(socket)
            page.welcome = await page.until("welcome")
            yield page

    def chat_socket(self, *, origin: str | None = "own", **options: Any) -> Any:
        """A raw connection to the customers' side."""
        named = f"http://{self.public}" if origin == "own" else origin
        url = f"ws://{self.public}/ws/chat"
        return connect(url, subprotocols=["jiezhu.v1"], origin=named, compression=None, proxy=None, **options)

    async def colleague(self, username: str = "xiaolin", name: str = "小林", role: Role = "agent") -> httpx.AsyncClient:
        """A browser of somebody who has signed in."""
        if await self.accounts.by_username(username) is None:
            await self.accounts.create(username=username, name=name, role=role, password=PASSWORD)
        browser = self.browser()
        answer = await browser.post("/api/login", json={"username": username, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return browser

    def browser(self, *, origin: str | None = "own") -> httpx.AsyncClient:
        """A browser at the staff side that nobody has signed in with."""
        headers = {} if origin is None else {"origin": f"http://{self.staff}" if origin == "own" else origin}
        return httpx.AsyncClient(base_url=f"http://{self.staff}", headers=headers, trust_env=False, timeout=10)

    @asynccontextmanager
    async def desk(self, browser: httpx.AsyncClient, *, open: Sequence[Mapping[str, Any]] = ()) -> AsyncIterator[Page]:
        """An agent's desk that has said hello and was welcomed."""
        async with self.desk_socket(browser) as socket:
            await socket.send(json.dumps({"t": "hello", "open": list(open)}))
            page = Page(socket)
            page.welcome = await page.until("welcome")
            yield page

    def desk_socket(self, browser: httpx.AsyncClient, *, origin: str | None = "own") -> Any:
        """A raw connection to the staff side."""
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        named = f"http://{self.staff}" if origin == "own" else origin
        url, headers = f"ws://{self.staff}/ws/desk", {"cookie": cookies}
        return connect(
            url, subprotocols=["jiezhu-desk.v1"], origin=named, additional_headers=headers, compression=None, proxy=None
        )

    async def connections_gone(self) -> None:
        """Wait until the customers' side holds no connection any more."""
        assert self.running
        while self.running._servers[0].connections:
            await asyncio.sleep(0.01)

    async def wait_until_queued(self, conversation: str) -> dict[str, Any]:
        """The queue entry of a conversation, once it is there."""
        async with asyncio.timeout(10):
            while True:
                found = [item for item in await self.conversations.queue() if item["conversation"] == conversation]
                if found:
                    return found[0]
                await asyncio.sleep(0.01)


class Page:
    """The client end of a socket: frames by kind, in order, without waiting for ever."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.welcome: dict[str, Any] = {}
        self.seen: list[dict[str, Any]] = []

    @property
    def conversation(self) -> str:
        return str(self.welcome["conversation"])

    def events(self) -> list[dict[str, Any]]:
        """The events that came so far."""
        return [frame["event"] for frame in self.seen if frame["t"] == "event"]

    async def tell(self, t: str, **fields: Any) -> None:
        """Send a frame."""
        await self.socket.send(json.dumps({"t": t, **fields}))

    async def until(self, t: str, *, within_s: float = 10, **fields: Any) -> dict[str, Any]:
        """The next frame of a kind whose fields are these; what comes before it is kept in ``seen``."""
        async with asyncio.timeout(within_s):
            while True:
                frame = json.loads(await self.socket.recv())
                self.seen.append(frame)
                if frame["t"] == t and fields.items() <= frame.items():
                    return frame

    async def until_event(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next event of a kind whose fields are these."""
        while True:
            event = (await self.until("event"))["event"]
            if event["kind"] == kind and fields.items() <= event.items():
                return dict(event)

    async def say(self, text: str, client_id: str = "m1") -> dict[str, Any]:
        """Send a message and give its ack or nack."""
        await self.tell("send", client_id=client_id, kind="text", text=text)
        async with asyncio.timeout(10):
            while True:
                frame = json.loads(await self.socket.recv())
                self.seen.append(frame)
                if frame["t"] in {"ack", "nack"} and frame["client_id"] == client_id:
                    return dict(frame)

    async def close_code(self) -> int:
        """The code the hub closes with."""
        async with asyncio.timeout(10):
            with suppress(ConnectionClosed):
                while True:
                    self.seen.append(json.loads(await self.socket.recv()))
        assert self.socket.close_code is not None
        return self.socket.close_code


async def queued(world: World, page: Page) -> dict[str, object]:
    """Let a customer wait; gives what a claim needs."""
    await page.say("转人工", "m-human")
    item = await world.wait_until_queued(page.conversation)
    return {"handoff_id": item["handoff_id"], "epoch": item["epoch"]}


@asynccontextmanager
async def hub(
    folder: Path,
    store_url: str,
    *,
    limits: Limits | None = None,
    times: Times | None = None,
    static: Path | None = None,
    **knobs: Any,
) -> AsyncIterator[World]:
    """A hub that serves while the block runs.

    Args:
        folder: where its data is; two hubs with the same folder and store are two processes of one installation.
        static: built pages; two of them and a loader that stand for the real ones, if nothing is said.
        knobs: settings other than the usual ones.
    """
    logs.configure("error")
    for name in ("chat/chat.html", "chat/assets/chat-1a2b.js", "desk/desk.html", "jiezhu.js"):
        (folder / "static" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "static" / name).write_text(f"<!doctype html><title>{name}</title>")
    database = sql.make_engine(f"sqlite+aiosqlite:///{folder / 'jiezhu.db'}")
    settings = replace(Settings(var_dir=str(folder), public_port=0, staff_port=0), **knobs)
    world = _world(settings, open_house(store_url, times=times), database, limits or Limits())
    world.static = static or world.static
    await world.accounts.ensure_tables()
    await world.start()
    try:
        yield world
    finally:
        await world.stop()
        await database.dispose()
        await world.house.close()


def _world(settings: Settings, house: House, database: Any, limits: Limits) -> World:
    clock = house.parts.clock
    return World(
        settings=settings,
        clock=clock,
        conversations=house.service,
        promises=PromiseKeeping(SqlPromises(database), house.service, clock),
        replies=reading.load(),
        wakeups=house.wakeups,
        customer_tokens=CustomerTokens(KEY, ttl_s=300, clock=clock, nonces=Nonces(house.redis)),
        customer_sessions=Sessions(house.redis, "customer", ttl_s=3600, sliding=True),
        staff_sessions=Sessions(house.redis, "staff", ttl_s=3600),
        accounts=Accounts(database, clock=clock, passwords=Passwords()),
        login_guard=LoginGuard(house.redis, tries=3, pause_s=60),
        ledger=SharedLimits(house.redis),
        demo_shop=TwoDemoCustomers(),
        checks={"store": well, "sql": well, "engine": engine_is_down},
        house=house,
        limits=limits,
        static=settings.var / "static",
    )
