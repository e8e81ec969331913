"""The load of ``jiezhu bench sockets``, a process of its own (``python -m bot.runtime.bench.sockets_load``).

Some pairs of customer and agent talk at a fixed pace the whole time. Their latency is taken alone, then with
thousands of customers connected who say nothing, then alone again: the machine's own drift shows in the difference
between the first and the last.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

from bot.runtime.bench import pairs as people
from bot.runtime.bench.load_process import carry_out
from bot.runtime.bench.machine import cpu_s, open_files, rss_mb
from bot.runtime.bench.pairs import Place
from bot.runtime.bench.relay_load import TalkLane, opened
from bot.runtime.bench.trouble import NotServed
from bot.runtime.bench.wire import Wire, dial

_AT_ONCE = 50
"""Connections being opened at a time."""

_ADDRESSES = 4
"""Addresses of this machine to call from: each has some 28,000 ports, and a closed one rests for a minute."""

_SPARE_FILES = 500


@dataclass(frozen=True)
class Plan:
    """What to do.

    Attributes:
        ports: public and staff port of the hub.
        staff: id and cookie of each agent.
        pid: the hub's process.
        idle: customers who say nothing.
        active: customers who talk, with as many agents' ears.
        rate: messages a second of all of them together.
        seconds: of each of the three parts.
        rest_s: how long the idle ones are watched doing nothing.
    """

    ports: tuple[int, int]
    staff: tuple[tuple[str, str], ...]
    pid: int
    idle: int
    active: int
    rate: float
    seconds: float
    rest_s: float


async def load(plan: Plan) -> dict[str, Any]:
    """Carry the plan out: memory in MB, the idle sockets' share of a core, and milliseconds of every message."""
    open_files(plan.idle + plan.active + _SPARE_FILES)
    talking, _ = await people.settle(Place(*plan.ports), plan.staff, plan.active)
    lanes = [TalkLane(pair) for pair in talking]
    await opened(lanes, plan.rate, plan.seconds / 3)
    before = await opened(lanes, plan.rate, plan.seconds)
    found: dict[str, Any] = {"rss_mb_before": rss_mb(plan.pid), "before_ms": before}
    began = time.perf_counter()
    idle = await _connected(plan)
    found["connect_per_s"] = plan.idle / (time.perf_counter() - began)
    spent, began = cpu_s(plan.pid), time.perf_counter()
    await asyncio.sleep(plan.rest_s)
    found["idle_cores"] = (cpu_s(plan.pid) - spent) / (time.perf_counter() - began)
    found["with_ms"] = await opened(lanes, plan.rate, plan.seconds)
    found["rss_mb"] = rss_mb(plan.pid)
    found["still_there"] = sum(one.open for one in idle)
    for one in idle:
        one.wire.close()
    # The hub has so many goodbyes to say; they are not part of anybody's chat.
    await asyncio.sleep(plan.rest_s)
    found["after_ms"] = await opened(lanes, plan.rate, plan.seconds)
    return found


class Idler:
    """A customer who has opened the chat and says nothing."""

    wire: Wire

    def __init__(self) -> None:
        self.open = False
        self.welcomed = asyncio.Event()

    async def come_in(self, port: int, number: int) -> None:
        """Connect and be welcomed."""
        self.wire = await dial(
            "127.0.0.1",
            port,
            "/ws/chat",
            subprotocol=people.CUSTOMER,
            on_text=self._on_frame,
            on_end=self._on_end,
            local=f"127.0.0.{2 + number % _ADDRESSES}",
        )
        self.wire.send(b'{"t":"hello","since":0}')
        async with asyncio.timeout(30):
            await self.welcomed.wait()

    def _on_frame(self, raw: bytes) -> None:
        if json.loads(raw)["t"] == "welcome":
            self.open = True
            self.welcomed.set()

    def _on_end(self, _code: int) -> None:
        self.open = False


async def _connected(plan: Plan) -> list[Idler]:
    idle = [Idler() for _ in range(plan.idle)]
    doors = asyncio.Semaphore(_AT_ONCE)

    async def enter(number: int, one: Idler) -> None:
        async with doors:
            await one.come_in(plan.ports[0], number)

    try:
        await asyncio.gather(*(enter(number, one) for number, one in enumerate(idle)))
    except TimeoutError:
        raise NotServed(f"only {sum(one.open for one in idle)} of {plan.idle} customers were let in") from None
    return idle


if __name__ == "__main__":
    carry_out(Plan, load)
