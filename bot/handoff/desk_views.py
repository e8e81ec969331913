"""What the desk reads: the control record for staff, the lines, an agent's own conversations, who may see what."""

from __future__ import annotations

from typing import Any

from bot.handoff.control import WAITING, WITH_AGENT, Control, State
from bot.handoff.core import Parts
from bot.handoff.people import Agent
from bot.handoff.speaking import colleagues
from bot.handoff.standing import queue_place
from bot.handoff.store_port import PARKED_LINE, Waiting, waiting_line
from bot.handoff.transfer import transfer_of

SHOWN = 200
"""The most of each line that a desk lists."""


class DeskViews:
    """The staff's reading half of the conversation service; changes nothing."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def groups(self) -> list[dict[str, str]]:
        """The groups a customer can be handed to (protocol: ``{code, title}``)."""
        return [{"code": group.code, "title": group.title} for group in self._parts.rules.groups]

    async def staff_control(self, conversation: str) -> dict[str, Any]:
        """The control record as the desk sees it (protocol, section 3)."""
        control = await self._parts.store.control(conversation)
        profile = await self._parts.store.profile(conversation)
        return self.control_shown(control, profile.customer_id)

    def control_shown(self, control: Control, customer_id: str) -> dict[str, Any]:
        """A record as the desk sees it."""
        return self._control(control) | {"customer_id": customer_id}

    async def queue(self) -> list[dict[str, Any]]:
        """Everybody who waits for somebody to take them, in the order they are served (protocol, QueueItem)."""
        found: list[tuple[int, dict[str, Any]]] = []
        for group in self._parts.rules.groups:
            entries = await self._parts.store.line(waiting_line(group.code), SHOWN)
            for place, entry in enumerate(entries, start=1):
                found.append((queue_place(entry.control).score, self._item(entry, place)))
        for entry in await self._parts.store.live(SHOWN):
            asked = transfer_of(entry.control.transfer)
            # What a group is asked stands in its line.
            if entry.control.state is State.TRANSFERRING and asked and not asked.to_group:
                found.append((queue_place(entry.control).score, self._item(entry, 0)))
        return [item for _, item in sorted(found, key=lambda one: (one[0], one[1]["conversation"]))]

    async def parked(self) -> list[dict[str, Any]]:
        """Everybody who was promised a time, the earliest first (protocol, QueueItem)."""
        entries = await self._parts.store.line(PARKED_LINE, SHOWN)
        items = [self._item(entry, 0) for entry in entries if entry.control.state is State.PARKED]
        return sorted(items, key=lambda item: item["parked_for"])

    async def live(self) -> list[dict[str, Any]]:
        """Everybody an agent is in charge of, longest first, for those who oversee (protocol, QueueItem)."""
        entries = await self._parts.store.live(SHOWN)
        return [
            self._item(entry, 0)
            | {"agent_id": entry.control.agent_id, "agent_name": entry.control.agent_name}
            | {"waiting_on": entry.control.waiting_on}
            for entry in entries
            if entry.control.state in WITH_AGENT
        ]

    async def mine(self, agent_id: str) -> list[dict[str, Any]]:
        """The conversations an agent is in charge of (protocol, MineItem), longest waiting first."""
        entries = [
            entry
            for entry in await self._parts.store.of_agent(agent_id)
            if entry.control.state in WITH_AGENT and entry.control.agent_id == agent_id
        ]
        return [self._mine_item(entry) for entry in sorted(entries, key=lambda entry: entry.control.claimed_at)]

    async def team_list(self) -> list[dict[str, Any]]:
        """Everybody at work, and who was lost (protocol, TeamItem)."""
        return [
            {
                "agent_id": seat.agent_id,
                "name": seat.name,
                "role": seat.role,
                "groups": sorted(seat.groups),
                "status": seat.status,
                "active": seat.active,
                "capacity": seat.capacity,
            }
            for seat in await self._parts.duty.seats()
        ]

    async def may_see(self, conversation: str, agent: Agent) -> bool:
        """Whether a member of staff may read a conversation: what waits, their own; all for who oversees."""
        if agent.oversees:
            return True
        control = await self._parts.store.control(conversation)
        if self.surely_sees(control, agent):
            return True
        # A visitor's, whose pictures and lines belong to what goes on in the customer's.
        into = await self._went_on_in(conversation) if control.state is State.CLOSED else ""
        return bool(into) and await self.may_see(into, agent)

    def surely_sees(self, control: Control, agent: Agent) -> bool:
        """Whether the record alone says that an agent may read the conversation."""
        if agent.oversees or control.state in WAITING or control.state is State.PARKED:
            return True
        if control.agent_id == agent.agent_id:
            return True
        asked = transfer_of(control.transfer)
        if asked and (asked.to_agent == agent.agent_id or asked.to_group in agent.groups):
            return True
        return agent.agent_id in colleagues(control)

    async def _went_on_in(self, conversation: str) -> str:
        newest = await self._parts.store.tail(conversation, 1)
        return str(newest[0]["data"]["into"]) if newest and newest[0]["kind"] == "merged_into" else ""

    def _control(self, control: Control) -> dict[str, Any]:
        return {
            "state": str(control.state),
            "controller": str(control.controller),
            "agent_id": control.agent_id,
            "agent_name": control.agent_name,
            "epoch": control.epoch,
            "handoff_id": control.handoff_id,
            "due_at": control.due_at,
            "priority": str(control.priority),
            "queued_at": control.queued_at,
            "reason": control.reason,
            "last_seq": control.last_seq,
            "joined": [{"id": who, "name": name} for who, name in colleagues(control).items()],
        } | self._standing(control)

    def _standing(self, control: Control) -> dict[str, Any]:
        """What lists and the record both show of where a conversation stands."""
        offered = control.state is State.OFFERED
        asked = transfer_of(control.transfer)
        now = self._parts.clock.now_ms()
        return {
            "group": control.group,
            "group_title": self._parts.rules.group(control.group).title if control.group else "",
            "offered_to": control.offered_to,
            "offered_name": control.offered_name,
            "offer_due_at": control.due_at if offered else 0,
            "transfer": asked.shown() if asked else None,
            "parked_for": control.parked_for,
            "clocks": control.clocks.shown(now, self._parts.rules.clocks.targets),
            "channels": control.channels.split(),
        }

    def _item(self, entry: Waiting, place: int) -> dict[str, Any]:
        control = entry.control
        return {
            "conversation": entry.conversation,
            "state": str(control.state),
            "handoff_id": control.handoff_id,
            "epoch": control.epoch,
            "position": place,
            "priority": str(control.priority),
            "queued_at": control.queued_at,
            "due_at": control.due_at,
            "reason": control.reason,
            "reason_text": self._parts.lines.say(f"reason.{control.reason}") if control.reason else "",
            "emotion": control.emotion,
            "risk": control.risk,
            "customer": entry.profile.card(),
            "last_text": control.last_text,
            "last_at": control.last_at,
        } | self._standing(control)

    def _mine_item(self, entry: Waiting) -> dict[str, Any]:
        control = entry.control
        return {
            "conversation": entry.conversation,
            "control": self._control(control),
            "customer": entry.profile.card(),
            "last_text": control.last_text,
            "last_at": control.last_at,
            "waiting_on": control.waiting_on,
        }


def concerns(item: dict[str, Any], agent: Agent) -> bool:
    """Whether a line's item is for an agent's desk: their groups, what they are asked; all for who oversees."""
    asked = item["transfer"] or {}
    wanted = asked["to_group"] if asked else item["group"]
    called = {item["offered_to"], asked.get("to_agent")}
    return agent.oversees or wanted in agent.groups or agent.agent_id in called
