"""Pictures on the customers' side: sending one and seeing one's own again (protocol, section 2)."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from bot.handoff.evidence import Size
from bot.handoff.service import Ack
from bot.hub import frames, origins
from bot.hub.base_app import App
from bot.hub.customer_door import Visit, bearer_of, resume
from bot.hub.customer_room import CustomerRoom
from bot.hub.evidence_answer import WAYS, as_answer
from bot.hub.upload import Slots, receive, skim
from bot.kernel.errors import JiezhuError, NotAllowed

BYTES_OF_A_MB = 1_000_000


class Pictures:
    """Takes customers' pictures in this process."""

    def __init__(self, room: CustomerRoom) -> None:
        self._room = room
        self._talk = room.services.conversations
        self._slots = Slots(room.limits.uploads)
        self._longest = int(room.services.settings.evidence_mb * BYTES_OF_A_MB)

    async def take(self, request: Request) -> Ack:
        """Read a picture and put it into the log; gives its place there.

        Raises:
            NotAllowed, NotSignedIn, BadInput, TooMuch, StoreUnavailable: it was not taken.
        """
        try:
            visit, client_id = await self._admit(request)
            self._slots.take()
        except JiezhuError:
            await skim(request, limit=self._longest)
            raise
        try:
            body = await receive(request, limit=self._longest, within_s=self._room.limits.upload_s)
            done = await self._talk.customer_shows(
                visit.conversation, client_id=client_id, body=body, channel=visit.channel
            )
        finally:
            self._slots.give_back()
        return done

    async def conversation(self, request: Request) -> str:
        """The conversation of who asks.

        Raises:
            NotSignedIn: the request carries no session, or none that is known.
        """
        return (await self._visit(request)).conversation

    async def _visit(self, request: Request) -> Visit:
        return await resume(self._room.services, bearer_of(request))

    async def _admit(self, request: Request) -> tuple[Visit, str]:
        if not origins.may_chat(request, self._room.shops):
            raise NotAllowed("这个网页不能使用在线客服。")
        visit = await self._visit(request)
        client_id = frames.client_id({"client_id": request.args.get("client_id")})
        await self._room.check_pace(visit.conversation)
        return visit, client_id


def add_evidence(app: App, room: CustomerRoom) -> None:
    """Serve sending and seeing pictures."""
    pictures = Pictures(room)

    async def send(request: Request) -> HTTPResponse:
        done = await pictures.take(request)
        answer = {"seq": done.seq, "duplicate": done.duplicate}
        return json_response(answer, headers={"Cache-Control": "no-store"})

    def seeing(size: Size) -> Callable[[Request, str], Coroutine[Any, Any, HTTPResponse]]:
        async def see(request: Request, evidence: str) -> HTTPResponse:
            conversation = await pictures.conversation(request)
            body = await room.services.conversations.evidence(conversation, evidence, size)
            return as_answer(request, body, evidence, size)

        return see

    # The page's own addresses, and those of the versioned interface.
    for prefix, name in (("", "evidence"), ("/v1", "v1_evidence")):
        app.add_route(send, f"{prefix}/evidence", methods=["POST"], stream=True, name=name)
        for way, size in WAYS.items():
            app.add_route(seeing(size), f"{prefix}/evidence/{way}", name=f"{name}_{size}")
