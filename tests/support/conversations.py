"""A conversation service over a real store, with an engine that answers what the test says."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from redis.asyncio import Redis

from bot.adapters.store import RedisConversationStore, RedisWakeups, connect, connect_listener
from bot.adapters.store_memory import Memory, SharedWakeups, remembered_store
from bot.handoff.clocks import ClockRules
from bot.handoff.core import Parts, Times
from bot.handoff.duty import Chosen
from bot.handoff.evidence import Picture, Size
from bot.handoff.groups import Group, Groups
from bot.handoff.hours import AlwaysOpen, Hours
from bot.handoff.people import Agent, CustomerProfile
from bot.handoff.ports import BotMessage, Case, Lesson, TurnAnswer, TurnRequest
from bot.handoff.routing.seat import Seat, Status
from bot.handoff.rules import ServiceRules
from bot.handoff.service import ConversationService
from bot.handoff.targets import Target
from bot.kernel.clock import Clock, SystemClock
from bot.kernel.errors import EngineUnavailable, NotFound, ShopUnavailable, StoreUnavailable, TooMuch
from bot.kernel.ids import new_id
from bot.kernel.reading import Reading
from bot.runtime import intent_titles, replies

LIN = CustomerProfile("u1001", "林晓", "金卡会员", "138****5678", True)
XIAOLIN = Agent("s_xiaolin", "小林")
XIAOZHOU = Agent("s_xiaozhou", "小周")


CLEAR: Mapping[str, Any] = {"intent": "test", "confidence": 1.0, "ranking": [["test", 1.0]], "entities": []}
"""A parse nobody can learn from."""


class ScriptedEngine:
    """Answers from a table of texts; can be down, or hold an answer back until the test lets it go."""

    def __init__(self) -> None:
        self.answers: dict[str, list[BotMessage]] = {}
        self.parses: dict[str, Mapping[str, Any]] = {}
        self.down = False
        self.asked: list[TurnRequest] = []
        self.appended: list[Mapping[str, Any]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.reached = asyncio.Event()

    async def turn(self, request: TurnRequest) -> TurnAnswer:
        """Answer a turn, or what the text has no entry for with an echo."""
        self.asked.append(request)
        self.reached.set()
        if self.down:
            raise EngineUnavailable()
        await self.gate.wait()
        said = request.turn.text or request.turn.payload
        known = self.answers.get(said)
        parse = self.parses.get(said, CLEAR)
        return TurnAnswer(known or [BotMessage("text", f"答：{said}", {})], parse)

    async def append(self, conversation: str, outcome: Mapping[str, Any]) -> None:
        """Remember what a person decided."""
        if self.down:
            raise EngineUnavailable()
        self.appended.append({"conversation": conversation, **outcome})


class KnownFacts:
    """Facts of a shop that is up, down, or slow."""

    def __init__(self) -> None:
        self.down = False
        self.gate = asyncio.Event()
        self.gate.set()
        self.reached = asyncio.Event()

    def hold(self) -> None:
        """Answer nobody until the gate is open again."""
        self.gate.clear()

    async def gather(self, customer_id: str, order_ids: Sequence[str]) -> Mapping[str, Any]:
        """One late parcel."""
        self.reached.set()
        await self.gate.wait()
        if self.down:
            raise ShopUnavailable()
        card = {"order_id": "JZ261118000001", "title": "轻量羽绒服", "status": "in_transit", "late": True}
        return {"customer": {"level": "金卡会员", "phone": "138****5678"}, "orders": [{"card": card, "parcel": None}]}


class ListArchive:
    """Cases in a dictionary; can be made to hang, as a database may."""

    def __init__(self) -> None:
        self.cases: dict[str, Case] = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self.reached = asyncio.Event()

    def hold(self) -> None:
        """Answer nobody until the gate is open again."""
        self.gate.clear()

    async def record(self, case: Case) -> None:
        """Keep a case."""
        self.reached.set()
        await self.gate.wait()
        self.cases[case.handoff_id] = case

    async def earlier(self, customer_id: str, limit: int = 3) -> list[dict[str, Any]]:
        """Cases of a customer."""
        return [
            {"at": case.resolved_at, "reason": case.reason, "result": case.result, "note": case.note}
            for case in self.cases.values()
            if case.customer_id == customer_id
        ][:limit]


class ListLessons:
    """Lessons in a dictionary; can be away, as a database may."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, int], Lesson] = {}
        self.away = False

    async def keep(self, lesson: Lesson) -> None:
        """Keep a lesson."""
        if self.away:
            raise StoreUnavailable()
        self.kept[lesson.conversation, lesson.seq] = lesson

    async def since(self, at_ms: int) -> list[Lesson]:
        """All of them."""
        return list(self.kept.values())


class MemoryEvidence:
    """Pictures in a dictionary, taken as they come; the real ones have tests of their own."""

    def __init__(self, clock: Clock) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}
        self.full = False
        self._clock = clock

    async def keep(self, conversation: str, body: bytes) -> Picture:
        """Keep the bytes."""
        if self.full:
            raise StoreUnavailable()
        evidence = new_id("i", self._clock.now_ms())
        self.kept[conversation, evidence] = body
        return Picture(evidence, 800, 600, len(body), 480, 360)

    async def read(self, conversation: str, evidence: str, size: Size) -> bytes:
        """The bytes that came."""
        if (conversation, evidence) not in self.kept:
            raise NotFound()
        return self.kept[conversation, evidence]

    async def forget(self, conversation: str, evidence: str) -> None:
        """Let go of them."""
        self.kept.pop((conversation, evidence), None)


class CountedEvidence:
    """So many pictures for each conversation and no more."""

    def __init__(self, most: int = 12) -> None:
        self.most = most
        self.taken: Counter[str] = Counter()

    async def take(self, conversation: str) -> None:
        """Count one more."""
        self.taken[conversation] += 1
        if self.taken[conversation] > self.most:
            raise TooMuch(retry_after_s=60)


def plain_reader(text: str, earlier: Sequence[str] = ()) -> Reading:
    """The few words these tests need; the real rules have tests of their own."""
    if "12315" in text:
        return Reading(emotion="angry", score=0.9, risk="high", kinds=("regulator",))
    if "气死" in text:
        return Reading(emotion="angry", score=0.9, risk="watch", kinds=("complaint",))
    if "人工" in text:
        return Reading(wants_human=True, demands=("human",))
    if "担心" in text:
        return Reading(emotion="worried", score=0.5)
    return Reading(demands=("refund",)) if "退款" in text else Reading()


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
        self.store = remembered_store(RedisConversationStore(redis, clock), self.wakeups, memory)
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
