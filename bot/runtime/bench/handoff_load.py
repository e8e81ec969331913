"""The load of ``jiezhu bench handoff``, a process of its own (``python -m bot.runtime.bench.handoff_load``).

First, customers ask for a person at a fixed pace, each timed from their own send until an agent's desk has them in its
queue; they leave the queue again at once, so that it stays short. Then the queue is filled to two lengths, and of each
is taken what one claim costs, and what it costs a waiting customer to learn their place.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

import httpx

from bot.runtime.bench import pairs as people
from bot.runtime.bench.load_process import carry_out
from bot.runtime.bench.queue_filling import Filler
from bot.runtime.bench.trouble import NotServed
from bot.runtime.bench.wire import Wire, dial


@dataclass(frozen=True)
class Plan:
    """What to do.

    Attributes:
        ports: public and staff port of the hub.
        store_url: the hub's store, to fill the queue in.
        staff: id and cookie of the agent whose desk is looked at, and of the one who claims.
        rate, seconds: handoffs a second, and for how long.
        short, long: people in the queue.
        rounds: claims and looks of each length.
    """

    ports: tuple[int, int]
    store_url: str
    staff: tuple[tuple[str, str], ...]
    rate: float
    seconds: float
    short: int
    long: int
    rounds: int


class Asker:
    """A visitor who asks for a person once."""

    wire: Wire

    def __init__(self, number: int) -> None:
        self._number = number
        self.conversation = ""
        self.welcomed = asyncio.Event()

    async def come_in(self, port: int) -> None:
        """Connect and be welcomed."""
        self.wire = await dial(
            "127.0.0.1",
            port,
            "/ws/chat",
            subprotocol=people.CUSTOMER,
            on_text=self._on_frame,
            on_end=lambda _code: None,
        )
        self.wire.send(b'{"t":"hello","since":0}')
        async with asyncio.timeout(30):
            await self.welcomed.wait()

    def ask(self) -> None:
        """Type what calls a person, as a customer would."""
        frame = {"t": "send", "kind": "text", "text": "转人工", "client_id": f"ask-{self._number}"}
        self.wire.send(json.dumps(frame, ensure_ascii=False).encode())

    def leave(self) -> None:
        """Go back to the bot."""
        self.wire.send(json.dumps({"t": "leave_queue", "client_id": f"leave-{self._number}"}).encode())

    def _on_frame(self, raw: bytes) -> None:
        frame = json.loads(raw)
        if frame["t"] == "welcome":
            self.conversation = frame["conversation"]
            self.welcomed.set()


async def visible(plan: Plan) -> list[float]:
    """Milliseconds from each customer's message until the desk shows them.

    Raises:
        NotServed: somebody is never shown.
    """
    askers = [Asker(number) for number in range(int(plan.rate * plan.seconds))]
    asked: dict[str, tuple[Asker, float]] = {}
    took: list[float] = []

    def on_desk(raw: bytes) -> None:
        frame = json.loads(raw)
        if frame["t"] != "queue":
            return
        now = time.perf_counter()
        for item in frame["items"]:
            if (found := asked.pop(item["conversation"], None)) is not None:
                took.append((now - found[1]) * 1000)
                found[0].leave()

    desk = await _desk(plan, on_desk)
    for asker in askers:
        await asker.come_in(plan.ports[0])
    began = time.perf_counter()
    for number, asker in enumerate(askers):
        at = began + number / plan.rate
        if (ahead := at - time.perf_counter()) > 0:
            await asyncio.sleep(ahead)
        asked[asker.conversation] = asker, at
        asker.ask()
    until = time.perf_counter() + 30
    # Polled: the figures, not the waiting, are what is measured here.
    while asked and time.perf_counter() < until:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    if asked:
        raise NotServed(f"{len(asked)} of {len(askers)} handoffs were never shown on the desk")
    desk.close()
    for asker in askers:
        asker.wire.close()
    return took


async def costs(plan: Plan) -> dict[str, dict[str, list[float]]]:
    """Milliseconds of claims and of learning one's place, by the length of the queue."""
    site = f"http://127.0.0.1:{plan.ports[1]}"
    headers = {"Origin": site, "Cookie": plan.staff[1][1]}
    found: dict[str, dict[str, list[float]]] = {}
    async with Filler(plan.store_url) as filler, httpx.AsyncClient(base_url=site, headers=headers) as browser:
        for name, length in (("short", plan.short), ("long", plan.long)):
            await filler.fill(length)
            claims, places = [], []
            for number in range(plan.rounds):
                ticket = await filler.add(number)
                places.append(await _place_ms(plan, ticket.session))
                body = {"handoff_id": ticket.handoff_id, "epoch": ticket.epoch}
                began = time.perf_counter()
                answer = await browser.post(f"/api/conversations/{ticket.conversation}/claim", json=body)
                claims.append((time.perf_counter() - began) * 1000)
                if answer.status_code != 200:
                    raise NotServed(f"a claim was refused: {answer.text}")
            found[name] = {"claim": claims, "place": places}
    return found


async def _place_ms(plan: Plan, session: str) -> float:
    """From a waiting customer's hello until the hub has told them their place."""
    told: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def on_text(raw: bytes) -> None:
        frame = json.loads(raw)
        if frame["t"] == "welcome":
            told.set_result(frame["control"])

    wire = await dial(
        "127.0.0.1",
        plan.ports[0],
        "/ws/chat",
        subprotocol=people.CUSTOMER,
        on_text=on_text,
        on_end=lambda _code: None,
    )
    began = time.perf_counter()
    wire.send(json.dumps({"t": "hello", "since": 0, "session": session}).encode())
    async with asyncio.timeout(20):
        control = await told
    took = (time.perf_counter() - began) * 1000
    wire.close()
    if control["position"] is None:
        raise NotServed(f"a waiting customer was told no place: {control}")
    return took


async def _desk(plan: Plan, on_text: people.OnText) -> Wire:
    site = f"http://127.0.0.1:{plan.ports[1]}"
    wire = await dial(
        "127.0.0.1",
        plan.ports[1],
        "/ws/desk",
        subprotocol=people.DESK,
        headers={"Origin": site, "Cookie": plan.staff[0][1]},
        on_text=on_text,
        on_end=lambda _code: None,
    )
    wire.send(b'{"t":"hello","open":[]}')
    return wire


async def load(plan: Plan) -> dict[str, Any]:
    """Carry the plan out."""
    return {"visible_ms": await visible(plan), **await costs(plan)}


if __name__ == "__main__":
    carry_out(Plan, load)
