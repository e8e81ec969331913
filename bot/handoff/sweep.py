"""Due times: what should have happened by now. Any process may sweep, twice is harmless (invariant 9)."""

from __future__ import annotations

import logging

from bot.handoff import packing, returning
from bot.handoff.control import Control, State
from bot.handoff.core import Parts
from bot.handoff.events import Draft, alert, notice
from bot.handoff.ports import Commit
from bot.handoff.turns import TurnWorker
from bot.kernel.errors import JiezhuError, StoreUnavailable

log = logging.getLogger("jiezhu.handoff")

MOST_NOTICES = 3
"""How often a waiting customer is told that they are not forgotten; after that only the staff is called."""


class Sweep:
    """Looks at everything that is due. Of two that look at once one acts: the other's picture is out of date."""

    def __init__(self, parts: Parts, turns: TurnWorker) -> None:
        self._parts = parts
        self._turns = turns

    async def run_once(self) -> int:
        """Do what is due now; returns how many conversations were looked at."""
        now = self._parts.clock.now_ms()
        late = await self._parts.store.due(now)
        for conversation in late:
            try:
                await self._overdue(conversation, now)
            except StoreUnavailable:
                raise
            except Exception as error:  # the edge: one bad conversation must not stop the clocks of all others
                log.error("sweep.failed %s", conversation, exc_info=error)
        waiting = await self._parts.store.with_turns(now)
        for conversation in waiting:
            self._turns.kick(conversation)
        return len(late) + len(waiting)

    async def _overdue(self, conversation: str, now: int) -> None:
        control = await self._parts.store.control(conversation)
        if control.due_at > now:
            return
        if control.state is State.PACKING:
            await packing.pack(self._parts, conversation)
        elif control.state is State.QUEUED:
            await self._still_waiting(conversation, control, now)
        elif control.state is State.HUMAN:
            await self._reply_overdue(conversation, control, now)
        elif control.state is State.RETURNING:
            try:
                await returning.finish(self._parts, conversation)
            except JiezhuError:
                # The agent has control again and an alert in the log says so.
                return

    async def _still_waiting(self, conversation: str, control: Control, now: int) -> None:
        ahead = await self._parts.store.position(conversation) or 0
        lines: list[Draft] = [alert("queue_overdue", "客户排队已超过约定时间，请优先接入。")]
        if control.notices < MOST_NOTICES:
            lines.append(notice("still_waiting", self._parts.lines.say_place("still_waiting", "still_next", ahead)))
        # Each interval is twice the last: a reminder that comes every two minutes is noise.
        due = now + self._parts.times.queue_notice * 2 ** (control.notices + 1)
        waiting = control.changed(due_at=due, notices=control.notices + 1)
        await self._parts.store.commit(conversation, Commit(expect=control, exact=True, drafts=lines, control=waiting))

    async def _reply_overdue(self, conversation: str, control: Control, now: int) -> None:
        on_agent = control.waiting_on == "agent"
        if on_agent:
            line, due = alert("reply_overdue", "客户在等您回复。"), now + self._parts.times.reply
        else:
            line, due = alert("idle", "客户很久没有说话了，可以确认后解决。"), now + self._parts.times.idle
        called = control.changed(due_at=due)
        await self._parts.store.commit(conversation, Commit(expect=control, exact=True, drafts=[line], control=called))
