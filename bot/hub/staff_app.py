"""The staff's side: sign-in, desk page, calls, ``/ws/desk`` (protocol, section 3)."""

from __future__ import annotations

from sanic import HTTPResponse, Request, Websocket
from sanic.response import redirect

from bot.hub.assets import Assets
from bot.hub.base_app import App, add_static, new_app, run_room
from bot.hub.desk_room import SUBPROTOCOL, DeskRoom
from bot.hub.handoff_api import add_handoff
from bot.hub.headers import page_headers
from bot.hub.limits import Limits
from bot.hub.observe import add_metrics
from bot.hub.promise_api import add_promises
from bot.hub.reply_api import add_replies
from bot.hub.services import Services
from bot.hub.staff_api import add_conversations, add_evidence, add_sign_in
from bot.hub.staff_door import StaffDoor
from bot.hub.team_api import add_team


def staff_app(services: Services, *, limits: Limits, assets: Assets) -> App:
    """Build the app of the staff port."""
    app = new_app("staff", services, limits)
    door = StaffDoor(services)
    room = DeskRoom(services, door, limits)
    add_metrics(app, services)
    add_static(app, assets)
    add_sign_in(app, services, door, room.sockets)
    add_conversations(app, services, door)
    add_handoff(app, services, door)
    add_team(app, services, door)
    add_promises(app, services, door, room.promises)
    add_replies(app, services, door)
    add_evidence(app, services, door)

    async def to_desk(_request: Request) -> HTTPResponse:
        return redirect("/desk")

    async def desk(request: Request) -> HTTPResponse:
        return assets.answer(request, "desk/desk.html", page_headers(request, frame_ancestors=[]))

    async def desk_socket(request: Request, websocket: Websocket) -> None:
        await room.serve(request, websocket)

    app.add_route(to_desk, "/", name="root")
    app.add_route(desk, "/desk", name="desk")
    app.add_websocket_route(desk_socket, "/ws/desk", subprotocols=[SUBPROTOCOL])
    run_room(app, room)
    return app
