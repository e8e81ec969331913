"""What a customer asks for and is told, however they are connected: shared by the socket and by REST."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.handoff.service import Ack
from bot.hub import frames
from bot.hub.customer_door import Visit
from bot.kernel.errors import BadInput

if TYPE_CHECKING:
    from bot.hub.customer_room import CustomerRoom

Body = Mapping[str, Any]
"""A frame of the socket, or the body of a call with the same fields."""


class CustomerRequests:
    """One customer's requests."""

    def __init__(self, room: CustomerRoom, visit: Visit) -> None:
        self._room = room
        self._visit = visit
        self._talk = room.services.conversations

    async def do(self, kind: str, body: Body) -> Ack:
        """Carry a request out; it is in the log when this returns.

        Raises:
            BadInput, NotFound, IllegalTransition, TooMuch, StoreUnavailable: it was not taken.
        """
        client_id = frames.client_id(body)
        await self._room.check_pace(self._visit.conversation)
        return await WAYS[kind](self, body, client_id)

    async def read(self, body: Body) -> None:
        """Note how far the customer has read, and tell the other side.

        Raises:
            BadInput: ``seq`` is no number.
            StoreUnavailable: it cannot be noted now.
        """
        conversation = self._visit.conversation
        seq = min(frames.number(body, "seq"), await self._talk.last_seq(conversation))
        await self._talk.read_to(conversation, side="customer", seq=seq)
        await self._room.services.wakeups.ephemeral(conversation, frames.read_mark("customer", seq))

    async def welcome(self) -> dict[str, Any]:
        """Who one is, where one is, and who speaks: the answer to a hello."""
        visit = self._visit
        return {
            "conversation": visit.conversation,
            "session": visit.session,
            "now": self._room.services.clock.now_ms(),
            "customer": {"name": visit.profile.name, "verified": visit.profile.verified},
            "last_seq": await self._talk.last_seq(visit.conversation),
            "control": await self._talk.customer_control(visit.conversation),
        }

    async def _say(self, body: Body, client_id: str) -> Ack:
        known: dict[str, str] = {"client_id": client_id, "channel": self._visit.channel}
        if body.get("kind") == "text":
            text = frames.message_text(body)
            return await self._talk.customer_says(self._visit.conversation, text=text, **known)
        if body.get("kind") == "choice":
            choice_id = frames.name(body, "choice_id")
            return await self._talk.customer_chooses(self._visit.conversation, choice_id=choice_id, **known)
        raise BadInput("不认识这种消息。")

    async def _ask_human(self, _body: Body, client_id: str) -> Ack:
        visit = self._visit
        return await self._talk.ask_human(visit.conversation, client_id=client_id, channel=visit.channel)

    async def _leave_queue(self, _body: Body, client_id: str) -> Ack:
        return await self._talk.leave_queue(self._visit.conversation, client_id=client_id)


WAYS: dict[str, Callable[[CustomerRequests, Body, str], Awaitable[Ack]]] = {
    "send": CustomerRequests._say,
    "human": CustomerRequests._ask_human,
    "leave_queue": CustomerRequests._leave_queue,
}
"""Requests with a ``client_id``, each of which gets an answer of its own."""
