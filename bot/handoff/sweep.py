"""Due times: what should have happened by now. Any process may sweep, twice is harmless (invariant 9)."""

from __future__ import annotations

import logging

from msgspec.structs import replace

from bot.handoff import packing, parking, returning
from bot.handoff.control import FRESH_HANDOFF, Control, State
from bot.handoff.core import Parts, change
from bot.handoff.dispatch import Dispatch
from bot.handoff.events import Draft, alert, notice
from bot.handoff.machine import Trigger, move
from bot.handoff.presence import Presence, back_in_charge, orphaned, requeued
from bot.handoff.standing import control_event, outlook_for, told_of
from bot.handoff.store_port import Commit
from bot.handoff.transfer import transfer_of
from bot.handoff.transferring import kept, passed_on, unoffered
from bot.handoff.turns import TurnWorker
from bot.kernel.errors import JiezhuError, StoreUnavailable

log = logging.getLogger("jiezhu.handoff")

MOST_NOTICES = 3
"""How often a waiting customer is told that they are not forgotten; after that only the staff is called."""

MOST_MISSED = 3
"""Offers in a row that somebody may let lapse; then they count as away: a desk is open and nobody sits at it."""


class Sweep:
    """Looks at everything that is due. Of two that look at once one acts: the other's picture is out of date."""

    def __init__(self, parts: Parts, turns: TurnWorker, presence: Presence, dispatch: Dispatch) -> None:
        self._parts = parts
        self._turns = turns
        self._presence = presence
        self._dispatch = dispatch

    async def run_once(self) -> int:
        """Do what is due now; returns how many conversations were looked at."""
        now = self._parts.clock.now_ms()
        await self._presence.look_for_lost()
        late = await self._parts.store.due(now)
        for conversation in late:
            try:
                await self._strike_clocks(conversation, now)
                await self._overdue(conversation, now)
            except StoreUnavailable:
                raise
            except Exception as error:  # the edge: one bad conversation must not stop the clocks of all others
                log.error("sweep.failed %s", conversation, exc_info=error)
        waiting = await self._parts.store.with_turns(now)
        for conversation in waiting:
            self._turns.kick(conversation)
        await self._dispatch.run_once()
        return len(late) + len(waiting)

    async def _strike_clocks(self, conversation: str, now: int) -> None:
        async def decide(control: Control) -> Commit | None:
            clocks = control.clocks
            struck, strikes = self._parts.rules.clocks.strike(clocks, now)
            if struck == clocks:
                return None
            told = [told_of(strike) for strike in strikes]
            return Commit(expect=control, exact=True, drafts=told, control=control.changed(clocks=struck))

        await change(self._parts, conversation, decide)

    async def _overdue(self, conversation: str, now: int) -> None:
        control = await self._parts.store.control(conversation)
        if control.due_at > now or not control.due_at:
            # Looked at too early, by a mark that has moved since: note when to look again.
            await self._parts.store.commit(conversation, Commit(expect=control, exact=True, control=control))
            return
        if control.state is State.PACKING:
            await packing.pack(self._parts, conversation)
        elif control.state is State.PARKED:
            await parking.wake(self._parts, conversation)
        elif control.state is State.RETURNING:
            try:
                await returning.finish(self._parts, conversation)
            except JiezhuError:
                # The agent has control again and an alert in the log says so.
                return
        else:
            done = await change(self._parts, conversation, lambda fresh: self._next(conversation, fresh, now))
            if done is not None and (who := _asked_by_router(control)):
                await self._lapsed(conversation, who, now)

    async def _next(self, conversation: str, control: Control, now: int) -> Commit | None:
        if control.due_at > now:
            return None
        match control.state:
            case State.QUEUED:
                return await self._still_waiting(conversation, control, now)
            case State.OFFERED:
                return unoffered(control, Trigger.LAPSED)
            case State.TRANSFERRING:
                asked = transfer_of(control.transfer)
                if asked is not None and asked.to_group:
                    return await passed_on(self._parts, conversation, control, is_refused=True)
                return kept(self._parts, control, Trigger.LAPSED)
            case State.ORPHANED:
                here = await self._parts.duty.is_here(control.agent_id)
                return back_in_charge(self._parts, control) if here else requeued(self._parts, control)
            case State.HUMAN:
                return await self._quiet(control, now)
        return None

    async def _lapsed(self, conversation: str, agent_id: str, now: int) -> None:
        """After an offer that nobody took: who does not answer is asked no more, who waits may be due a word."""
        if await self._parts.duty.missed(agent_id) >= MOST_MISSED:
            await self._presence.seems_away(agent_id)
        await change(self._parts, conversation, lambda fresh: self._next(conversation, fresh, now))

    async def _still_waiting(self, conversation: str, control: Control, now: int) -> Commit:
        if now - control.queued_at > self._parts.times.give_up:
            return self._in_vain(control)
        found = await outlook_for(self._parts, control.reason)
        if found.kind != "staffed":
            return replace(parking.parked(self._parts, control.changed(group=found.group), found), expect=control)
        ahead = await self._parts.store.position(conversation) or 0
        lines: list[Draft] = [alert("queue_overdue", "客户排队已超过约定时间，请优先接入。")]
        if control.notices < MOST_NOTICES:
            lines.append(notice("still_waiting", self._parts.lines.say_place("still_waiting", "still_next", ahead)))
        # Each interval is twice the last, up to about an hour: a reminder that comes every two minutes is noise.
        due = now + self._parts.times.queue_notice * 2 ** min(control.notices + 1, 5)
        waiting = control.changed(due_at=due, remind_at=due, notices=control.notices + 1)
        return Commit(expect=control, exact=True, drafts=lines, control=waiting)

    def _in_vain(self, control: Control) -> Commit:
        """The handoff failed (invariant 3): the customer is told what happens next, and staff are called loudly."""
        bot = move(control.state, Trigger.WAITED_IN_VAIN)
        return Commit(
            expect=control,
            exact=True,
            after=[
                control_event(control, bot, reason="waited_in_vain"),
                alert("handoff_failed", "客户排队太久没有人接起，已返回智能助手，请主管主动联系。", "urgent"),
                notice("left_queue", self._parts.lines.say("waited_in_vain")),
            ],
            control=control.changed(**FRESH_HANDOFF | {"state": bot}),
            place="out",
        )

    async def _quiet(self, control: Control, now: int) -> Commit:
        if not await self._parts.duty.is_here(control.agent_id):
            # Without a lease there is nothing that could end: an agent who claimed and never opened a desk.
            return orphaned(self._parts, control, grace_ms=self._parts.rules.grace_ms)
        if control.waiting_on == "agent":
            # Where a clock says so already, saying it twice is noise.
            told = [] if _runs(control, "next_response") else [alert("reply_overdue", "客户在等您回复。")]
            return self._called_again(control, told, now + self._parts.times.reply)
        told = [alert("idle", "客户很久没有说话了，可以确认后解决。")]
        return self._called_again(control, told, now + self._parts.times.idle)

    def _called_again(self, control: Control, told: list[Draft], due: int) -> Commit:
        return Commit(expect=control, exact=True, drafts=told, control=control.changed(due_at=due))


def _asked_by_router(control: Control) -> str:
    """Who the router asked to take the customer: one who waits, or one on the way to a group of theirs."""
    asked = transfer_of(control.transfer)
    if asked is None:
        return control.offered_to
    # Whoever was asked just before the end of the whole request had less than their time: that is no absence.
    return asked.to_agent if 0 < asked.ask_until < asked.due_at else ""


def _runs(control: Control, code: str) -> bool:
    return code in control.clocks
