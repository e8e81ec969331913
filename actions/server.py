"""The action server's HTTP side: the SDK's executor and wire format behind a bearer token.

The SDK's own ``create_app`` is not used: it answers everybody with CORS ``*``, lists the actions, starts tracing, and
its error handler sends the whole request back, which is the conversation (rasa_sdk 3.21.1, ``endpoint.py``).
"""

from __future__ import annotations

import hmac
import json
import logging
import time
from types import SimpleNamespace
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import HTTPResponse, Request, Sanic
from sanic.config import Config
from sanic.exceptions import SanicException
from sanic.response import json as json_response
from sanic.response import raw

from actions.registry import executor
from actions.services import Services
from bot.kernel.errors import BadInput, JiezhuError, NotFound, NotSignedIn, ShopUnavailable
from bot.kernel.peers import may_read_metrics
from bot.kernel.trace import HEADER, tracing
from bot.runtime.metrics import CONTENT_TYPE, Metrics

log = logging.getLogger("jiezhu.actions")

App = Sanic[Config, SimpleNamespace]

MAX_BODY = 8 * 1024 * 1024
"""Bytes of one call: a tracker's window is a few hundred kilobytes at most."""


def create_app(
    services: Services,
    token: str,
    name: str = "jiezhu-actions",
    *,
    metrics: Metrics | None = None,
    metrics_token: str = "",
) -> App:
    """The application: ``POST /webhook`` for the engine, the pages that watch the process for everybody else.

    Args:
        token: the bearer token every call of ``/webhook`` must carry.
        name: unique in the process; Sanic keeps a registry.
        metrics_token: lets other machines read the figures; empty: this one alone can.
    """
    metrics = metrics or Metrics("actions")
    app: App = Sanic(name, configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 5.0
    app.config.ACCESS_LOG = False
    actions = executor(services)

    async def webhook(request: Request) -> HTTPResponse:
        _demand_token(request, token)
        call = _action_call(request)
        with tracing(request.headers.get(HEADER, ""), call.get("sender_id")):
            return await _measured(actions, call, metrics)

    async def show(request: Request) -> HTTPResponse:
        if not may_read_metrics(request.ip, request.headers, metrics_token):
            raise NotFound
        return raw(await metrics.exposition(), content_type=CONTENT_TYPE)

    app.add_route(webhook, "/webhook", methods=["POST"])
    app.add_route(show, "/metrics", methods=["GET"])
    _add_health(app, services)
    app.exception(Exception)(_on_error)
    return app


def _add_health(app: App, services: Services) -> None:
    app.ctx.draining = False

    async def alive(_: Request) -> HTTPResponse:
        return json_response({"ok": True})

    async def ready(_: Request) -> HTTPResponse:
        """503 only when stopping: without the shop the actions still answer, with the offer of a person."""
        shop = await _answers(services)
        status = 503 if app.ctx.draining else 200
        return json_response({"ok": shop and status == 200, "parts": {"shop": shop}}, status=status)

    async def drain(_: App) -> None:
        app.ctx.draining = True

    app.add_route(alive, "/health", methods=["GET"])
    app.add_route(ready, "/ready", methods=["GET"])
    app.before_server_stop(drain)


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


async def _measured(actions: ActionExecutor, call: dict[str, Any], metrics: Metrics) -> HTTPResponse:
    # The name is the caller's word until an action of ours has it.
    known = str(call["next_action"]) in actions.actions
    action, start, outcome = str(call["next_action"]) if known else "unknown", time.perf_counter(), "failed"
    try:
        answer = await _run(actions, call)
        outcome = "answered" if answer.status == 200 else "rejected"
        return answer
    finally:
        seconds = time.perf_counter() - start
        metrics.observe("jiezhu_action_seconds", seconds, action=action, outcome=outcome)
        log.info("action.done", extra={"fields": {"action": action, "outcome": outcome, "ms": round(seconds * 1000)}})


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
