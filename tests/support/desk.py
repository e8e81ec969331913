"""An agent at the desk, for tests: signs in, takes waiting customers, writes, resolves (protocol, section 3)."""

from __future__ import annotations

import json
import secrets
from types import TracebackType
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect


class Desk:
    """One signed-in member of staff. Use as an async context manager."""

    def __init__(self, url: str, username: str, password: str) -> None:
        """``url`` of the staff side."""
        self._http = httpx.AsyncClient(base_url=url, headers={"Origin": url}, timeout=10)
        self._url, self._username, self._password = url, username, password
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Desk:
        """Sign in and open the desk."""
        await self._post("/api/login", username=self._username, password=self._password)
        cookie = "; ".join(f"{name}={value}" for name, value in self._http.cookies.items())
        self._socket = await connect(
            f"{self._url.replace('http', 'ws', 1)}/ws/desk",
            origin=self._url,  # type: ignore[arg-type]
            subprotocols=["jiezhu-desk.v1"],  # type: ignore[list-item]
            additional_headers={"Cookie": cookie},
        )
        await self._socket.send(json.dumps({"t": "hello", "open": []}))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the desk."""
        if self._socket is not None:
            await self._socket.close()
        await self._http.aclose()

    async def look(self, conversation: str) -> dict[str, Any]:
        """Everything staff may read of a conversation: control, customer, brief, events."""
        answer = await self._http.get(f"/api/conversations/{conversation}")
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    async def claim(self, conversation: str) -> dict[str, Any]:
        """Take a waiting customer; the control record."""
        control = (await self.look(conversation))["control"]
        body = {"handoff_id": control["handoff_id"], "epoch": control["epoch"]}
        claimed: dict[str, Any] = (await self._post(f"/api/conversations/{conversation}/claim", **body))["control"]
        return claimed

    async def say(self, conversation: str, text: str) -> int:
        """Write to the customer; the message's ``seq``."""
        assert self._socket is not None
        control = (await self.look(conversation))["control"]
        client_id = f"a_{secrets.token_hex(8)}"
        frame = {"t": "send", "conversation": conversation, "client_id": client_id, "epoch": control["epoch"]}
        await self._socket.send(json.dumps({**frame, "kind": "text", "text": text}))
        async for raw in self._socket:
            answer = json.loads(raw)
            if answer.get("client_id") == client_id:
                assert answer["t"] == "ack", answer
                return int(answer["seq"])
        raise AssertionError("the desk was closed")

    async def resolve(self, conversation: str, *, result: str, note: str, next_: str) -> dict[str, Any]:
        """Settle the matter and hand back (``bot``) or close; the control record."""
        control = (await self.look(conversation))["control"]
        body = {"epoch": control["epoch"], "result": result, "note": note, "next": next_}
        resolved: dict[str, Any] = (await self._post(f"/api/conversations/{conversation}/resolve", **body))["control"]
        return resolved

    async def _post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self._http.post(path, json=body)
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json()
        return said
