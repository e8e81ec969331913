"""A conversation service over a real store, with an engine that answers what the test says."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from redis.asyncio import Redis
from support.scripted_parts import (
    CountedEvidence,
    KnownFacts,
    ListArchive,
    ListLessons,
    MemoryEvidence,
    ScriptedEngine,
    plain_reader,
)

from bot.adapters.memory import Memory
from bot.adapters.redis_connect import connect, connect_listener
from bot.adapters.shared_wakeups import SharedWakeups
from bot.adapters.store import RedisConversationStore
from bot.adapters.store_memory import remembered_store
from bot.adapters.wakeups import RedisWakeups
from bot.handoff.clocks import ClockRules
from bot.handoff.core import Parts, Times
from bot.handoff.duty import Chosen
from bot.handoff.groups import Group, Groups
from bot.handoff.hours import AlwaysOpen, Hours
from bot.handoff.people import Agent, CustomerProfile
from bot.handoff.routing.seat import Seat, Status
from bot.handoff.rules import ServiceRules
from bot.handoff.service import ConversationService
from bot.handoff.targets import Target
from bot.kernel.clock import Clock, SystemClock
from bot.runtime import intent_titles, replies

LIN = CustomerProfile("u1001", "林晓", "金卡会员", "138****5678", True)
XIAOLIN = Agent("s_xiaolin", "小林")
XIAOZHOU = Agent("s_xiaozhou", "小周")


class StaffedDuty:
    """A team that is at work with its hands full, so that everybody can be promised a person and nobody is offered one.

    A test that is about who is at work changes ``team``, ``ended`` (leases that ended) or ``absent``.
    """

    def __init__(self) -> None:
        self.team: list[Seat] = [seat(XIAOLIN, active=1, capacity=1)]
        self.ended: list[str] = []
        self.absent: set[str] = set()

    async def seats(self) -> list[Seat]:
        """The team."""
        return list(self.team)

    async def renew(self, agent: Agent, ttl_ms: int) -> Status:
        """Come to work."""
        self.absent.discard(agent.agent_id)
        self.ended = [who for who in self.ended if who != agent.agent_id]
        return "online"

    async def choose(self, agent_id: str, status: Chosen) -> None:
        """Say whether one takes customers."""
        self.team = [replace(one, status=status) if one.agent_id == agent_id else one for one in self.team]

    async def missed(self, agent_id: str) -> int:
        """Nobody misses anything here."""
        return 0

    async def answered(self, agent_id: str) -> None:
        """Nothing was missed."""

    async def leave(self, agent_id: str) -> None:
        """Go home."""
        self.absent.add(agent_id)

    async def is_here(self, agent_id: str) -> bool:
        """Whether they are at work."""
        return agent_id not in self.absent

    async def lost(self) -> list[str]:
        """Whose lease ended."""
        return list(self.ended)

    async def settled(self, agent_id: str) -> None:
        """Their customers are looked after."""
        self.ended = [who for who in self.ended if who != agent_id]


def seat(agent: Agent, *, active: int = 0, capacity: int = 5, status: Status = "online") -> Seat:
    """A member of staff as the router sees them."""
    return Seat(agent.agent_id, agent.name, agent.role, agent.groups, agent.skills, status, active, capacity, 0)


def plain_rules(targets: Sequence[Target] = (), hours: Hours | None = None) -> ServiceRules:
    """Two groups, open day and night unless ``hours`` say otherwise, and no clocks but those of ``targets``."""
    times = hours or AlwaysOpen()
    service = Group("service", "普通客服", 20_000, 5, "usual")
    senior = Group("senior", "资深客服", 20_000, 5, "usual")
    groups = Groups((service, senior), "service", {"threat": "senior", "safety": "senior"})
    return ServiceRules(groups=groups, hours={"usual": times}, clocks=ClockRules(tuple(targets), times))


class House:
    """The service with all its parts in reach of a test."""

    def __init__(self, redis: Redis, listener: Redis, clock: Clock, times: Times) -> None:
        self.redis = redis
        self.listener = listener
        self.engine = ScriptedEngine()
        self.facts = KnownFacts()
        self.archive = ListArchive()
        self.lessons = ListLessons()
        self.evidence = MemoryEvidence(clock)
        self.allowance = CountedEvidence()
        self.duty = StaffedDuty()
        self.rules = plain_rules()
        memory = Memory()
        self.wakeups = SharedWakeups(RedisWakeups(redis, listener), memory)
        inner = RedisConversationStore(redis, clock, own_ear=self.wakeups.own_ear)
        self.store = remembered_store(inner, self.wakeups, memory)
        self.parts = Parts(
            store=self.store,
            wakeups=self.wakeups,
            engine=self.engine,
            facts=self.facts,
            archive=self.archive,
            lessons=self.lessons,
            evidence=self.evidence,
            evidence_allowance=self.allowance,
            read=plain_reader,
            sign_context=lambda **claims: "signed",
            duty=self.duty,
            rules=self.rules,
            lines=replies.load(),
            intents=intent_titles.load(),
            clock=clock,
            times=times,
        )
        self.service = ConversationService(self.parts)
        self._count = 0

    async def says(self, conversation: str, text: str) -> int:
        """A customer's line, with everything it sets off done."""
        self._count += 1
        ack = await self.service.customer_says(conversation, client_id=f"m{self._count}", text=text)
        await self.service.background.drain()
        return ack.seq

    async def texts(self, conversation: str, audience: str = "customer") -> list[str]:
        """What the audience sees, as ``actor:kind:text``."""
        events = await self.service.events(conversation, since=0, audience=audience)  # type: ignore[arg-type]
        return [f"{event['actor']['kind']}:{event['kind']}:{event['text']}" for event in events]

    async def claimed(self, conversation: str, agent: Agent = XIAOLIN) -> int:
        """Let an agent claim the waiting customer; returns the new epoch."""
        control = await self.store.control(conversation)
        await self.service.claim(conversation, handoff_id=control.handoff_id, epoch=control.epoch, agent=agent)
        return (await self.store.control(conversation)).epoch

    async def die(self) -> None:
        """Stop in mid-air, as a killed process does: whatever this house was waiting for, it will not do."""
        while tasks := set(self.service.background._tasks):
            # More than once: a call to the store that is just coming back swallows it (wait_for of Python 3.11).
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=0.05)

    async def close(self) -> None:
        """Let go of the connections."""
        await self.service.background.drain()
        await self.wakeups.close()
        await self.redis.aclose()
        await self.listener.aclose()


def open_house(url: str, clock: Clock | None = None, times: Times | None = None) -> House:
    """A house on the store at ``url``; messages are answered one by one unless ``times`` say otherwise."""
    return House(connect(url), connect_listener(url), clock or SystemClock(), times or Times(burst_gap=0))


async def in_queue(house: House, *lines: str) -> str:
    """A conversation whose customer waits for a person."""
    conversation = await house.service.open_for(LIN)
    for line in lines or ("转人工",):
        await house.says(conversation, line)
    return conversation
