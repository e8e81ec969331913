"""The people of a drill around a running stack, and what can be learned from them."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.adapters import redis_connect
from bot.kernel.clock import SystemClock
from bot.kernel.ids import new_id
from bot.runtime.bench.staff import Staff
from bot.runtime.drill import store_view, testimony
from bot.runtime.drill.agent import SimulatedAgent
from bot.runtime.drill.customer import SimulatedCustomer
from bot.runtime.drill.cutter import Cutter
from bot.runtime.drill.place import Habits, Place
from bot.runtime.drill.stack import Stack
from bot.runtime.drill.testimony import Kept, Witnesses
from bot.runtime.signing import sign

PROBE_EVERY_S = 0.5
RECOVERED_WITHIN_S = 90.0
SETTLED_WITHIN_S = 60.0


@dataclass(frozen=True)
class Size:
    """How much goes on; ``seconds`` of talk before the harm and as many after it."""

    customers: int = 50
    agents: int = 10
    seconds: float = 10.0
    claims: int = 1000
    pause_s: float = 10.0


@dataclass(frozen=True)
class Setting:
    """Where a scene plays: the running product, the ports people use, and who works there."""

    stack: Stack
    place: Place
    staff: tuple[Staff, ...]
    cutters: tuple[Cutter, ...]


class Scene:
    """Customers and agents, each living in a task until :meth:`leave`."""

    def __init__(self, setting: Setting, size: Size, habits: Habits, luck: random.Random) -> None:
        self.setting = setting
        self.size = size
        self.luck = luck
        self.talking = asyncio.Event()
        self.customers: list[SimulatedCustomer] = []
        self.agents: list[SimulatedAgent] = []
        self.rivals: list[testimony.Agent] = []
        """Agents who took part without a desk."""
        self._habits = habits
        # Nobody is known from an earlier drill on the same installation.
        self._name = new_id("u", SystemClock().now_ms())
        self._tasks: list[asyncio.Task[None]] = []

    def newcomer(self, *, talkative: bool = True) -> SimulatedCustomer:
        """One more customer enters; one who is not talkative says only what they are told to."""
        name = f"{self._name}-{len(self.customers) + 1}"
        customer = SimulatedCustomer(self.setting.place, name, self._token, self._habits, self._own_luck())
        self.customers.append(customer)
        self._tasks.append(asyncio.create_task(customer.live(self.talking if talkative else asyncio.Event())))
        return customer

    def hire(self, staff: Staff) -> None:
        """One more agent sits down."""
        agent = SimulatedAgent(self.setting.place, staff.agent_id, staff.cookie, self._habits, self._own_luck())
        self.agents.append(agent)
        self._tasks.append(asyncio.create_task(agent.live(self.talking)))

    async def leave(self) -> None:
        """Everybody goes home."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def recovered(self) -> float:
        """Seconds from now until a customer who comes only now is answered by the bot; infinite when none is.

        A newcomer every half second: whoever came too early may be in a person's hands, as they should be.
        """
        began = time.monotonic()
        probes: list[SimulatedCustomer] = []
        while time.monotonic() - began < RECOVERED_WITHIN_S:
            probe = self.newcomer(talkative=False)
            self._tasks.append(asyncio.create_task(_greet(probe)))
            probes.append(probe)
            await _any([one.answered for one in probes], PROBE_EVERY_S)
            if any(one.answered.is_set() for one in probes):
                return time.monotonic() - began
        return float("inf")

    async def testimony(self) -> Witnesses:
        """Wait until everything is said, answered and shown, or the time for it is up; then hear all witnesses."""
        redis = redis_connect.connect(self.setting.stack.settings.store_url)
        until = time.monotonic() + SETTLED_WITHIN_S
        try:
            # Polled: the witnesses tell nobody when they have nothing more to say.
            while time.monotonic() < until and not await self._settled(redis):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
            kept = await store_view.read(redis, self._conversations())
            while time.monotonic() < until and not self._all_shown(kept):
                await asyncio.sleep(0.2)
                kept = await store_view.read(redis, self._conversations())
        finally:
            await redis.aclose()
        agents = (*(one.notes for one in self.agents), *self.rivals)
        return Witnesses(tuple(one.notes for one in self.customers), agents, kept)

    def _conversations(self) -> list[str]:
        """Those of the customers, and what agents took over from whoever waited before the drill began."""
        found = {one.notes.conversation for one in self.customers if one.notes.conversation}
        for agent in (*(one.notes for one in self.agents), *self.rivals):
            found |= {conversation for conversation, _ in agent.said} | set(agent.shown)
        return sorted(found)

    async def _settled(self, redis: Redis) -> bool:
        """Whether nothing is under way and the bot owes nothing."""
        if any(one.unacknowledged for one in self.customers):
            return False
        with suppress(RedisError):
            return not await store_view.turns_left(redis, self._conversations())
        return False

    def _all_shown(self, kept: Mapping[str, Kept]) -> bool:
        return all(
            customer.notes.reached >= max((event.seq for event in found.log if event.visible), default=0)
            for customer in self.customers
            if (found := kept.get(customer.notes.conversation)) is not None
        )

    def _token(self, name: str) -> str:
        return sign(self.setting.stack.settings, self.setting.stack.secrets, name, name=name)

    def _own_luck(self) -> random.Random:
        return random.Random(self.luck.random())  # noqa: S311 - for doing the same every time


async def _greet(probe: SimulatedCustomer) -> None:
    await probe.connected()
    probe.say("你好")


async def _any(events: Iterable[asyncio.Event], within_s: float) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
