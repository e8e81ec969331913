"""From colleague to colleague (playbook D3, D7): ask, decline, cancel. The old owner keeps the customer meanwhile.

A group is asked one after the other, as the router chooses; anybody of it may take the customer without being asked.
"""

from __future__ import annotations

from bot.handoff.claiming import may_accept
from bot.handoff.control import Control, State
from bot.handoff.core import Parts, change
from bot.handoff.events import Draft, alert, notice, of_agent
from bot.handoff.machine import Trigger, move
from bot.handoff.people import Agent
from bot.handoff.queue_order import score
from bot.handoff.routing.filters import nobody_left
from bot.handoff.routing.matter import matter_of
from bot.handoff.routing.seat import Seat
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
        """Ask a colleague to take the customer, or a group, of which the router asks one after the other.

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
                    return await self._declined(conversation, control, agent)
            raise Stale(state=control.state.value, epoch=control.epoch)

        await change(self._parts, conversation, decide)

    async def _declined(self, conversation: str, control: Control, who: Agent) -> Commit | None:
        asked = transfer_of(control.transfer)
        if asked is None or asked.to_agent != who.agent_id:
            # One of the group who is not the one asked: there is nothing to say no to.
            return None
        if asked.to_group:
            return await passed_on(self._parts, conversation, control, is_refused=True)
        return kept(self._parts, control, Trigger.DECLINED, by=who.agent_id, who=who.name)

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


def asked_of_group(parts: Parts, control: Control, seat: Seat) -> Commit | None:
    """The change by which one of the group is asked; None when there is nobody to be found any more."""
    asked, now = transfer_of(control.transfer), parts.clock.now_ms()
    if asked is None or asked.to_agent or asked.due_at <= now:
        return None
    if asked.to_group not in seat.groups or seat.agent_id in {control.agent_id, *asked.lapsed}:
        # Another request than the one the router looked at: handed on and asked anew in between.
        return None
    going = asked.asking(seat.agent_id, now + parts.rules.group(asked.to_group).accept_ms)
    return _still_asked(control, Trigger.OFFERED, going, by=seat.agent_id)


async def passed_on(parts: Parts, conversation: str, control: Control, *, is_refused: bool) -> Commit | None:
    """The change after which the one of a group who is asked no longer is, so that the router can ask the next.

    With nobody left who could be asked, or no time, the old owner still has the customer (invariant 8).

    Args:
        is_refused: they said no or let it lapse, and are not asked again (invariant 6); not so when they went away.
    """
    asked = transfer_of(control.transfer)
    if asked is None:
        return None
    going = asked.passed_by(*([asked.to_agent] if is_refused and asked.to_agent else []))
    matter = matter_of(conversation, control.changed(transfer=going.as_json()))
    if going.due_at <= parts.clock.now_ms() or nobody_left(matter, await parts.duty.seats()):
        return kept(parts, control, Trigger.LAPSED, by=asked.to_agent)
    return _still_asked(control, Trigger.PASSED_ON, going, by=asked.to_agent)


def _still_asked(control: Control, trigger: Trigger, going: Transfer, *, by: str) -> Commit:
    asking = control.changed(state=move(control.state, trigger), transfer=going.as_json(), due_at=going.look_at)
    record = control_event(control, asking.state, reason=trigger.value, by=by)
    return Commit(expect=control, exact=True, drafts=[record], control=asking)


async def withdrawn(parts: Parts, conversation: str, control: Control, agent_id: str) -> Commit | None:
    """The change after which a colleague who went away is not asked any more; nothing when they are not."""
    asked = transfer_of(control.transfer)
    if asked is None or asked.to_agent != agent_id:
        return None
    if asked.to_group:
        return await passed_on(parts, conversation, control, is_refused=False)
    return kept(parts, control, Trigger.LAPSED, by=agent_id)


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
