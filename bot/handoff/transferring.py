"""From colleague to colleague (playbook D3, D7): ask, decline, cancel. The old owner keeps the customer meanwhile."""

from __future__ import annotations

from bot.handoff.claiming import may_accept
from bot.handoff.control import Control, State
from bot.handoff.core import Parts, change
from bot.handoff.events import Draft, alert, notice, of_agent
from bot.handoff.machine import Trigger, move
from bot.handoff.people import Agent
from bot.handoff.queue_order import score
from bot.handoff.speaking import require_charge
from bot.handoff.standing import control_event
from bot.handoff.store_port import Commit, Place, waiting_line
from bot.handoff.transfer import Transfer, transfer_of
from bot.kernel.errors import BadInput, NotFound, Stale
from bot.kernel.text import clean


class Transferring:
    """The part of the conversation service by which agents hand customers on."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def transfer(
        self,
        conversation: str,
        *,
        agent: Agent,
        epoch: int,
        to_agent: str = "",
        to_group: str = "",
        reason: str,
        note: str,
    ) -> None:
        """Ask a colleague, or anybody of a group, to take the customer.

        Raises:
            BadInput: no reason, or neither or both of colleague and group.
            NotFound: the colleague is not at work, or there is no such group.
            NotAllowed, Stale: the agent is not in charge.
        """
        reason, note = clean(reason), clean(note)
        if not reason:
            raise BadInput("请写明转接原因，接手的同事要看。", field="reason")
        if bool(to_agent) == bool(to_group) or to_agent == agent.agent_id:
            raise BadInput("请选择一位同事，或者一个组。", field="to_agent")
        name = await self._name_of(to_agent, to_group)

        async def decide(control: Control) -> Commit | None:
            require_charge(control, agent, epoch)
            now = self._parts.clock.now_ms()
            due = now + self._parts.rules.transfer_ms
            asked = Transfer(agent.agent_id, agent.name, to_agent, to_group, name, reason, note, due)
            going = control.changed(
                state=move(control.state, Trigger.TRANSFER_ASKED), transfer=asked.as_json(), due_at=due
            )
            order = score(control.priority, control.queued_at, level=control.level, emotion=control.emotion)
            return Commit(
                expect=control,
                exact=True,
                drafts=[
                    control_event(control, going.state, reason="transfer", by=agent.agent_id),
                    Draft(of_agent(agent), "note", _words_of(asked), {"about": "transfer"}, "staff"),
                    notice("transferring", self._parts.lines.say("transferring", to=_spoken(asked))),
                ],
                control=going,
                place=Place(waiting_line(to_group), order) if to_group else None,
            )

        await change(self._parts, conversation, decide)

    async def cancel_transfer(self, conversation: str, *, agent: Agent) -> None:
        """Keep the customer after all.

        Raises:
            Stale: nothing is asked any more; a colleague may have accepted.
        """

        async def decide(control: Control) -> Commit | None:
            if control.state is not State.TRANSFERRING or control.agent_id != agent.agent_id:
                raise Stale(state=control.state.value, epoch=control.epoch)
            return kept(self._parts, control, Trigger.TRANSFER_CANCELLED, by=agent.agent_id)

        await change(self._parts, conversation, decide)

    async def decline(self, conversation: str, *, handoff_id: str, agent: Agent) -> None:
        """Say no to an offer or to a colleague's request, so that somebody else is asked at once (invariant 6).

        Raises:
            Stale: nothing is asked of this agent any more.
        """

        async def decide(control: Control) -> Commit | None:
            if control.handoff_id == handoff_id:
                if control.state is State.OFFERED and control.offered_to == agent.agent_id:
                    return unoffered(control, Trigger.DECLINED)
                if control.state is State.TRANSFERRING and may_accept(control, agent):
                    asked = transfer_of(control.transfer)
                    if asked is not None and asked.to_agent:
                        return kept(self._parts, control, Trigger.DECLINED, by=agent.agent_id, who=agent.name)
                    return None
            raise Stale(state=control.state.value, epoch=control.epoch)

        await change(self._parts, conversation, decide)

    async def _name_of(self, to_agent: str, to_group: str) -> str:
        if to_group:
            group = self._parts.rules.groups.get(to_group)
            if group is None:
                raise NotFound("没有这个组，请刷新后重选。", field="to_group")
            return group.title
        for seat in await self._parts.duty.seats():
            if seat.agent_id == to_agent and seat.status == "online":
                return seat.name
        raise NotFound("这位同事现在不在线，请换一位，或者转给一个组。", field="to_agent")


def kept(parts: Parts, control: Control, trigger: Trigger, *, by: str = "", who: str = "") -> Commit:
    """The change after which the old owner still has the customer, because nobody accepted (invariant 8)."""
    waits = control.waiting_on == "agent"
    due = parts.clock.now_ms() + (parts.times.reply if waits else parts.times.idle)
    human = control.changed(state=move(control.state, trigger), transfer="", due_at=due)
    told = []
    if trigger is Trigger.DECLINED:
        told = [alert("transfer_declined", f"{who} 暂时接不了，客户还在您这里。")]
    elif trigger is Trigger.LAPSED:
        told = [alert("transfer_lapsed", "没有同事接起转接，客户还在您这里。")]
    return Commit(
        expect=control,
        exact=True,
        drafts=[control_event(control, human.state, reason=trigger.value, by=by), *told],
        control=human,
        place="out",
    )


def unoffered(control: Control, trigger: Trigger) -> Commit:
    """The change that takes an offer back; who let it lapse is remembered (invariant 6), the place is kept."""
    lapsed = control.lapsed
    if trigger is not Trigger.AGENT_LOST:
        lapsed = " ".join(dict.fromkeys([*control.lapsed.split(), control.offered_to]))
    queued = control.changed(
        state=move(control.state, trigger),
        offered_to="",
        offered_name="",
        lapsed=lapsed,
        due_at=control.remind_at,
    )
    record = control_event(control, queued.state, reason=trigger.value, by=control.offered_to)
    return Commit(expect=control, exact=True, drafts=[record], control=queued)


def _words_of(asked: Transfer) -> str:
    return f"转给{asked.to_name}：{asked.reason}" + (f"。{asked.note}" if asked.note else "")


def _spoken(asked: Transfer) -> str:
    return asked.to_name if asked.to_group else f"同事 {asked.to_name}"
