"""What the two audiences read: events, control, queue, lists."""

from __future__ import annotations

from typing import Any, Literal

from bot.handoff.control import Control, State
from bot.handoff.core import Parts
from bot.handoff.evidence import Size
from bot.handoff.history import last_of
from bot.handoff.lines import Result
from bot.handoff.packing import BRIEF_EVENTS
from bot.handoff.people import Agent, CustomerProfile
from bot.handoff.ports import Waiting
from bot.handoff.projection import for_customer, for_staff
from bot.handoff.promising import promises_made

CUSTOMER_STATES = {
    State.BOT: "bot",
    State.PACKING: "waiting",
    State.QUEUED: "waiting",
    State.HUMAN: "agent",
    State.RETURNING: "agent",
    State.CLOSED: "closed",
}


class Views:
    """The reading half of the conversation service; changes nothing but read marks."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def results(self) -> list[Result]:
        """The ways an agent can resolve a handoff."""
        return self._parts.lines.results

    async def events(
        self, conversation: str, *, since: int, audience: Literal["customer", "staff"]
    ) -> list[dict[str, Any]]:
        """Events after ``since`` as that audience may see them, in order."""
        found = await self._parts.store.events(conversation, since=since)
        project = for_customer if audience == "customer" else for_staff
        return [shown for event in found if (shown := project(event)) is not None]

    async def evidence(self, conversation: str, evidence: str, size: Size) -> bytes:
        """A picture of this conversation as JPEG. Who asks must be entitled to the conversation.

        Raises:
            NotFound: it has no such picture.
        """
        return await self._parts.evidence.read(conversation, evidence, size)

    async def last_seq(self, conversation: str) -> int:
        """The number of the newest event."""
        return (await self._parts.store.control(conversation)).last_seq

    async def profile(self, conversation: str) -> CustomerProfile:
        """Who the customer is."""
        return await self._parts.store.profile(conversation)

    async def customer_control(self, conversation: str) -> dict[str, Any]:
        """Who speaks, as the customer is told (protocol, section 2). The place shown is the real one (invariant 7)."""
        control = await self._parts.store.control(conversation)
        ahead = await self._parts.store.position(conversation)
        return {
            "state": CUSTOMER_STATES[control.state],
            "agent_name": control.agent_name,
            "ahead": ahead,
            "position": None if ahead is None else ahead + 1,
            "wait_low_s": None,
            "wait_high_s": None,
        }

    async def staff_control(self, conversation: str) -> dict[str, Any]:
        """The control record as the desk sees it."""
        control = await self._parts.store.control(conversation)
        profile = await self._parts.store.profile(conversation)
        return staff_control(control) | {"customer_id": profile.customer_id}

    async def recent(self, conversation: str) -> list[dict[str, Any]]:
        """The newest events, oldest first, as staff may see them: what a brief is made of."""
        return [for_staff(event) for event in await self._parts.store.tail(conversation, BRIEF_EVENTS)]

    async def brief(self, conversation: str) -> dict[str, Any] | None:
        """The newest brief of the conversation, with its promises as they stand now."""
        events = await self._parts.store.tail(conversation, BRIEF_EVENTS)
        event = last_of(events, "brief")
        if event is None:
            return None
        now = {promise["id"]: promise for promise in promises_made(events, self._parts.clock.now_ms())}
        promises = [promise | now.get(promise.get("id"), {}) for promise in event["data"]["promises"]]
        return {**event["data"], "promises": promises}

    async def queue(self) -> list[dict[str, Any]]:
        """Everybody who waits, in the order they are served (protocol, QueueItem)."""
        return [
            _queue_item(place, entry, self._parts.lines.say(f"reason.{entry.control.reason}"))
            for place, entry in enumerate(await self._parts.store.queue(), start=1)
            if entry.control.state is State.QUEUED
        ]

    async def mine(self, agent_id: str) -> list[dict[str, Any]]:
        """The conversations an agent is in charge of (protocol, MineItem), longest waiting first."""
        entries = [
            entry
            for entry in await self._parts.store.of_agent(agent_id)
            if entry.control.state in {State.HUMAN, State.RETURNING} and entry.control.agent_id == agent_id
        ]
        return [_mine_item(entry) for entry in sorted(entries, key=lambda entry: entry.control.claimed_at)]

    async def may_see(self, conversation: str, agent: Agent) -> bool:
        """Whether a member of staff may read a conversation: waiting ones, their own, and all for supervisors."""
        if agent.role == "supervisor":
            return True
        control = await self._parts.store.control(conversation)
        return control.state is State.QUEUED or control.agent_id == agent.agent_id

    async def read_to(self, conversation: str, *, side: Literal["customer", "agent"], seq: int) -> None:
        """Mark how far a side has read."""
        await self._parts.store.read_to(conversation, side, seq)

    async def reads(self, conversation: str) -> dict[str, int]:
        """How far each side has read."""
        return await self._parts.store.reads(conversation)


def staff_control(control: Control) -> dict[str, Any]:
    """The control record for the desk (protocol, section 3)."""
    return {
        "state": control.state.value,
        "controller": control.controller.value,
        "agent_id": control.agent_id,
        "agent_name": control.agent_name,
        "epoch": control.epoch,
        "handoff_id": control.handoff_id,
        "due_at": control.due_at,
        "group": control.group,
        "priority": control.priority.value,
        "queued_at": control.queued_at,
        "reason": control.reason,
        "last_seq": control.last_seq,
    }


def _queue_item(place: int, entry: Waiting, reason_text: str) -> dict[str, Any]:
    control = entry.control
    return {
        "conversation": entry.conversation,
        "handoff_id": control.handoff_id,
        "epoch": control.epoch,
        "position": place,
        "priority": control.priority.value,
        "queued_at": control.queued_at,
        "due_at": control.due_at,
        "reason": control.reason,
        "reason_text": reason_text,
        "emotion": control.emotion,
        "risk": control.risk,
        "customer": entry.profile.card(),
        "last_text": control.last_text,
        "last_at": control.last_at,
    }


def _mine_item(entry: Waiting) -> dict[str, Any]:
    control = entry.control
    return {
        "conversation": entry.conversation,
        "control": staff_control(control),
        "customer": entry.profile.card(),
        "last_text": control.last_text,
        "last_at": control.last_at,
        "waiting_on": control.waiting_on,
    }
