"""What the two audiences read: events, control, queue, lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from bot.handoff.control import WAITING, Control, State
from bot.handoff.core import Parts
from bot.handoff.evidence import Size
from bot.handoff.history import last_of
from bot.handoff.lines import Result
from bot.handoff.packing import BRIEF_EVENTS
from bot.handoff.people import CustomerProfile
from bot.handoff.projection import for_customer, for_staff
from bot.handoff.promising import promises_made
from bot.handoff.wait_times import WaitTimes

CUSTOMER_STATES = {
    State.BOT: "bot",
    State.PACKING: "waiting",
    State.QUEUED: "waiting",
    State.OFFERED: "waiting",
    State.HUMAN: "agent",
    State.TRANSFERRING: "agent",
    State.ORPHANED: "agent",
    State.PARKED: "parked",
    State.RETURNING: "agent",
    State.CLOSED: "closed",
}


Audience = Literal["customer", "staff"]


def seen_by(audience: Audience, events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events as an audience may see them."""
    project = for_customer if audience == "customer" else for_staff
    return [shown for event in events if (shown := project(event)) is not None]


def customer_control(
    control: Control, ahead: int | None = None, low: int | None = None, high: int | None = None
) -> dict[str, Any]:
    """Who speaks, as the customer is told; while they wait, how many are ahead of them, and how long that may take."""
    return {
        "state": CUSTOMER_STATES[control.state],
        "agent_name": control.agent_name,
        "ahead": ahead,
        "position": None if ahead is None else ahead + 1,
        "wait_low_s": low,
        "wait_high_s": high,
        "parked_for": control.parked_for,
    }


class Views:
    """The reading half of the conversation service; changes nothing but read marks."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._waits = WaitTimes(parts)

    @property
    def results(self) -> list[Result]:
        """The ways an agent can resolve a handoff."""
        return self._parts.lines.results

    async def events(self, conversation: str, *, since: int, audience: Audience) -> list[dict[str, Any]]:
        """Events after ``since`` as that audience may see them, in order."""
        return (await self.news(conversation, since=since, audience=audience))[0]

    async def news(self, conversation: str, *, since: int, audience: Audience) -> tuple[list[dict[str, Any]], int]:
        """The same, and the number up to which that is all there is."""
        found = await self._parts.store.events(conversation, since=since)
        return seen_by(audience, found), found[-1]["seq"] if found else since

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
        ahead = await self._parts.store.position(conversation) if control.state in WAITING else None
        low, high = await self._waits.span(control.group, ahead) if ahead is not None else (None, None)
        return customer_control(control, ahead, low, high)

    async def places(self, conversations: Sequence[str]) -> list[int | None]:
        """The place of each in its line, 1 for the next; None for who does not wait. One look for all of them."""
        ahead = await self._parts.store.positions(conversations)
        return [None if before is None else before + 1 for before in ahead]

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

    async def read_to(self, conversation: str, *, side: Literal["customer", "agent"], seq: int) -> None:
        """Mark how far a side has read."""
        await self._parts.store.read_to(conversation, side, seq)

    async def reads(self, conversation: str) -> dict[str, int]:
        """How far each side has read."""
        return await self._parts.store.reads(conversation)
