"""What follows from who is at work: lost agents' customers, agents who come back, those who go (design, section 2)."""

from __future__ import annotations

from bot.handoff.control import Control, State
from bot.handoff.core import Parts, change
from bot.handoff.duty import Chosen
from bot.handoff.events import alert, notice
from bot.handoff.machine import Trigger, move
from bot.handoff.people import Agent
from bot.handoff.routing.seat import Seat, Status
from bot.handoff.standing import control_event, queue_place, reminded
from bot.handoff.store_port import Commit
from bot.handoff.transferring import unoffered, withdrawn

LEASE_MS = 20_000
"""How long a desk counts as there after its last renewal. It renews about three times as often, at uneven intervals, so
that neither one lost renewal nor two clocks in step make somebody look gone."""

GOODBYE_MS = 10_000
"""How long customers of somebody who signed out stay theirs: another browser of theirs renews the lease within that."""


class Presence:
    """The part of the conversation service that knows who is at work."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def team(self) -> list[Seat]:
        """Everybody at work, and those who were lost."""
        return await self._parts.duty.seats()

    async def here(self, agent: Agent, ttl_ms: int = LEASE_MS) -> Status:
        """An agent's desk is open: their lease is renewed, and what they seemed to have lost is theirs again."""
        status = await self._parts.duty.renew(agent, ttl_ms)
        for held in await self._parts.store.of_agent(agent.agent_id):
            if held.control.state is State.ORPHANED:
                await self._back(held.conversation, agent.agent_id)
        return status

    async def choose_status(self, agent: Agent, status: Chosen) -> None:
        """An agent says whether they take customers; what they have in hand stays theirs."""
        await self._parts.duty.choose(agent.agent_id, status)
        if status != "online":
            await self._ask_no_more(agent.agent_id)

    async def seems_away(self, agent_id: str) -> None:
        """An agent answers no offer although their desk is open: they are away until they say otherwise."""
        await self._parts.duty.choose(agent_id, "away")
        await self._ask_no_more(agent_id)

    async def gone(self, agent: Agent) -> None:
        """An agent signs out: their customers go to the front of the queue, soon."""
        await self._parts.duty.leave(agent.agent_id)
        await self._give_up(agent.agent_id, grace_ms=GOODBYE_MS)
        await self._parts.duty.settled(agent.agent_id)

    async def look_for_lost(self) -> None:
        """See what agents whose lease ended had in hand. Killed in between, the next look does the rest."""
        for agent_id in await self._parts.duty.lost():
            await self._give_up(agent_id, grace_ms=self._parts.rules.grace_ms)
            await self._parts.duty.settled(agent_id)

    async def _give_up(self, agent_id: str, *, grace_ms: int) -> None:
        await self._ask_no_more(agent_id)
        for held in await self._parts.store.of_agent(agent_id):
            await self._orphan(held.conversation, agent_id, grace_ms)

    async def _ask_no_more(self, agent_id: str) -> None:
        for offered in await self._parts.store.asked_of(agent_id):
            await self._withdraw(offered.conversation, agent_id)

    async def _orphan(self, conversation: str, agent_id: str, grace_ms: int) -> None:
        async def decide(control: Control) -> Commit | None:
            if control.agent_id != agent_id or control.state not in {State.HUMAN, State.TRANSFERRING}:
                return None
            return orphaned(self._parts, control, grace_ms=grace_ms)

        await change(self._parts, conversation, decide)

    async def _back(self, conversation: str, agent_id: str) -> None:
        async def decide(control: Control) -> Commit | None:
            if control.agent_id != agent_id or control.state is not State.ORPHANED:
                return None
            return back_in_charge(self._parts, control)

        await change(self._parts, conversation, decide)

    async def _withdraw(self, conversation: str, agent_id: str) -> None:
        """Ask them no more: an offer, and what a group is asked, goes to somebody else and is no lapse."""

        async def decide(control: Control) -> Commit | None:
            if control.state is State.OFFERED and control.offered_to == agent_id:
                return unoffered(control, Trigger.AGENT_LOST)
            return await withdrawn(self._parts, conversation, control, agent_id)

        await change(self._parts, conversation, decide)


def orphaned(parts: Parts, control: Control, *, grace_ms: int) -> Commit:
    """The change after which a lost agent has so long to come back; the customer is not told yet."""
    due = parts.clock.now_ms() + grace_ms
    lost = control.changed(state=move(control.state, Trigger.AGENT_LOST), transfer="", due_at=due)
    record = control_event(control, lost.state, reason="agent_lost", by=control.agent_id)
    return Commit(expect=control, exact=True, drafts=[record], control=lost, place="out")


def back_in_charge(parts: Parts, control: Control) -> Commit:
    """The change by which an agent who seemed lost has their customer again; the customer never noticed."""
    waits = control.waiting_on == "agent"
    due = parts.clock.now_ms() + (parts.times.reply if waits else parts.times.idle)
    human = control.changed(state=move(control.state, Trigger.AGENT_BACK), due_at=due)
    record = control_event(control, human.state, reason="agent_back", by=control.agent_id)
    return Commit(expect=control, exact=True, drafts=[record], control=human)


def requeued(parts: Parts, control: Control) -> Commit:
    """The change that puts a customer who lost their agent at the front of the queue; they are told."""
    queued = control.changed(
        state=move(control.state, Trigger.GRACE_OVER),
        agent_id="",
        agent_name="",
        waiting_on="",
        joined="",
        lapsed="",
        front=1,
        notices=0,
        **reminded(parts),
    )
    return Commit(
        expect=control,
        exact=True,
        after=[
            control_event(control, queued.state, reason="grace_over", by=control.agent_id),
            notice("agent_lost", parts.lines.say("agent_lost")),
            alert("agent_lost", f"{control.agent_name} 掉线，客户已排到最前，请马上接起。", "urgent"),
        ],
        control=queued,
        place=queue_place(queued),
    )
