"""What every part of the conversation service shares: its helpers from outside, and how a change is made."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.handoff.evidence import EvidenceAllowance, EvidenceStore
from bot.handoff.lines import Lines
from bot.handoff.ports import (
    CaseArchive,
    CaseFacts,
    ContextSigner,
    ConversationStore,
    Engine,
    Lessons,
    Reader,
    Wakeups,
)
from bot.kernel.clock import Clock
from bot.kernel.errors import StoreUnavailable


@dataclass(frozen=True)
class Ack:
    """A message is in the log for good: its place, and whether it had been sent before."""

    seq: int
    duplicate: bool


@dataclass(frozen=True)
class Times:
    """How long things may take, in milliseconds; ``burst_gap`` 0: messages are not joined."""

    turn: int = 5_000
    burst_gap: int = 800
    burst_ceiling: int = 3_000
    packing: int = 3_000
    facts: int = 2_000
    queue_notice: int = 120_000
    reply: int = 180_000
    idle: int = 1_800_000
    returning: int = 10_000


@dataclass
class Parts:
    """The adapters the service works with; wiring fills it once.

    ``intents``: every intent a message can have, with its title.
    """

    store: ConversationStore
    wakeups: Wakeups
    engine: Engine
    facts: CaseFacts
    archive: CaseArchive
    lessons: Lessons
    evidence: EvidenceStore
    evidence_allowance: EvidenceAllowance
    read: Reader
    sign_context: ContextSigner
    lines: Lines
    intents: Mapping[str, str]
    clock: Clock
    times: Times = field(default_factory=Times)


class Background:
    """Work that goes on after the caller has its answer. What the process leaves undone the sweep redoes."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run it; the set keeps the task from being collected half-way."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self) -> None:
        """Wait until all of it, and what it started, is done."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))


TRIES = 8
"""How often a change is decided anew when another one came first; more means something is wrong."""


def too_contended() -> StoreUnavailable:
    """The error for a conversation that changes faster than anybody can decide."""
    return StoreUnavailable()
