"""The action server's HTTP side: the SDK's executor and wire format behind a bearer token.

The SDK's own ``create_app`` is not used: it answers everybody with CORS ``*``, lists the actions, starts tracing, and
its error handler sends the whole request back, which is the conversation (rasa_sdk 3.21.1, ``endpoint.py``).
"""

from __future__ import annotations

import hmac
import json
import logging
from types import SimpleNamespace
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import HTTPResponse, Request, Sanic
from sanic.config import Config
from sanic.exceptions import SanicException
from sanic.response import json as json_response

from actions.registry import executor
from actions.services import Services
from bot.kernel.errors import BadInput, JiezhuError, NotFound, NotSignedIn, ShopUnavailable

log = logging.getLogger("jiezhu.actions")

App = Sanic[Config, SimpleNamespace]

MAX_BODY = 8 * 1024 * 1024
"""Bytes of one call: a tracker's window is a few hundred kilobytes at most."""


def create_app(services: Services, token: str, name: str = "jiezhu-actions") -> App:
    """The application: ``POST /webhook`` for the engine, ``GET /health`` for the supervisor.

    Args:
        token: the bearer token every call of ``/webhook`` must carry.
        name: unique in the process; Sanic keeps a registry.
    """
    app: App = Sanic(name, configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 5.0
    app.config.ACCESS_LOG = False
    actions = executor(services)

    async def webhook(request: Request) -> HTTPResponse:
        _demand_token(request, token)
        return await _run(actions, _action_call(request))

    async def health(_: Request) -> HTTPResponse:
        shop = await _answers(services)
        return json_response({"ok": shop, "parts": {"shop": shop}})

    app.add_route(webhook, "/webhook", methods=["POST"])
    app.add_route(health, "/health", methods=["GET"])
    app.exception(Exception)(_on_error)
    return app


def _demand_token(request: Request, token: str) -> None:
    given = request.headers.get("authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise NotSignedIn


def _action_call(request: Request) -> dict[str, Any]:
    try:
        call = json.loads(request.body)
    except ValueError as error:
        raise BadInput from error
    if not isinstance(call, dict) or not call.get("next_action") or not isinstance(call.get("tracker"), dict):
        raise BadInput
    # No action of ours reads the domain; without one, the executor would ask the engine to send it.
    return {**call, "domain": call.get("domain") or {}}


async def _run(actions: ActionExecutor, call: dict[str, Any]) -> HTTPResponse:
    try:
        result = await actions.run(call)
    except ActionNotFoundException as error:
        raise NotFound(action=str(call["next_action"])) from error
    except ActionExecutionRejection as error:
        # The one answer with status 400: the engine reads these two fields and tries another action.
        return json_response({"error": "rejected", "action_name": error.action_name}, status=400)
    return json_response(result.model_dump() if result else {"events": [], "responses": []})


async def _answers(services: Services) -> bool:
    try:
        await services.shop.ping()
    except ShopUnavailable:
        return False
    return True


async def _on_error(request: Request, error: Exception) -> HTTPResponse:
    """Any error as ``{code, message, data}``, with nothing of the request in it."""
    if isinstance(error, JiezhuError):
        # 422 for what is malformed: the engine takes 400 for an action that declines to run.
        status = 422 if isinstance(error, BadInput) else error.http_status
        return json_response(error.as_dict(), status=status)
    status = error.status_code if isinstance(error, SanicException) else 500
    if status >= 500:
        log.error("server.failed path=%s error=%s", request.path, type(error).__name__)
    return json_response(JiezhuError().as_dict(), status=422 if status == 400 else status)
