"""What every part of the conversation service shares: its helpers from outside, and how a change is made."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from bot.handoff.control import Control
from bot.handoff.duty import Duty
from bot.handoff.events import Draft
from bot.handoff.evidence import EvidenceAllowance, EvidenceStore
from bot.handoff.gauges import Meter, Quiet
from bot.handoff.lines import Lines
from bot.handoff.ports import CaseArchive, CaseFacts, ContextSigner, Engine, Lessons, Reader
from bot.handoff.rules import ServiceRules
from bot.handoff.store_port import Commit, Committed, ConversationStore
from bot.handoff.wakeups_port import Wakeups
from bot.kernel.clock import Clock
from bot.kernel.errors import JiezhuError, StoreUnavailable


class Ack(msgspec.Struct, frozen=True, gc=False):
    """A message is in the log for good: its place, and whether it had been sent before."""

    seq: int
    duplicate: bool


@dataclass(frozen=True)
class Times:
    """How long things may take, in milliseconds.

    ``burst_gap`` 0: messages are not joined. ``give_up``: after so long in a queue nobody will come any more.
    """

    turn: int = 5_000
    burst_gap: int = 800
    burst_ceiling: int = 3_000
    packing: int = 3_000
    facts: int = 2_000
    queue_notice: int = 120_000
    reply: int = 180_000
    idle: int = 1_800_000
    returning: int = 10_000
    give_up: int = 86_400_000


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
    duty: Duty
    rules: ServiceRules
    lines: Lines
    intents: Mapping[str, str]
    clock: Clock
    times: Times = field(default_factory=Times)
    meter: Meter = field(default_factory=Quiet)


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


Decide = Callable[[Control], Awaitable[Commit | None]]
"""Makes a change of the record as it is now; None: there is nothing to do."""


async def change(parts: Parts, conversation: str, decide: Decide) -> Committed | None:
    """Read the record, decide, commit; decided anew when something came between. None when nothing was to be done.

    Raises:
        StoreUnavailable: the store does not answer, or the conversation changes faster than anybody can decide.
    """
    for _ in range(TRIES):
        wanted = await _decided(parts, conversation, decide)
        if wanted is None:
            return None
        done = await parts.store.commit(conversation, wanted)
        if done.outcome != "stale":
            return done
    raise too_contended()


async def append_once(parts: Parts, conversation: str, drafts: Sequence[Draft], key: str) -> Ack:
    """Append events that change no record; the second time with the same key, if there is one, nothing happens."""

    async def decide(control: Control) -> Commit | None:
        return Commit(expect=control, drafts=drafts, client_id=key)

    done = await change(parts, conversation, decide)
    assert done is not None
    return Ack(done.seq, done.outcome == "repeated")


async def _decided(parts: Parts, conversation: str, decide: Decide) -> Commit | None:
    known = await parts.store.control(conversation)
    try:
        return await decide(known)
    except JiezhuError:
        # Nobody is refused for what was so a moment ago at another hub.
        now = await parts.store.control_now(conversation)
        if now == known:
            raise
        return await decide(now)
