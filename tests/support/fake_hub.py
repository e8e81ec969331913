"""A hub for tests of its clients: the customers' socket of the protocol, answering what the test says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

Frame = Mapping[str, Any]


def spoken(kind: str, text: str, *, actor: str = "bot", **data: Any) -> dict[str, Any]:
    """An event without its ``seq``, which the hub gives."""
    return {"kind": kind, "text": text, "actor": {"kind": actor, "name": "小接"}, "data": data, "visibility": "all"}


class FakeHub:
    """Answers each customer line from a table.

    Attributes:
        answers: text (or choice id, or ``human``/``leave_queue``) to what follows: events, other frames, or seconds of
            silence.
        history: events the customer's conversation already has.
        refusals: texts that get a ``nack`` with this sentence.
        received: every frame that came in.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Sequence[Frame | float]] = {}
        self.history: list[dict[str, Any]] = []
        self.refusals: dict[str, str] = {}
        self.received: list[dict[str, Any]] = []
        self.control: dict[str, Any] = {"state": "bot"}
        self.close_code: int | None = None
        self.origin = ""
        self.port = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"ws://127.0.0.1:{self.port}/ws/chat"

    async def serve_one(self, socket: ServerConnection) -> None:
        """One customer, from hello to the end."""
        assert socket.request is not None
        self.origin = socket.request.headers["Origin"]
        self.received.append(json.loads(await socket.recv()))
        if self.close_code is not None:
            await socket.close(self.close_code)
            return
        welcome = {"t": "welcome", "conversation": "c_1", "session": "s", "last_seq": len(self.history)}
        await self.send(socket, welcome | {"control": self.control, "now": 0, "customer": {}})
        for event in self.history:
            await self.send(socket, {"t": "event", "event": event})
        async for raw in socket:
            frame = json.loads(raw)
            self.received.append(frame)
            if "client_id" not in frame:
                continue
            await self.answer(socket, frame)

    async def answer(self, socket: ServerConnection, frame: Frame) -> None:
        """Take a message, and say what the table has for it."""
        said = frame.get("text") or frame.get("choice_id") or frame["t"]
        if said in self.refusals:
            nack = {"t": "nack", "client_id": frame["client_id"], "code": "too_much", "message": self.refusals[said]}
            await self.send(socket, nack)
            return
        mine = self.append(spoken("text", said, actor="customer"))
        # The event overtakes its own acknowledgement now and then; clients must not mind. The fixed buttons become
        # a staff event, which a customer never sees.
        if frame["t"] == "send":
            await self.send(socket, {"t": "event", "event": mine})
        await self.send(socket, {"t": "ack", "client_id": frame["client_id"], "seq": mine["seq"]})
        for item in self.answers.get(said, ()):
            if isinstance(item, float):
                await asyncio.sleep(item)
            elif "t" in item:
                await self.send(socket, item)
            else:
                await self.send(socket, {"t": "event", "event": self.append(item)})

    def append(self, event: Frame) -> dict[str, Any]:
        """Give an event its place in the log."""
        numbered = {**event, "seq": len(self.history) + 1}
        self.history.append(numbered)
        return numbered

    @staticmethod
    async def send(socket: ServerConnection, frame: Frame) -> None:
        """One frame out."""
        await socket.send(json.dumps(frame, ensure_ascii=False))


@asynccontextmanager
async def running(hub: FakeHub) -> AsyncIterator[FakeHub]:
    """The hub on a free port."""
    async with serve(hub.serve_one, "127.0.0.1", 0, subprotocols=["jiezhu.v1"]) as server:  # type: ignore[list-item]
        hub.port = next(iter(server.sockets)).getsockname()[1]
        yield hub
