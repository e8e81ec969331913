"""What a customer's window sees of their conversation (:class:`bot.hub.follow.View`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.handoff.control import WAITING, Control, State
from bot.handoff.people import CustomerProfile
from bot.handoff.service import ConversationService
from bot.handoff.views import customer_control, seen_by
from bot.handoff.wakeups_port import Signal

LEADS_AWAY = WAITING | {State.CLOSED}
"""While one waits the place in line has to be looked up; a closed conversation may go on in another one."""


class CustomerView:
    """One window's view.

    Args:
        profile: who the window has shown to be.
        moved: called when the conversation goes on in another one.
        signed_in: called when it is a customer's now, which this window has not shown to be.
    """

    def __init__(
        self,
        talk: ConversationService,
        conversation: str,
        profile: CustomerProfile,
        moved: Callable[[], object],
        signed_in: Callable[[], object],
    ) -> None:
        self._talk = talk
        self._conversation = conversation
        self._profile = profile
        self._moved = moved
        self._signed_in = signed_in

    async def news(self, since: int) -> tuple[list[dict[str, Any]], int]:
        """See the protocol."""
        return await self._talk.news(self._conversation, since=since, audience="customer")

    async def may_go_on(self) -> bool:
        """A customer may follow their own conversation for ever."""
        return True

    async def control(self) -> dict[str, Any]:
        """See the protocol."""
        control = await self._talk.customer_control(self._conversation)
        if control["state"] == "closed":
            if await self._talk.is_merged(self._conversation):
                self._moved()
        elif control["state"] != "bot" and await self._is_somebody_elses():
            self._signed_in()
        return control

    def at_once(self, signal: Signal) -> list[dict[str, Any]] | None:
        """See the protocol. A signal of its own tells when the conversation becomes somebody else's."""
        if signal.record is None or signal.record.state in LEADS_AWAY:
            return None
        return seen_by("customer", signal.events)

    def control_of(self, record: Control, _told: dict[str, Any]) -> dict[str, Any]:
        """See the protocol."""
        return customer_control(record)

    async def _is_somebody_elses(self) -> bool:
        if self._profile.verified:
            return False
        return (await self._talk.profile(self._conversation)).verified
