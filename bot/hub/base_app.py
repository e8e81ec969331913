"""What both audiences' apps have in common: limits, errors, health, built files, and how they start and stop."""

from __future__ import annotations

import secrets
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.config import Config
from sanic.response import BaseHTTPResponse

from bot.hub.assets import Assets
from bot.hub.failures import handle_failures
from bot.hub.headers import ALWAYS
from bot.hub.health import add_health
from bot.hub.limits import Limits
from bot.hub.room import Room
from bot.hub.services import Services
from bot.runtime.settings import ROOT

STATIC = ROOT / "bot" / "web" / "static"
"""The built pages, committed; ``make web`` makes them anew."""

App = Sanic[Config, SimpleNamespace]


def new_app(audience: str, services: Services, limits: Limits) -> App:
    """An empty app with our limits, errors and health pages."""
    # Sanic keeps a register of names; a process may hold several hubs (tests do), so each gets its own.
    app: App = Sanic(f"jiezhu-{audience}-{secrets.token_hex(4)}", configure_logging=False)
    app.config.update(
        {
            "ACCESS_LOG": False,
            "PROXIES_COUNT": services.settings.proxies or None,
            "MOTD": False,
            "TOUCHUP": False,
            "FALLBACK_ERROR_FORMAT": "json",
            "REQUEST_MAX_SIZE": limits.body_bytes,
            "WEBSOCKET_MAX_SIZE": limits.frame_bytes,
            "GRACEFUL_SHUTDOWN_TIMEOUT": limits.drain_s,
        }
    )
    handle_failures(app)
    add_health(app, services)
    app.register_middleware(_add_headers, "response")
    return app


async def _add_headers(_request: Any, response: BaseHTTPResponse) -> None:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)


def add_static(app: App, assets: Assets) -> None:
    """Serve built files below ``/static/``."""

    @app.get("/static/<name:path>")
    async def static(request: Request, name: str) -> HTTPResponse:
        return assets.answer(request, name)


def load_static(folder: Path = STATIC) -> Assets:
    """The built pages."""
    return Assets.load(folder)


def run_room(app: App, room: Room) -> None:
    """Keep a room at work while the app serves."""

    @app.before_server_start
    async def begin(_app: App) -> None:
        room.start()

    @app.before_server_stop
    async def finish(_app: App) -> None:
        await room.stop()
