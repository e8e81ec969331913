"""The customers' side over plain HTTP, for servers and apps that cannot hold a socket (docs/customer-api.yaml).

The same requests, limits and errors as on the socket; the version is in the path.
"""

from __future__ import annotations

from typing import Any, cast

from sanic import HTTPResponse, Request
from sanic.http import Http
from sanic.response import BaseHTTPResponse, empty
from sanic.response import json as json_response

from bot.hub import frames, origins
from bot.hub.base_app import App
from bot.hub.bucket import SharedBuckets
from bot.hub.customer_door import Visit, bearer_of, let_in, resume
from bot.hub.customer_poll import LONGEST_WAIT_S, Polls
from bot.hub.customer_requests import CustomerRequests
from bot.hub.customer_room import CustomerRoom
from bot.hub.evidence_answer import WAYS
from bot.hub.request_body import read_object
from bot.kernel.errors import BadInput, NotAllowed, TooMuch

VERSION = "/v1"
PATHS = ("session", "events", "messages", "human", "leave_queue", "read", "evidence")
CORS = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}


class CustomerRest:
    """Carries the calls out."""

    def __init__(self, room: CustomerRoom) -> None:
        self.polls = Polls(room)
        self._room = room
        limits, services = room.limits, room.services
        self._calls = SharedBuckets(services.ledger, "calls", limits.frames, limits.frames_per_s, services.clock)

    async def session(self, request: Request) -> dict[str, Any]:
        """Begin or resume a session: what ``hello`` is on the socket."""
        self.check_origin(request)
        await self._room.check_arrival(request)
        visit = await let_in(self._room.services, read_object(request))
        return await CustomerRequests(self._room, visit).welcome()

    async def events(self, request: Request) -> dict[str, Any]:
        """What is new."""
        visit = await self._visit(request)
        since, wait_s = _number(request, "since"), _number(request, "wait_s")
        known = request.args.get("control_tag") or ""
        return await self.polls.news(visit.conversation, since=since, known=known, wait_s=min(wait_s, LONGEST_WAIT_S))

    async def request(self, request: Request, kind: str) -> dict[str, Any]:
        """A message, or one of the two fixed buttons."""
        visit = await self._visit(request)
        done = await CustomerRequests(self._room, visit).do(kind, read_object(request))
        return {"seq": done.seq, "duplicate": done.duplicate}

    async def read(self, request: Request) -> dict[str, Any]:
        """How far the customer has read."""
        await CustomerRequests(self._room, await self._visit(request)).read(read_object(request))
        return {}

    def check_origin(self, request: Request) -> None:
        """See that the call does not come from a page that may not chat.

        Raises:
            NotAllowed: it does.
        """
        if not origins.may_chat(request, self._room.shops):
            raise NotAllowed("这个网页不能使用在线客服。")

    def cors(self, request: Request) -> dict[str, str]:
        """Headers that let a page of the shop's read an answer; none for any other page."""
        origin = request.headers.getone("origin", "")
        if not origin or not origins.may_chat(request, self._room.shops):
            return {"Vary": "Origin"}
        return {"Vary": "Origin", "Access-Control-Allow-Origin": origin} | CORS

    async def _visit(self, request: Request) -> Visit:
        self.check_origin(request)
        visit = await resume(self._room.services, bearer_of(request))
        if not await self._calls.may(visit.conversation):
            raise TooMuch()
        return visit


def add_rest(app: App, room: CustomerRoom) -> None:
    """Serve the calls below ``/v1/``."""
    rest = CustomerRest(room)
    app.ctx.polls = rest.polls

    @app.post(f"{VERSION}/session")
    async def session(request: Request) -> HTTPResponse:
        return _answer(await rest.session(request))

    @app.get(f"{VERSION}/events")
    async def events(request: Request) -> HTTPResponse:
        return _answer(await rest.events(request))

    @app.post(f"{VERSION}/messages")
    async def messages(request: Request) -> HTTPResponse:
        return _answer(await rest.request(request, "send"))

    @app.post(f"{VERSION}/human")
    async def human(request: Request) -> HTTPResponse:
        return _answer(await rest.request(request, "human"))

    @app.post(f"{VERSION}/leave_queue")
    async def leave_queue(request: Request) -> HTTPResponse:
        return _answer(await rest.request(request, "leave_queue"))

    @app.post(f"{VERSION}/read")
    async def read(request: Request) -> HTTPResponse:
        return _answer(await rest.read(request))

    async def preflight(request: Request, **_names: str) -> HTTPResponse:
        rest.check_origin(request)
        return empty()

    # By name: a router finds the path first, so one route for all paths would never be asked.
    for place, path in enumerate([*PATHS, *(f"evidence/{way}" for way in WAYS)]):
        app.add_route(preflight, f"{VERSION}/{path}", methods=["OPTIONS"], name=f"v1_preflight_{place}")

    async def let_pages_read(request: Request, response: BaseHTTPResponse) -> None:
        # Of errors too: a page that cannot read why cannot say why.
        if request.path.startswith(f"{VERSION}/"):
            response.headers.update(rest.cors(request))
            if rest.polls.stopping and request.stream is not None:
                # Or the line would stay open for the caller's next request, which is for another hub.
                cast(Http, request.stream).keep_alive = False

    app.register_middleware(let_pages_read, "response")

    @app.before_server_stop
    async def let_go(_app: App) -> None:
        rest.polls.stop()


def _answer(body: dict[str, Any]) -> HTTPResponse:
    return json_response(body, headers={"Cache-Control": "no-store"})


def _number(request: Request, field: str) -> int:
    value = request.args.get(field) or "0"
    if not value.isascii() or not value.isdigit() or len(value) > 16:
        raise BadInput(f"参数 {field} 应当是一个整数。", field=field)
    return frames.number({field: int(value)}, field)
