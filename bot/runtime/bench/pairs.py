"""Customers and agents talking through a hub, for a load: who is paired with whom, and what each side heard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec
import orjson

from bot.runtime.bench.trouble import NotServed
from bot.runtime.bench.wire import Wire, dial

OnText = Callable[[bytes], None]
Heard = Callable[[str], None]

_NO_NEWS = b'{"t":"ack"'
"""How the answer to one's own words begins: not worth reading further, one of them comes for each."""

CUSTOMER = "jiezhu.v1"
DESK = "jiezhu-desk.v1"


@dataclass(frozen=True)
class Place:
    """Where a hub is: the two ports on loopback."""

    public_port: int
    staff_port: int


class _Who(msgspec.Struct, frozen=True):
    kind: str = ""


class _Event(msgspec.Struct, frozen=True):
    kind: str = ""
    actor: _Who = _Who()
    text: str = ""


class _Record(msgspec.Struct, frozen=True):
    state: str = ""
    epoch: int = 0


class _Frame(msgspec.Struct, frozen=True):
    """What is read of a frame; everything else in it is passed over without being made into anything."""

    t: str
    conversation: str = ""
    event: _Event = _Event()
    control: _Record = _Record()
    items: list[dict[str, Any]] = []


_read = msgspec.json.Decoder(_Frame).decode


@dataclass
class Pair:
    """One customer and the agent in charge. ``heard_by_*`` are called with the text the other side wrote."""

    number: int
    conversation: str = ""
    epoch: int = -1
    customer: Wire | None = None
    desk: Desk | None = None
    talking: asyncio.Event = field(default_factory=asyncio.Event)
    heard_by_agent: Heard = lambda _text: None
    heard_by_customer: Heard = lambda _text: None
    sent: int = 0

    def customer_says(self, text: str) -> None:
        """The customer sends a message."""
        assert self.customer is not None
        frame = {"t": "send", "client_id": self._client_id(), "kind": "text", "text": text}
        self.customer.send(orjson.dumps(frame))

    def agent_says(self, text: str) -> None:
        """The agent sends a message."""
        assert self.desk is not None
        assert self.desk.wire is not None
        frame = {"t": "send", "conversation": self.conversation, "client_id": self._client_id(), "epoch": self.epoch}
        self.desk.wire.send(orjson.dumps(frame | {"kind": "text", "text": text}))

    def _client_id(self) -> str:
        self.sent += 1
        return f"{self.number}-{self.sent}"


class Desk:
    """One agent's desk: claims its share of who is waiting, and whoever is offered to it."""

    def __init__(
        self, place: Place, agent_id: str, cookie: str, share: tuple[int, int], pairs: dict[str, Pair]
    ) -> None:
        self._place = place
        self._agent_id = agent_id
        self._cookie = cookie
        self._place_in_row, self._desks = share
        self._pairs = pairs
        self._claimed: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._site = f"http://127.0.0.1:{place.staff_port}"
        self._http = httpx.AsyncClient(base_url=self._site, headers={"origin": self._site, "cookie": cookie})
        self.wire: Wire | None = None
        self.failures: list[str] = []

    async def open(self) -> None:
        """Sit down at the desk."""
        self.wire = await dial(
            "127.0.0.1",
            self._place.staff_port,
            "/ws/desk",
            subprotocol=DESK,
            headers={"Origin": self._site, "Cookie": self._cookie},
            on_text=self._on_frame,
            on_end=lambda code: self.failures.append(f"desk closed with {code}"),
        )
        self.wire.send(b'{"t":"hello","open":[]}')

    async def close(self) -> None:
        """Leave."""
        if self.wire is not None:
            self.wire.close()
        await self._http.aclose()

    def _on_frame(self, raw: bytes) -> None:
        if raw.startswith(_NO_NEWS):
            return
        frame = _read(raw)
        if frame.t == "event":
            if frame.event.kind == "text" and frame.event.actor.kind == "customer":
                self._pairs[frame.conversation].heard_by_agent(frame.event.text)
        elif frame.t == "queue":
            self._look(frame.items)
        elif frame.t == "control" and frame.conversation in self._claimed:
            self._note(frame.conversation, frame.control)
        elif frame.t in {"nack", "error"}:
            self.failures.append(raw.decode())

    def _look(self, items: list[dict[str, Any]]) -> None:
        for item in items:
            name, offered = item["conversation"], item.get("offered_to") or ""
            if name not in self._pairs or name in self._claimed:
                continue
            shared_out = self._pairs[name].number % self._desks == self._place_in_row
            if offered == self._agent_id or (shared_out and not offered):
                self._claimed.add(name)
                task = asyncio.get_running_loop().create_task(self._claim(item))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _claim(self, item: dict[str, Any]) -> None:
        body = {"handoff_id": item["handoff_id"], "epoch": item["epoch"]}
        answer = await self._http.post(f"/api/conversations/{item['conversation']}/claim", json=body)
        if answer.status_code != 200:
            # A colleague, or the router, was faster.
            self._claimed.discard(item["conversation"])
            return
        pair = self._pairs[item["conversation"]]
        pair.desk, pair.epoch = self, answer.json()["control"]["epoch"]
        assert self.wire is not None
        self.wire.send(orjson.dumps({"t": "open", "conversation": item["conversation"], "since": 0}))

    def _note(self, conversation: str, control: _Record) -> None:
        if control.state == "human":
            self._pairs[conversation].epoch = control.epoch
            self._pairs[conversation].talking.set()


async def settle(place: Place, staff: Sequence[tuple[str, str]], count: int) -> tuple[list[Pair], list[Desk]]:
    """So many customers, each in charge of one of the agents (``(id, cookie)``), everybody connected.

    Raises:
        NotServed: they do not all find each other within a minute.
    """
    by_name: dict[str, Pair] = {}
    desks = [Desk(place, agent_id, cookie, (row, len(staff)), by_name) for row, (agent_id, cookie) in enumerate(staff)]
    for desk in desks:
        await desk.open()
    pairs = [Pair(number) for number in range(count)]
    for pair in pairs:
        await _visit(place, pair)
        by_name[pair.conversation] = pair
        assert pair.customer is not None
        pair.customer.send(orjson.dumps({"t": "human", "client_id": f"human-{pair.number}"}))
    try:
        async with asyncio.timeout(60):
            for pair in pairs:
                await pair.talking.wait()
    except TimeoutError:
        lost = sum(not pair.talking.is_set() for pair in pairs)
        raise NotServed(f"{lost} of {count} customers got no agent: {[desk.failures[-1:] for desk in desks]}") from None
    return pairs, desks


async def _visit(place: Place, pair: Pair) -> None:
    welcomed: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def on_text(raw: bytes) -> None:
        if raw.startswith(_NO_NEWS):
            return
        frame = _read(raw)
        if frame.t == "event":
            if frame.event.kind == "text" and frame.event.actor.kind == "agent":
                pair.heard_by_customer(frame.event.text)
        elif frame.t == "welcome":
            welcomed.set_result(frame.conversation)

    pair.customer = await dial(
        "127.0.0.1", place.public_port, "/ws/chat", subprotocol=CUSTOMER, on_text=on_text, on_end=lambda _code: None
    )
    pair.customer.send(b'{"t":"hello","since":0}')
    async with asyncio.timeout(20):
        pair.conversation = await welcomed
