"""``GET /health``: the process answers. ``GET /ready``: it can do its work, part by part."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import json as json_response

from bot.hub.services import Check, Services
from bot.kernel.clock import Clock
from bot.kernel.errors import JiezhuError
from bot.runtime.logs import get_logger

log = get_logger("hub")

ESSENTIAL = frozenset({"store", "sql"})
"""Parts without which the hub is not ready. Without the others it still takes messages and calls a person."""

WITHIN_S = 2.0
FRESH_MS = 1_000
NO_STORE = {"Cache-Control": "no-store"}


class Health:
    """Looks at all parts at once, at most once a second however often it is asked."""

    def __init__(self, checks: Mapping[str, Check], clock: Clock) -> None:
        self._checks = checks
        self._clock = clock
        self._lock = asyncio.Lock()
        self._looked_at = 0
        self._parts: dict[str, str] = {}
        self._draining = False

    def drain(self) -> None:
        """The process is about to stop: it is not ready any more, so that nobody new is sent to it."""
        self._draining = True

    @property
    def draining(self) -> bool:
        """Whether the process is about to stop."""
        return self._draining

    async def look(self) -> dict[str, str]:
        """Each part by name: ``ok``, or in Chinese what is wrong."""
        async with self._lock:
            if self._clock.now_ms() - self._looked_at >= FRESH_MS:
                names = list(self._checks)
                said = await asyncio.gather(*(_ask(name, self._checks[name]) for name in names))
                self._parts = dict(zip(names, said, strict=True))
                self._looked_at = self._clock.now_ms()
            return self._parts


async def _ask(name: str, check: Check) -> str:
    try:
        async with asyncio.timeout(WITHIN_S):
            await check()
    except TimeoutError:
        return f"{WITHIN_S:.0f}秒内没有回应"
    except JiezhuError as error:
        return error.message
    except Exception as error:  # a check must never take the page down with it
        log.error("health.check_failed", checked=name, exc_info=error)
        return "检查时出错"
    return "ok"


def add_health(app: Sanic[Any, Any], services: Services) -> Health:
    """Serve both pages.

    ``/health`` asks nobody: a process is not to be restarted because the store is away. ``/ready`` is 503 when an
    essential part is not well, and from the moment the process is told to stop, so that a probe needs no JSON.
    """
    health = Health(services.checks, services.clock)

    @app.get("/health")
    async def alive(_request: Request) -> HTTPResponse:
        return json_response({"ok": True}, headers=NO_STORE)

    @app.get("/ready")
    async def ready(_request: Request) -> HTTPResponse:
        # Not looked at while stopping: the parts may be gone already, and the answer is no whatever they say.
        parts = {} if health.draining else await health.look()
        ok = not health.draining and all(said == "ok" for name, said in parts.items() if name in ESSENTIAL)
        status = 200 if ok else 503
        return json_response({"ok": ok, "parts": parts}, status=status, headers=NO_STORE)

    app.ctx.health = health
    return health
