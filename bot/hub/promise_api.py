"""The staff side's calls about promises: what is still to be done, and that it was done (protocol, section 3)."""

from __future__ import annotations

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from bot.care.promise import PromiseState
from bot.hub import origins
from bot.hub.base_app import App
from bot.hub.promise_board import PromiseBoard, shown
from bot.hub.request_body import read_object, text
from bot.hub.services import Services
from bot.hub.staff_door import StaffDoor
from bot.kernel.errors import BadInput

LONGEST_NOTE = 500
_UNCACHED = {"Cache-Control": "no-store"}


def add_promises(app: App, services: Services, door: StaffDoor, board: PromiseBoard) -> None:
    """Serve the book of promises."""
    book = services.promises

    @app.get("/api/promises")
    async def promises(request: Request) -> HTTPResponse:
        await door.asking(request)
        state = _state(request.args.get("state", PromiseState.OPEN.value))
        found = await (book.owed() if state is PromiseState.OPEN else book.ended(state))
        return json_response({"items": await shown(services, found)}, headers=_UNCACHED)

    @app.post("/api/promises/<promise:str>/keep")
    async def keep(request: Request, promise: str) -> HTTPResponse:
        origins.require_own_origin(request)
        agent = await door.asking(request)
        note = text(read_object(request), "note", longest=LONGEST_NOTE, default="")
        kept = await book.keep(promise, agent_id=agent.agent_id, name=agent.name, note=note)
        board.outdated()
        (item,) = await shown(services, [kept])
        return json_response({"promise": item}, headers=_UNCACHED)


def _state(name: str) -> PromiseState:
    try:
        return PromiseState(name)
    except ValueError:
        raise BadInput("state 只能是 open、kept 或 broken。", field="state") from None
