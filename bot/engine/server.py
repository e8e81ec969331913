"""The engine's HTTP side (protocol, section 4): loopback, bearer token, JSON, no access log, no echo of bodies."""

from __future__ import annotations

import hmac
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import rasa
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import json as json_response
from sanic.response import raw

from bot.engine.empathy import LEVELS
from bot.engine.metrics import CONTENT_TYPE, EngineMetrics
from bot.engine.turns import Turn, Turns
from bot.kernel.errors import BadInput, JiezhuError, NotFound, NotSignedIn, StoreUnavailable
from bot.kernel.peers import may_read_metrics
from bot.kernel.trace import HEADER, tracing

_LOG = logging.getLogger(__name__)
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_MAX_BODY = 256 * 1024
_MAX_CONTEXT = 8 * 1024
_DRAIN_S = 8.0
_RESPONSE_S = 60.0
_OPEN = frozenset({"/health", "/ready", "/metrics"})
_KEEP_ALIVE_S = 60.0  # longer than the hub keeps an idle connection, so it is never closed under a request


@dataclass(frozen=True)
class Parts:
    """What a running engine is made of; ``ping`` raises when the store does not answer.

    ``metrics_token``: lets other machines read the figures; empty: this one alone can.
    """

    turns: Turns
    token: str
    model: str
    ping: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    metrics: EngineMetrics = field(default_factory=EngineMetrics)
    metrics_token: str = ""


def build(parts: Parts) -> Sanic:
    """The application."""
    app = Sanic("jiezhu-engine", configure_logging=False)
    app.config.update(
        ACCESS_LOG=False,
        MOTD=False,
        REQUEST_MAX_SIZE=_MAX_BODY,
        RESPONSE_TIMEOUT=_RESPONSE_S,
        KEEP_ALIVE_TIMEOUT=_KEEP_ALIVE_S,
        GRACEFUL_SHUTDOWN_TIMEOUT=_DRAIN_S,
    )
    app.ctx.parts = parts
    app.register_middleware(_authorise, "request")
    app.error_handler.add(Exception, _error)
    app.register_listener(_stop, "before_server_stop")
    parts.metrics.model_loaded(parts.model)
    app.add_route(_health, "/health", methods=["GET"])
    app.add_route(_ready, "/ready", methods=["GET"])
    app.add_route(_metrics, "/metrics", methods=["GET"])
    for path, handler in (("turn", _turn), ("append", _append), ("reset", _reset), ("parse", _parse)):
        app.add_route(handler, f"/v1/{path}", methods=["POST"], name=path)
    return app


async def _turn(request: Request) -> HTTPResponse:
    turn = _read_turn(_body(request))
    # The turn's own task starts in here and goes on carrying the names when the caller is gone.
    with tracing(request.headers.get(HEADER, turn.turn_id), turn.conversation):
        return json_response(await _parts(request).turns.take(turn))


async def _append(request: Request) -> HTTPResponse:
    body = _body(request)
    outcome = body.get("outcome")
    if not isinstance(outcome, dict):
        raise BadInput("append 需要 outcome。")
    await _parts(request).turns.append(_id(body, "conversation"), outcome)
    return json_response({"ok": True})


async def _reset(request: Request) -> HTTPResponse:
    await _parts(request).turns.reset(_id(_body(request), "conversation"))
    return json_response({"ok": True})


async def _parse(request: Request) -> HTTPResponse:
    return json_response({"parse": await _parts(request).turns.parse(_text(_body(request), "text"))})


async def _health(request: Request) -> HTTPResponse:
    """The process answers; nobody else is asked."""
    return json_response({"ok": True, "model": _parts(request).model, "rasa": rasa.__version__})


async def _ready(request: Request) -> HTTPResponse:
    """It can take a turn: its store answers and it is not stopping."""
    parts = _parts(request)
    try:
        await parts.ping()
        store = True
    except StoreUnavailable:
        store = False
    ready = store and not parts.turns.draining
    body = {"ok": ready, "model": parts.model, "rasa": rasa.__version__, "ready": ready, "parts": {"store": store}}
    return json_response(body, status=200 if ready else 503)


async def _metrics(request: Request) -> HTTPResponse:
    parts = _parts(request)
    if not may_read_metrics(request.ip, request.headers, parts.metrics_token):
        raise NotFound()
    return raw(parts.metrics.exposition(), content_type=CONTENT_TYPE)


def _read_turn(body: dict[str, Any]) -> Turn:
    choice, empathy, context = body.get("choice"), body.get("empathy"), body.get("context") or ""
    if (choice is None) == (body.get("text") is None):
        raise BadInput("turn 需要 text 或 choice，二选一。")
    if empathy is not None and empathy not in LEVELS:
        raise BadInput("empathy 只能是 worried、dissatisfied 或空。")
    if not isinstance(context, str) or len(context) > _MAX_CONTEXT:
        raise BadInput("context 的格式不对。")
    parts = body.get("parts") or []
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise BadInput("parts 应该是几句文字。")
    if choice is not None and not isinstance(choice, dict):
        raise BadInput("choice 的格式不对。")
    return Turn(
        conversation=_id(body, "conversation"),
        turn_id=_id(body, "turn_id"),
        text=_text(body, "text") if choice is None else _text(choice, "title"),
        payload=None if choice is None else _text(choice, "payload"),
        context=context,
        empathy=empathy,
        parts=tuple(parts) if choice is None else (),
    )


def _body(request: Request) -> dict[str, Any]:
    try:
        body = request.json
    except SanicException as error:
        raise BadInput("请求不是 JSON。") from error
    if not isinstance(body, dict):
        raise BadInput("请求应该是一个 JSON 对象。")
    return body


def _id(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise BadInput(f"{name} 的格式不对。")
    return value


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise BadInput(f"{name} 应该是文字。")
    return value


def _parts(request: Request) -> Parts:
    parts: Parts = request.app.ctx.parts
    return parts


async def _authorise(request: Request) -> None:
    """Everything else needs the token; these say nothing a caller on this machine may not know."""
    if request.path in _OPEN:
        return
    given = request.headers.get("authorization", "").encode("utf-8", "surrogateescape")
    if not hmac.compare_digest(given, f"Bearer {_parts(request).token}".encode()):
        raise NotSignedIn("引擎的访问令牌不对。")


async def _error(_request: Request, error: Exception) -> HTTPResponse:
    if isinstance(error, JiezhuError):
        shown = error
    elif isinstance(error, SanicException) and error.status_code < 500:
        shown = NotFound() if error.status_code == 404 else BadInput()
        return json_response(shown.as_dict(), status=error.status_code)
    else:
        _LOG.error("request_failed", exc_info=error)
        shown = JiezhuError()
    return json_response(shown.as_dict(), status=shown.http_status)


async def _stop(app: Sanic, _loop: Any) -> None:
    parts: Parts = app.ctx.parts
    unfinished = await parts.turns.drain(_DRAIN_S)
    if unfinished:
        _LOG.error("stopped_with_turns_running", extra={"turns": unfinished})
    await parts.close()
