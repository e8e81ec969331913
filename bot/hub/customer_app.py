"""The customers' side: chat page, loader, demo shop, ``/ws/chat`` (protocol, section 2)."""

from __future__ import annotations

from sanic import HTTPResponse, Request, Websocket
from sanic.response import redirect

from bot.hub.assets import Assets
from bot.hub.base_app import App, add_static, new_app, run_room
from bot.hub.customer_evidence import add_evidence
from bot.hub.customer_rest import add_rest
from bot.hub.customer_room import SUBPROTOCOL, CustomerRoom
from bot.hub.demo import add_demo
from bot.hub.headers import page_headers
from bot.hub.limits import Limits
from bot.hub.services import Services


def customer_app(services: Services, *, limits: Limits, assets: Assets) -> App:
    """Build the app of the public port."""
    app = new_app("customer", services, limits)
    room = CustomerRoom(services, limits)
    # The desk's pages are none of the public's business.
    built = assets.without("desk/")
    add_static(app, built)
    _add_pages(app, built, room)
    _add_socket(app, room)
    add_evidence(app, room)
    add_rest(app, room)
    if services.settings.demo:
        add_demo(app, services)
    else:
        app.add_route(_to_chat, "/")
    return app


async def _to_chat(_request: Request) -> HTTPResponse:
    return redirect("/chat")


def _add_pages(app: App, built: Assets, room: CustomerRoom) -> None:
    @app.get("/chat")
    async def chat(request: Request) -> HTTPResponse:
        headers = page_headers(request, frame_ancestors=["'self'", *sorted(room.shops)])
        return built.answer(request, "chat/chat.html", headers)

    @app.get("/jiezhu.js")
    async def loader(request: Request) -> HTTPResponse:
        return built.answer(request, "jiezhu.js")


def _add_socket(app: App, room: CustomerRoom) -> None:
    async def chat_socket(request: Request, websocket: Websocket) -> None:
        await room.serve(request, websocket)

    app.add_websocket_route(chat_socket, "/ws/chat", subprotocols=[SUBPROTOCOL])
    run_room(app, room)
