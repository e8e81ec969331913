"""Fills a queue as the hub itself would write it: ten thousand real handoffs would take longer than the measurement."""

from __future__ import annotations

from dataclasses import dataclass

from redis.asyncio import Redis

from bot.adapters import redis_connect, store
from bot.adapters.sessions import Sessions
from bot.handoff.control import Control, Priority, State
from bot.handoff.people import CustomerProfile
from bot.handoff.standing import control_event, queue_place
from bot.handoff.store_port import Commit
from bot.kernel.clock import SystemClock
from bot.kernel.ids import new_id

_SESSION_S = 3600
_DUE_MS = 3_600_000
"""Far enough away that the sweep does not meddle."""

_EVERY_MS = 7
"""Between the moments two of them asked, so that the order is a real one."""


@dataclass(frozen=True)
class Ticket:
    """Somebody who waits: what an agent claims, and what the customer comes back with."""

    conversation: str
    handoff_id: str
    epoch: int
    session: str


class Filler:
    """Writes waiting customers into a store; use it as an async context."""

    def __init__(self, store_url: str, group: str = "service") -> None:
        self._redis: Redis = redis_connect.connect(store_url)
        self._clock = SystemClock()
        self._store = store.RedisConversationStore(self._redis, self._clock)
        self._sessions = Sessions(self._redis, "customer", ttl_s=_SESSION_S)
        self._group = group
        self._waiting = 0

    async def __aenter__(self) -> Filler:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self._redis.aclose()

    async def fill(self, length: int) -> None:
        """Let so many wait, counted with those who do already."""
        while self._waiting < length:
            await self._queue(self._waiting)

    async def add(self, number: int) -> Ticket:
        """One more, standing somewhere in the middle of the others."""
        ticket = await self._queue((self._waiting * (number % 10)) // 10)
        # It is claimed next, which takes it out again.
        self._waiting -= 1
        return ticket

    async def _queue(self, place: int) -> Ticket:
        now = self._clock.now_ms()
        conversation, handoff_id = new_id("c", now), new_id("h", now)
        profile = CustomerProfile()
        await self._store.keep_profile(conversation, profile)
        fresh = Control()
        waiting = fresh.changed(
            state=State.QUEUED,
            handoff_id=handoff_id,
            group=self._group,
            priority=Priority.NORMAL,
            reason="asked",
            queued_at=now - _DUE_MS + place * _EVERY_MS,
            due_at=now + _DUE_MS,
            last_text="转人工",
            last_at=now,
        )
        said = control_event(fresh, State.QUEUED, reason="asked")
        change = Commit(expect=fresh, drafts=[said], control=waiting, place=queue_place(waiting))
        done = await self._store.commit(conversation, change)
        self._waiting += 1
        record = {"conversation": conversation, "profile": profile.as_dict()}
        return Ticket(conversation, handoff_id, done.control.epoch, await self._sessions.open(record))
