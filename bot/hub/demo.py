"""The demo shop: a page with the widget on it, and the part of a shop's server that signs its customers in.

Only with ``JIEZHU_DEMO``: whoever reaches this may be any demo customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from bot.handoff.people import CustomerProfile
from bot.hub import origins
from bot.hub.assets import Assets
from bot.hub.base_app import App
from bot.hub.headers import page_headers
from bot.hub.request_body import read_object
from bot.hub.services import Services
from bot.kernel.errors import NotFound

PAGES = Path(__file__).parent / "pages"
NO_STORE = {"Cache-Control": "no-store"}


def add_demo(app: App, services: Services) -> None:
    """Serve the demo shop page and its two calls."""
    pages = Assets.load(PAGES)

    async def shop(request: Request) -> HTTPResponse:
        return pages.answer(request, "demo_shop.html", page_headers(request, frame_ancestors=[]))

    async def part(request: Request, name: str) -> HTTPResponse:
        return pages.answer(request, name)

    async def customers(_request: Request) -> HTTPResponse:
        known = await services.demo_shop.demo_customers()
        shown = [
            {"id": profile.customer_id, "name": profile.name, "level": profile.level, "story": story}
            for profile, story in known
        ]
        return json_response({"customers": shown}, headers=NO_STORE)

    async def token(request: Request) -> HTTPResponse:
        # A browser names the page it comes from; the terminal chat names none.
        if "origin" in request.headers:
            origins.require_own_origin(request)
        asked = read_object(request).get("customer") if request.body else None
        profile = _chosen(asked, await services.demo_shop.demo_customers())
        signed = services.customer_tokens.sign(profile) if profile else None
        return json_response({"token": signed}, headers=NO_STORE)

    app.add_route(shop, "/", name="demo_shop")
    app.add_route(part, "/demo/page/<name:str>", name="demo_part")
    app.add_route(customers, "/demo/customers", name="demo_customers")
    app.add_route(token, "/demo/token", methods=["POST"], name="demo_token")


def _chosen(asked: object, known: Sequence[tuple[CustomerProfile, str]]) -> CustomerProfile | None:
    """Who the page wants to be. Nothing said: the first. An empty name: nobody, who gets no token."""
    if asked == "":
        return None
    for profile, _story in known:
        if asked is None or profile.customer_id == asked:
            return profile
    raise NotFound("演示店铺里没有这位顾客。")
