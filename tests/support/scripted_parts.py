"""The outside parts of a conversation service, as a test wants them: engine, shop, archive, pictures, reader."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bot.handoff.evidence import Picture, Size
from bot.handoff.ports import BotMessage, Case, Lesson, TurnAnswer, TurnRequest
from bot.kernel.clock import Clock
from bot.kernel.errors import EngineUnavailable, NotFound, ShopUnavailable, StoreUnavailable, TooMuch
from bot.kernel.ids import new_id
from bot.kernel.reading import Reading

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
