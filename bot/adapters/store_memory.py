"""The store as a process uses it: what it knows itself it need not ask.

Every change of a conversation is published with what it appended and what it changed of the record (commit.lua), so a
process that listens knows as much as the store a moment later: its reads are answered from here. Nothing is ever
decided on this alone: a change names the record it was decided on, and the store refuses it when that is not the record
any more. While the subscription is down, or was down since something was noted, everybody is sent to the store.
"""

from __future__ import annotations

from typing import Any, cast

from bot.adapters.memory import Memory
from bot.adapters.shared_wakeups import SharedWakeups
from bot.adapters.stand_in import take_over
from bot.handoff.control import Control
from bot.handoff.history import RECENT, customer_lines
from bot.handoff.listing import lists_of
from bot.handoff.people import CustomerProfile
from bot.handoff.store_port import Commit, Committed, ConversationStore, Waiting
from bot.handoff.wakeups_port import Signal
from bot.kernel.errors import StoreUnavailable


class _Remembered:
    """Stands in for a store; what it does not know itself is the store's."""

    def __init__(self, inner: ConversationStore, wakeups: SharedWakeups, memory: Memory) -> None:
        self._inner = inner
        self._wakeups = wakeups
        self._memory = memory
        take_over(self, inner)

    async def control(self, conversation: str) -> Control:
        """See :class:`bot.handoff.store_port.ConversationStore`."""
        if self._memory.live and (known := self._memory.records.get(conversation)) is not None:
            return known
        return await self.control_now(conversation)

    async def control_now(self, conversation: str) -> Control:
        """See the port."""
        era = self._memory.era
        found = await self._inner.control(conversation)
        self._memory.note_record(conversation, found, era)
        return found

    async def commit(self, conversation: str, change: Commit) -> Committed:
        """See the port. What came of it reaches the listeners of this process next."""
        self._wakeups.begin(conversation)
        era = self._memory.era
        try:
            done = await self._inner.commit(conversation, change)
            self._note(conversation, done, era)
            return done
        except StoreUnavailable:
            # It may have happened all the same, and nobody else tells us.
            self._wakeups.did(Signal("conversation", conversation))
            raise
        finally:
            self._wakeups.ended(conversation)

    def _note(self, conversation: str, done: Committed, era: int) -> None:
        """What came of a change that was asked for in this era."""
        if era != self._memory.era:
            # What others did while nobody heard may be newer than this answer.
            self._wakeups.did(Signal("conversation", conversation))
            return
        if not self._memory.has_told(conversation, done.control.rev):
            self._wakeups.did(_signal_of(conversation, done))
        if done.outcome != "done":
            self._memory.note_record(conversation, done.control, era)

    async def events(self, conversation: str, *, since: int, limit: int = 1000) -> list[dict[str, Any]]:
        """See the port."""
        found = self._memory.events(conversation, since)
        return await self._inner.events(conversation, since=since, limit=limit) if found is None else found[:limit]

    async def tail(self, conversation: str, count: int) -> list[dict[str, Any]]:
        """See the port."""
        known = self._memory.tail(conversation, count)
        if known is not None:
            return known
        era = self._memory.era
        found = await self._inner.tail(conversation, max(count, RECENT))
        self._memory.note_tail(conversation, found, era)
        return found[-count:]

    async def customer_lines(self, conversation: str, most: int) -> list[str]:
        """See the port."""
        known = self._memory.customer_lines(conversation, most)
        return customer_lines(await self.tail(conversation, RECENT), most) if known is None else known

    async def profile(self, conversation: str) -> CustomerProfile:
        """See the port."""
        if self._memory.live and (known := self._memory.profiles.get(conversation)) is not None:
            return known
        era = self._memory.era
        found = await self._inner.profile(conversation)
        if self._memory.live and era == self._memory.era:
            self._memory.profiles.put(conversation, found)
        return found

    async def of_agent(self, agent_id: str) -> list[Waiting]:
        """See the port."""
        names = await self._inner.names_of_agent(agent_id)
        known = [self._memory.waiting(name) for name in names]
        found = [waiting for waiting in known if waiting is not None]
        return found if len(found) == len(names) else await self._inner.of_agent(agent_id)

    async def keep_profile(self, conversation: str, profile: CustomerProfile) -> None:
        """See the port. Every process is told, since it may know the old one."""
        await self._inner.keep_profile(conversation, profile)
        await self._wakeups.profile_kept(conversation)


def _signal_of(conversation: str, done: Committed) -> Signal:
    if done.outcome != "done":
        # Somebody changed something that nobody here was told of: an answer of ours that was lost, or another process.
        return Signal("conversation", conversation)
    lists = lists_of(done.changed, done.control)
    return Signal("conversation", conversation, None, done.events, done.control, lists)


def remembered_store(inner: ConversationStore, wakeups: SharedWakeups, memory: Memory) -> ConversationStore:
    """The store with a memory."""
    return cast(ConversationStore, _Remembered(inner, wakeups, memory))
