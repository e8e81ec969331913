"""The staff side's calls: sign in and out, the queue, a conversation, its pictures (protocol, section 3)."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import asdict
from typing import Any

from sanic import HTTPResponse, Request

from bot.handoff.desk_views import concerns
from bot.handoff.evidence import Size
from bot.handoff.people import Agent
from bot.hub import origins
from bot.hub.base_app import App
from bot.hub.evidence_answer import WAYS, as_answer
from bot.hub.frames import number
from bot.hub.request_body import read_object, text
from bot.hub.services import Services
from bot.hub.sockets import Sockets
from bot.hub.staff_answer import answer, named
from bot.hub.staff_door import StaffDoor, card, session_of
from bot.kernel.errors import NotAllowed, NotSignedIn

NOT_LET_IN = 4401

VISIT_MS = 60_000
"""How long somebody counts as at work after such a call; an open desk renews its own lease."""


def add_sign_in(app: App, services: Services, door: StaffDoor, sockets: Sockets) -> None:
    """Serve signing in and out."""

    @app.post("/api/login")
    async def login(request: Request) -> HTTPResponse:
        origins.require_own_origin(request)
        body = read_object(request)
        username, password = text(body, "username", longest=64), text(body, "password", longest=128)
        session, agent = await door.sign_in(username, password, request.client_ip or "")
        await _comes(services, agent)
        response = answer({"agent": card(agent)})
        door.remember(response, session)
        return response

    @app.post("/api/logout")
    async def logout(request: Request) -> HTTPResponse:
        origins.require_own_origin(request)
        session = session_of(request)
        await _going(services, door, session)
        await door.sign_out(session)
        for link in sockets.of(session):
            await link.close(NOT_LET_IN, "signed out")
        response = answer({})
        door.forget(response)
        return response

    @app.get("/api/me")
    async def me(request: Request) -> HTTPResponse:
        return answer({"agent": card(await door.asking(request))})


def add_conversations(app: App, services: Services, door: StaffDoor) -> None:
    """Serve the queue and what is done with a conversation."""
    talk = services.conversations

    @app.get("/api/queue")
    async def queue(request: Request) -> HTTPResponse:
        agent = await door.asking(request)
        await _comes(services, agent)
        return answer({"items": [item for item in await talk.queue() if concerns(item, agent)]})

    @app.get("/api/results")
    async def results(request: Request) -> HTTPResponse:
        await door.asking(request)
        return answer({"results": [asdict(result) for result in talk.results]})

    @app.get("/api/intents")
    async def intents(request: Request) -> HTTPResponse:
        await door.asking(request)
        return answer({"intents": [{"intent": intent, "title": title} for intent, title in talk.intents.items()]})

    @app.get("/api/conversations/<conversation:str>")
    async def conversation(request: Request, conversation: str) -> HTTPResponse:
        await _see(services, await door.asking(request), conversation)
        events: list[dict[str, Any]] = []
        while page := await talk.events(conversation, since=events[-1]["seq"] if events else 0, audience="staff"):
            events += page
        return answer(
            {
                "control": await talk.staff_control(conversation),
                "customer": (await talk.profile(conversation)).as_dict(),
                "brief": await talk.brief(conversation),
                "events": events,
            }
        )

    @app.post("/api/conversations/<conversation:str>/label")
    async def label(request: Request, conversation: str) -> HTTPResponse:
        origins.require_own_origin(request)
        agent = await door.asking(request)
        await _see(services, agent, conversation)
        body = read_object(request)
        seq, intent = number(body, "seq"), text(body, "intent", longest=80)
        return answer({"label": await talk.label(conversation, agent=agent, seq=seq, intent=intent)})


def add_evidence(app: App, services: Services, door: StaffDoor) -> None:
    """Serve the customers' pictures to whoever may see their conversation."""

    def seeing(size: Size) -> Callable[[Request, str, str], Coroutine[Any, Any, HTTPResponse]]:
        async def see(request: Request, conversation: str, evidence: str) -> HTTPResponse:
            await _see(services, await door.asking(request), conversation)
            body = await services.conversations.evidence(conversation, evidence, size)
            return as_answer(request, body, evidence, size)

        return see

    for way, size in WAYS.items():
        app.add_route(seeing(size), f"/api/conversations/<conversation:str>/evidence/{way}", name=f"evidence_{size}")


async def _comes(services: Services, agent: Agent) -> None:
    """Whoever signs in, or asks who waits, is at work for a while, also without a desk that stays open."""
    await services.conversations.here(agent, VISIT_MS)
    services.conversations.dispatch.soon()


async def _going(services: Services, door: StaffDoor, session: str) -> None:
    """Whoever signs out leaves nobody waiting for them, unless another browser of theirs is still signed in."""
    try:
        agent = await door.agent(session)
    except NotSignedIn:
        return
    await services.conversations.gone(agent)


async def _see(services: Services, agent: Agent, conversation: str) -> None:
    named(conversation)
    if not await services.conversations.may_see(conversation, agent):
        raise NotAllowed("这个会话现在不由您接待，无法查看。")
