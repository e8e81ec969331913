"""How an agent comes to be in charge: claim, accept an offer or a transfer, take over (invariants 5 and 8)."""

from __future__ import annotations

from bot.handoff.control import Control, State
from bot.handoff.core import Parts, change
from bot.handoff.events import Draft, notice, of_agent
from bot.handoff.history import last_of
from bot.handoff.machine import Trigger, move
from bot.handoff.parking import CALL_BACK
from bot.handoff.people import Agent
from bot.handoff.promising import KEPT
from bot.handoff.speaking import HELD
from bot.handoff.standing import control_event
from bot.handoff.store_port import Commit
from bot.handoff.transfer import transfer_of
from bot.kernel.errors import AlreadyClaimed, NotAllowed, Stale
from bot.kernel.text import clean

CLAIMABLE = frozenset({State.QUEUED, State.OFFERED, State.PARKED})

KNOWN = 5
"""How many of the agents who served a customer are remembered."""

RECENT = 200
"""How many of the newest events are searched for the promise a parked customer was given."""


class Claiming:
    """The part of the conversation service by which agents take customers."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def claim(self, conversation: str, *, handoff_id: str, epoch: int, agent: Agent) -> None:
        """Take charge of a customer who waits, is offered, is parked, or is to be handed on to oneself or one's group.

        Of several who try, one wins; claiming again what one has is fine.

        Raises:
            AlreadyClaimed: somebody else has it; ``by`` is the name.
            Stale: the customer went back to the bot, or waits in another handoff by now.
        """

        async def decide(control: Control) -> Commit | None:
            if control.handoff_id != handoff_id:
                raise Stale(state=control.state.value, epoch=control.epoch)
            if control.state is State.TRANSFERRING and may_accept(control, agent):
                return self._accepted(control, agent)
            if control.state in HELD:
                if control.agent_id == agent.agent_id:
                    return None
                raise AlreadyClaimed(f"{control.agent_name} 已经接入这位客户了。", by=control.agent_name)
            if control.epoch != epoch or control.state not in CLAIMABLE:
                raise Stale(state=control.state.value, epoch=control.epoch)
            return await self._claimed(conversation, control, agent)

        await change(self._parts, conversation, decide)
        await self._parts.duty.answered(agent.agent_id)

    async def take_over(self, conversation: str, *, agent: Agent, epoch: int, reason: str) -> None:
        """Take a customer from the colleague in charge (playbook E2): for supervisors and quality assurance.

        Raises:
            NotAllowed: the role does not allow it.
            Stale: nobody is in charge, or the epoch moved on.
        """
        if not agent.oversees:
            raise NotAllowed("只有主管和质检可以接管会话。")

        async def decide(control: Control) -> Commit | None:
            if control.state in HELD and control.agent_id == agent.agent_id:
                return None
            if control.state not in HELD or control.epoch != epoch:
                raise Stale(state=control.state.value, epoch=control.epoch)
            taken = self._in_charge(control, Trigger.TAKEN_OVER, agent)
            told = Draft(of_agent(agent), "note", clean(reason), {"about": "take_over"}, "staff")
            return Commit(
                expect=control,
                exact=True,
                after=[
                    control_event(control, taken.state, reason="taken_over", by=agent.agent_id),
                    told,
                    notice("taken_over", self._parts.lines.say("taken_over", agent=agent.name), agent_name=agent.name),
                ],
                control=taken,
                place="out",
            )

        await change(self._parts, conversation, decide)

    async def _claimed(self, conversation: str, control: Control, who: Agent) -> Commit:
        kept = await self._call_back_kept(conversation, control, who)
        human = self._in_charge(control, Trigger.CLAIMED, who)
        joined = notice("agent_joined", self._parts.lines.say("agent_joined", agent=who.name), agent_name=who.name)
        return Commit(
            expect=control,
            exact=True,
            after=[control_event(control, human.state, reason="accepted", by=who.agent_id), joined, *kept],
            control=human,
            place="out",
        )

    def _accepted(self, control: Control, who: Agent) -> Commit:
        human = self._in_charge(control, Trigger.TRANSFER_ACCEPTED, who)
        line = self._parts.lines.say("transferred", agent=who.name)
        return Commit(
            expect=control,
            exact=True,
            after=[
                control_event(control, human.state, reason="transferred", by=who.agent_id),
                notice("transferred", line, agent_name=who.name),
            ],
            control=human,
            place="out",
        )

    def _in_charge(self, control: Control, trigger: Trigger, who: Agent) -> Control:
        now = self._parts.clock.now_ms()
        rules = self._parts.rules.clocks
        clocks = rules.claimed(control.clocks, now, senior=who.senior)
        if control.state is State.PARKED:
            clocks = rules.unparked(clocks, now)
        known = [who.agent_id, *(name for name in control.known.split() if name != who.agent_id)]
        return control.changed(
            state=move(control.state, trigger),
            agent_id=who.agent_id,
            agent_name=who.name,
            claimed_at=now if trigger is Trigger.CLAIMED else control.claimed_at,
            waiting_on="agent",
            due_at=now + self._parts.times.reply,
            offered_to="",
            offered_name="",
            transfer="",
            joined="",
            parked_for=0,
            wake_at=0,
            owner="",
            front=0,
            known=" ".join(known[:KNOWN]),
            clocks=clocks,
        )

    async def _call_back_kept(self, conversation: str, control: Control, who: Agent) -> list[Draft]:
        """The note that a promised call-back was kept, when one was promised in this handoff."""
        if not control.front and control.state is not State.PARKED:
            return []
        promise = last_of(await self._parts.store.tail(conversation, RECENT), "promise")
        if promise is None or promise["data"]["code"] != CALL_BACK or promise["data"]["ref"] != control.handoff_id:
            return []
        return [Draft(of_agent(who), KEPT, "已接入客户", {"promise": promise["id"]}, "staff")]


def may_accept(control: Control, who: Agent) -> bool:
    """Whether a transfer asks this agent, by name or as one of a group."""
    asked = transfer_of(control.transfer)
    if asked is None or who.agent_id == control.agent_id:
        return False
    return who.agent_id == asked.to_agent or asked.to_group in who.groups
