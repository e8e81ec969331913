"""The dialogue engine over its internal HTTP API (protocol, section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from bot.handoff.ports import BotMessage, TurnAnswer, TurnRequest
from bot.kernel import trace
from bot.kernel.errors import EngineUnavailable
from bot.kernel.text import for_engine

HEALTH_S = 1.0
"""A look at its health takes an engine a millisecond: one that needs longer is not well."""

_NOT_NOW = frozenset({"draining", "store_unavailable"})
"""What an engine answers that is stopping, or does not reach the store: another one may do better."""


class EngineGone(EngineUnavailable):
    """Raised when this engine cannot be asked, or died or hung over the question; another one may answer it."""

    code = "engine_gone"


class HttpEngine:
    """The port :class:`bot.handoff.ports.Engine`: one engine, one connection pool.

    Whatever is not a good answer in time is EngineUnavailable: a refused connection, a time-out, a status other
    than 200, a body of another shape.
    """

    def __init__(self, url: str, token: str, timeout_s: float) -> None:
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(timeout_s, connect=1.0),
            limits=httpx.Limits(max_connections=64, keepalive_expiry=30),
        )

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def turn(self, request: TurnRequest) -> TurnAnswer:
        """See the port. A repeated ``turn_id`` gives the answer the engine kept for it."""
        turn = request.turn
        body = {
            "conversation": request.conversation,
            "turn_id": turn.turn_id,
            "epoch": request.epoch,
            "text": None if turn.payload else for_engine(turn.text),
            "parts": [for_engine(part) for part in turn.parts],
            "choice": {"payload": turn.payload, "title": turn.title} if turn.payload else None,
            "context": request.context,
            "empathy": turn.empathy or None,
        }
        answer = await self._post("/v1/turn", body)
        try:
            messages = [
                BotMessage(one["kind"], one.get("text") or "", one.get("data") or {}) for one in answer["messages"]
            ]
            return TurnAnswer(messages, answer.get("parse") or {})
        except (KeyError, TypeError, AttributeError) as error:
            raise EngineUnavailable() from error

    async def append(self, conversation: str, outcome: Mapping[str, Any]) -> None:
        """See the port."""
        await self._post("/v1/append", {"conversation": conversation, "outcome": dict(outcome)})

    async def health(self) -> bool:
        """Whether the engine says it is ready."""
        try:
            answer = await self._client.get("/ready", timeout=HEALTH_S)
            return bool(answer.status_code == 200 and answer.json().get("ok"))
        except (httpx.HTTPError, ValueError):
            return False

    async def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        try:
            answer = await self._client.post(path, json=body, headers=trace.headers())
            content = answer.json()
        except (httpx.NetworkError, httpx.RemoteProtocolError, httpx.ConnectTimeout) as error:
            raise EngineGone() from error
        except (httpx.HTTPError, ValueError) as error:
            raise EngineUnavailable() from error
        if not isinstance(content, dict):
            raise EngineUnavailable()
        if answer.status_code != 200:
            raise EngineGone() if content.get("code") in _NOT_NOW else EngineUnavailable()
        return content
