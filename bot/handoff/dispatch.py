"""Offers customers to agents, and queues parked ones again when somebody is there (design, section 2)."""

from __future__ import annotations

import asyncio
import logging

from bot.handoff import packing, parking
from bot.handoff.control import Control, State
from bot.handoff.core import Background, Parts, change
from bot.handoff.machine import Trigger, move
from bot.handoff.routing.matter import Matter, matter_of
from bot.handoff.routing.seat import Seat
from bot.handoff.routing.selector import plan
from bot.handoff.standing import control_event
from bot.handoff.store_port import PARKED_LINE, Commit, Waiting, waiting_line
from bot.handoff.transfer import transfer_of
from bot.handoff.transferring import asked_of_group
from bot.kernel.errors import StoreUnavailable
from bot.kernel.ids import new_id

log = logging.getLogger("jiezhu.handoff")

LOOKED_AT = 50
"""How many at the head of each line one round looks at: more than the agents of a group can be offered at once."""

LEASE_MS = 3_000
"""How long one process is the only one that offers. Two at once would be harmless, but could overfill an agent."""

ROUTER = "router"


class Dispatch:
    """One round over the lines at a time, by one process at a time; asked for again meanwhile, it does another."""

    def __init__(self, parts: Parts, background: Background) -> None:
        self._parts = parts
        self._background = background
        self._me = new_id("w", parts.clock.now_ms())
        self._wanted = False
        self._lock = asyncio.Lock()

    def soon(self) -> None:
        """Somebody came into a line, or somebody's hands are free: do a round as soon as can be."""
        if not self._wanted:
            self._wanted = True
            self._background.start(self._round_quietly())

    def pack(self, conversation: str) -> None:
        """See that a customer who needs a person gets into a line, and is offered to somebody."""
        self._background.start(self._pack(conversation))

    async def _pack(self, conversation: str) -> None:
        try:
            await packing.pack(self._parts, conversation)
        except StoreUnavailable:
            # Packing has a due time: the sweep does it when the store is back.
            return
        self.soon()

    async def run_once(self) -> int:
        """Do a round now; returns how many customers were offered."""
        async with self._lock:
            self._wanted = False
            if not await self._parts.store.lease(ROUTER, self._me, LEASE_MS):
                return 0
            try:
                await self._wake_parked()
                return await self._offer()
            finally:
                await self._parts.store.release(ROUTER, self._me)

    async def _round_quietly(self) -> None:
        try:
            await self.run_once()
        except StoreUnavailable:
            # The sweep comes round within a second of the store's return.
            return
        except Exception as error:  # the edge: nobody waits for this task, and the sweep tries again
            log.error("dispatch.failed", exc_info=error)

    async def _offer(self) -> int:
        waiting: list[Waiting] = []
        for group in self._parts.rules.groups:
            waiting += await self._parts.store.line(waiting_line(group.code), LOOKED_AT)
        matters = [matter_of(entry.conversation, entry.control) for entry in waiting if _wants_somebody(entry.control)]
        if not matters:
            return 0
        seats = await self._parts.duty.seats()
        offered = 0
        for matter, seat in plan(matters, seats, self._parts.clock.now_ms()):
            offered += await self._offer_to(matter, seat)
        return offered

    async def _offer_to(self, matter: Matter, seat: Seat) -> int:
        async def decide(control: Control) -> Commit | None:
            if control.state is State.TRANSFERRING:
                return asked_of_group(self._parts, control, seat)
            if control.state is not State.QUEUED:
                return None
            due = self._parts.clock.now_ms() + self._parts.rules.group(control.group).accept_ms
            offered = control.changed(
                state=move(control.state, Trigger.OFFERED),
                offered_to=seat.agent_id,
                offered_name=seat.name,
                # Asked again because nobody else is left: from here on it is everybody's turn anew (invariant 6).
                lapsed="" if seat.agent_id in matter.lapsed else control.lapsed,
                due_at=due,
            )
            record = control_event(control, offered.state, reason="offered", by=seat.agent_id)
            return Commit(expect=control, exact=True, drafts=[record], control=offered)

        return 1 if await change(self._parts, matter.conversation, decide) else 0

    async def _wake_parked(self) -> None:
        now = self._parts.clock.now_ms()
        for entry in await self._parts.store.line(PARKED_LINE, LOOKED_AT):
            if entry.control.wake_at > now:
                # In the order of their waking: nobody behind is earlier.
                return
            await parking.wake(self._parts, entry.conversation)


def _wants_somebody(control: Control) -> bool:
    """Whether the router has somebody to find: for who waits, or for a group that is asked and nobody of it yet."""
    if control.state is State.QUEUED:
        return True
    asked = transfer_of(control.transfer)
    return asked is not None and bool(asked.to_group) and not asked.to_agent
