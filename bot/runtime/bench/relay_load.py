"""The load of ``jiezhu bench relay``, a process of its own (``python -m bot.runtime.bench.relay_load``, plan on stdin).

Two ways of asking. *Closed*: each lane has one message under way and sends the next when the other side has it; the
count is the throughput. *Open*: messages leave at fixed moments whether or not the last one has arrived, and each is
timed from the moment it was due, so a stall counts for every message it delays.

The servers take turns second by second, so that whatever else the machine does meets all of them alike.
"""

from __future__ import annotations

import asyncio
import gc
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.runtime.bench import pairs as people
from bot.runtime.bench.load_process import carry_out
from bot.runtime.bench.machine import cpu_s
from bot.runtime.bench.pairs import Pair, Place
from bot.runtime.bench.talk import LINES
from bot.runtime.bench.trouble import NotServed
from bot.runtime.bench.wire import Wire, dial

TURN_S = 1
"""Seconds of a server's turn."""


@dataclass(frozen=True)
class Target:
    """A server under load.

    Attributes:
        name: under which its figures are given.
        ports: public and staff port of a hub, or a floor's port twice.
        staff: id and cookie of each agent of a hub; a floor has none.
        pid: its process, whose processor time is noted.
    """

    name: str
    ports: tuple[int, int]
    staff: tuple[tuple[str, str], ...]
    pid: int


@dataclass(frozen=True)
class Plan:
    """What to do.

    Attributes:
        targets: who takes turns.
        lanes: pairs of people at a hub, connections to a floor.
        warm, closed, opened: how many turns each has before anything counts, and of each way of asking.
        rate: messages a second of the open way.
    """

    targets: tuple[Target, ...]
    lanes: int
    warm: int
    closed: int
    opened: int
    rate: float


class Lane(ABC):
    """Somewhere a message can go; ``arrived`` is called with its text when the other side has it.

    Attributes:
        carried: messages that went through one after the other.
    """

    def __init__(self) -> None:
        self.arrived: Callable[[str], None] = lambda _text: None
        self.carried = 0

    @abstractmethod
    def say(self, text: str) -> None:
        """Send a message."""


class EchoLane(Lane):
    """To the floor and back."""

    def __init__(self) -> None:
        super().__init__()
        self._wire: Wire | None = None

    async def open(self, port: int) -> None:
        """Connect."""
        self._wire = await dial("127.0.0.1", port, "/echo", on_text=self._heard, on_end=lambda _code: None)

    def say(self, text: str) -> None:
        """See the base."""
        assert self._wire is not None
        self._wire.send(text.encode())

    def _heard(self, raw: bytes) -> None:
        self.arrived(raw.decode())


class TalkLane(Lane):
    """From customer to agent, and the next time back."""

    def __init__(self, pair: Pair) -> None:
        super().__init__()
        self._pair = pair
        self._customers_turn = True
        pair.heard_by_agent = pair.heard_by_customer = lambda text: self.arrived(text)

    def say(self, text: str) -> None:
        """See the base."""
        if self._customers_turn:
            self._pair.customer_says(text)
        else:
            self._pair.agent_says(text)
        self._customers_turn = not self._customers_turn


async def closed(lanes: Sequence[Lane]) -> int:
    """Messages in one turn, with one under way in each lane; all have arrived when it returns.

    Raises:
        NotServed: a lane came to a stop.
    """
    count, under_way, idle = 0, len(lanes), asyncio.Event()

    def start(place: int, lane: Lane) -> None:
        wanted = ""

        def send() -> None:
            nonlocal wanted
            wanted = f"{LINES[(2 * place + lane.carried) % len(LINES)]}({place}-{lane.carried})"
            lane.say(wanted)

        def arrived(text: str) -> None:
            nonlocal count, under_way
            if text != wanted:
                return
            lane.carried += 1
            if time.perf_counter() - began < TURN_S:
                count += 1
                send()
            else:
                under_way -= 1
                if not under_way:
                    idle.set()

        lane.arrived = arrived
        send()

    began = time.perf_counter()
    for place, lane in enumerate(lanes):
        start(place, lane)
    await _within(idle.wait(), TURN_S + 30, lambda: f"{under_way} of {len(lanes)} lanes stopped")
    return count


async def opened(lanes: Sequence[Lane], rate: float, seconds: float = TURN_S) -> list[float]:
    """Milliseconds from the moment each message was due until the other side had it.

    Raises:
        NotServed: messages are missing at the end.
    """
    due: dict[str, float] = {}
    took: list[float] = []

    def arrived(text: str) -> None:
        at = due.pop(text, None)
        if at is not None:
            took.append((time.perf_counter() - at) * 1000)

    for lane in lanes:
        lane.arrived = arrived
    count, began = int(rate * seconds), time.perf_counter()
    for number in range(count):
        at = began + number / rate
        if (ahead := at - time.perf_counter()) > 0:
            await asyncio.sleep(ahead)
        text = f"{LINES[number % len(LINES)]}[{number}]"
        due[text] = at
        lanes[number % len(lanes)].say(text)
    until = time.perf_counter() + 30
    while due and time.perf_counter() < until:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    if due:
        raise NotServed(f"{len(due)} of {count} messages did not arrive")
    return took


@dataclass
class Runner:
    """One server's part of the load, and what was found of it."""

    target: Target
    lanes: list[Lane]
    of_second: list[int] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    messages: int = 0

    async def closed_turn(self) -> None:
        """A turn of the closed way."""
        spent, carried = cpu_s(self.target.pid), sum(lane.carried for lane in self.lanes)
        self.of_second.append(await closed(self.lanes))
        self.cpu_s += cpu_s(self.target.pid) - spent
        self.messages += sum(lane.carried for lane in self.lanes) - carried

    def found(self) -> dict[str, Any]:
        """``{of_second, cpu_us, ms}``; ``cpu_us`` is the server's for one message."""
        return {"of_second": self.of_second, "cpu_us": self.cpu_s / self.messages * 1e6, "ms": self.ms}


async def load(plan: Plan) -> dict[str, Any]:
    """Carry the plan out: what was found of each target, by its name."""
    runners = [Runner(target, await _lanes(target, plan.lanes)) for target in plan.targets]
    gc.collect()
    gc.freeze()
    for runner in runners * plan.warm:
        await closed(runner.lanes)
    for runner in runners * plan.closed:
        await runner.closed_turn()
    for runner in runners * plan.opened:
        runner.ms += await opened(runner.lanes, plan.rate)
    return {runner.target.name: runner.found() for runner in runners}


async def _lanes(target: Target, count: int) -> list[Lane]:
    if target.staff:
        talking, _ = await people.settle(Place(*target.ports), target.staff, count)
        return [TalkLane(pair) for pair in talking]
    echoes = [EchoLane() for _ in range(count)]
    for echo in echoes:
        await echo.open(target.ports[0])
    return list(echoes)


async def _within(work: Any, seconds: float, complaint: Callable[[], str]) -> None:
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        raise NotServed(complaint()) from None


if __name__ == "__main__":
    carry_out(Plan, load)
