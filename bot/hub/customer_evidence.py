"""Pictures on the customers' side: sending one and seeing one's own again (protocol, section 2)."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from bot.handoff.evidence import Size
from bot.hub import frames, origins
from bot.hub.base_app import App
from bot.hub.customer_door import conversation_of
from bot.hub.customer_room import CustomerRoom
from bot.hub.evidence_answer import WAYS, as_answer
from bot.hub.upload import Slots, receive, skim
from bot.kernel.errors import JiezhuError, NotAllowed, NotSignedIn, TooMuch

BYTES_OF_A_MB = 1_000_000
_SCHEME = "bearer "


class Pictures:
    """Takes customers' pictures in this process."""

    def __init__(self, room: CustomerRoom) -> None:
        self._room = room
        self._talk = room.services.conversations
        self._slots = Slots(room.limits.uploads)
        self._longest = int(room.services.settings.evidence_mb * BYTES_OF_A_MB)

    async def take(self, request: Request) -> int:
        """Read a picture and put it into the log; gives its place there.

        Raises:
            NotAllowed, NotSignedIn, BadInput, TooMuch, StoreUnavailable: it was not taken.
        """
        try:
            conversation, client_id = await self._admit(request)
            self._slots.take()
        except JiezhuError:
            await skim(request, limit=self._longest)
            raise
        try:
            body = await receive(request, limit=self._longest, within_s=self._room.limits.upload_s)
            done = await self._talk.customer_shows(conversation, client_id=client_id, body=body)
        finally:
            self._slots.give_back()
        return done.seq

    async def conversation(self, request: Request) -> str:
        """The conversation of who asks.

        Raises:
            NotSignedIn: the request carries no session, or none that is known.
        """
        given = request.headers.getone("authorization", "")
        if not given.lower().startswith(_SCHEME):
            raise NotSignedIn()
        return await conversation_of(self._room.services, given[len(_SCHEME) :].strip())

    async def _admit(self, request: Request) -> tuple[str, str]:
        if not origins.may_chat(request, self._room.shops):
            raise NotAllowed("这个网页不能使用在线客服。")
        conversation = await self.conversation(request)
        client_id = frames.client_id({"client_id": request.args.get("client_id")})
        if not self._room.messages.take(conversation):
            raise TooMuch("您发得太快了，请稍等几秒再发。")
        return conversation, client_id


def add_evidence(app: App, room: CustomerRoom) -> None:
    """Serve sending and seeing pictures."""
    pictures = Pictures(room)

    @app.post("/evidence", stream=True)
    async def send(request: Request) -> HTTPResponse:
        return json_response({"seq": await pictures.take(request)}, headers={"Cache-Control": "no-store"})

    def seeing(size: Size) -> Callable[[Request, str], Coroutine[Any, Any, HTTPResponse]]:
        async def see(request: Request, evidence: str) -> HTTPResponse:
            conversation = await pictures.conversation(request)
            body = await room.services.conversations.evidence(conversation, evidence, size)
            return as_answer(request, body, evidence, size)

        return see

    for way, size in WAYS.items():
        app.add_route(seeing(size), f"/evidence/{way}", name=f"evidence_{size}")
