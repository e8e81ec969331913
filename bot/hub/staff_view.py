"""What a desk sees of a conversation that is open on it (:class:`bot.hub.follow.View`)."""

from __future__ import annotations

from typing import Any

from bot.handoff.control import Control
from bot.handoff.people import Agent
from bot.handoff.service import ConversationService
from bot.handoff.views import seen_by
from bot.handoff.wakeups_port import Signal


class StaffView:
    """One agent's view."""

    def __init__(self, talk: ConversationService, conversation: str, agent: Agent) -> None:
        self._talk = talk
        self._conversation = conversation
        self._agent = agent

    async def news(self, since: int) -> tuple[list[dict[str, Any]], int]:
        """See the protocol."""
        return await self._talk.news(self._conversation, since=since, audience="staff")

    async def may_go_on(self) -> bool:
        """See the protocol."""
        return await self._talk.may_see(self._conversation, self._agent)

    async def control(self) -> dict[str, Any]:
        """See the protocol."""
        return await self._talk.staff_control(self._conversation)

    def at_once(self, signal: Signal) -> list[dict[str, Any]] | None:
        """See the protocol."""
        if signal.record is None or not self._talk.surely_sees(signal.record, self._agent):
            return None
        return seen_by("staff", signal.events)

    def control_of(self, record: Control, told: dict[str, Any]) -> dict[str, Any]:
        """See the protocol. Whose conversation it is stays what it was: a signal of its own tells of another."""
        return self._talk.control_shown(record, told["customer_id"])
