"""A simulated customer on the real socket: types, asks for a person, comes back after every break, notes everything.

A client of its own, not the product's: it must note what the product's client would hide, such as an event shown
twice.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from bot.runtime.bench.trouble import NotServed
from bot.runtime.bench.wire import Wire, dial
from bot.runtime.drill import lines, testimony
from bot.runtime.drill.place import Habits, Place
from bot.runtime.drill.testimony import Said, Shown

SUBPROTOCOL = "jiezhu.v1"

_MOST_UNACKNOWLEDGED = 3
_NOT_FOR_GOOD = frozenset({"store_unavailable", "too_much", "internal", "engine_unavailable"})
"""A message refused with one of these may be sent again as it is."""


class SimulatedCustomer:
    """One customer, for as long as :meth:`live` runs.

    Args:
        token: makes what the shop's server signs for a name; each is good once.
    """

    def __init__(
        self, place: Place, name: str, token: Callable[[str], str], habits: Habits, luck: random.Random
    ) -> None:
        self.notes = testimony.Customer(name)
        self.answered = asyncio.Event()
        """Set when the bot has said something."""
        self._place = place
        self._token = token
        self._habits = habits
        self._luck = luck
        self._wire: Wire | None = None
        self._session = ""
        self._state = "bot"
        self._welcomed = asyncio.Event()
        self._broken = asyncio.Event()
        self._open: dict[str, tuple[bytes, float]] = {}
        self._count = 0

    async def live(self, talking: asyncio.Event) -> None:
        """Stay connected until cancelled; say something new only while ``talking`` is set."""
        while True:
            with suppress(NotServed, TimeoutError):
                await self._visit(talking)
            self._hang_up()
            await asyncio.sleep(self._luck.uniform(0.1, 0.6))

    def say(self, text: str) -> Said:
        """Type a line."""
        return self._send("text", text, {"t": "send", "kind": "text", "text": text})

    def ask_person(self) -> Said:
        """Press the button that calls a person."""
        return self._send("human", "转人工", {"t": "human"})

    @property
    def unacknowledged(self) -> int:
        """Messages under way."""
        return len(self._open)

    async def connected(self) -> None:
        """Wait until the hub has said welcome."""
        await self._welcomed.wait()

    async def _visit(self, talking: asyncio.Event) -> None:
        self._broken.clear()
        self._wire = await dial(
            "127.0.0.1",
            self._place.public_port,
            "/ws/chat",
            subprotocol=SUBPROTOCOL,
            on_text=self._on_frame,
            on_end=self._on_end,
        )
        self.notes.connections += 1
        who = {"session": self._session} if self._session else {"token": self._token(self.notes.name)}
        self._wire.send(_bytes({"t": "hello", "since": self.notes.reached, **who}))
        async with asyncio.timeout(10):
            await self._first_of(self._welcomed)
        for frame, _ in list(self._open.values()):
            self._wire.send(frame)
        while not self._broken.is_set():
            await self._pause()
            self._send_again()
            if talking.is_set() and not self._broken.is_set() and len(self._open) < _MOST_UNACKNOWLEDGED:
                self._do_something()

    async def _first_of(self, event: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(event.wait()), asyncio.ensure_future(self._broken.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._luck.uniform(*self._habits.think)):
                await self._broken.wait()

    def _do_something(self) -> None:
        chance = self._luck.random()
        if self._state in {"bot", "closed"}:
            if chance < self._habits.asks_human / 2:
                self.say("转人工")
            elif chance < self._habits.asks_human:
                self.ask_person()
            else:
                self.say(self._luck.choice(lines.CUSTOMER))
        elif self._state == "waiting" and chance < self._habits.gives_up:
            self._send("leave", "", {"t": "leave_queue"})
        elif chance < 0.5:
            self.say(self._luck.choice(lines.TO_AN_AGENT))

    def _send(self, kind: str, text: str, frame: dict[str, Any]) -> Said:
        self._count += 1
        client_id = f"{self.notes.name}-{self._count}"
        said = self.notes.said[client_id] = Said(client_id, kind, text)
        body = _bytes({**frame, "client_id": client_id})
        self._open[client_id] = (body, asyncio.get_running_loop().time())
        self._write(body)
        for _ in range(1, self._habits.duplicates):
            # Again at once, later, or behind what is said next: a client that is not sure it was heard.
            asyncio.get_running_loop().call_later(self._luck.uniform(0, 2.0), self._write, body)
        return said

    def _send_again(self) -> None:
        now = asyncio.get_running_loop().time()
        for client_id, (body, at) in list(self._open.items()):
            if now - at > self._habits.patience:
                self._open[client_id] = (body, now)
                self._write(body)

    def _write(self, body: bytes) -> None:
        if self._wire is not None and self._welcomed.is_set():
            self._wire.send(body)

    def _hang_up(self) -> None:
        self._welcomed.clear()
        if self._wire is not None:
            self._wire.close()
            self._wire = None

    def _on_end(self, code: int) -> None:
        if code == 4401:
            self._session = ""
        self._broken.set()

    def _on_frame(self, raw: bytes) -> None:
        frame = json.loads(raw)
        match frame["t"]:
            case "welcome":
                self._session, self._state = frame["session"], frame["control"]["state"]
                self.notes.conversation = frame["conversation"]
                self._welcomed.set()
            case "event":
                event = frame["event"]
                self.notes.shown.append(Shown(event["seq"], event["id"]))
                if event["actor"]["kind"] == "bot":
                    self.answered.set()
            case "ack":
                self.notes.said[frame["client_id"]].seqs.append(frame["seq"])
                self._open.pop(frame["client_id"], None)
            case "nack" if frame["code"] not in _NOT_FOR_GOOD:
                self.notes.said[frame["client_id"]].refused = frame["code"]
                self._open.pop(frame["client_id"], None)
            case "control":
                self._state = frame["control"]["state"]


def _bytes(frame: dict[str, Any]) -> bytes:
    return json.dumps(frame, ensure_ascii=False).encode()
