"""A simulated agent on the real desk: takes who waits, answers, settles, comes back after breaks, notes everything."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx

from bot.runtime.bench.trouble import NotServed
from bot.runtime.bench.wire import Wire, dial
from bot.runtime.drill import lines, testimony
from bot.runtime.drill.place import Habits, Place
from bot.runtime.drill.testimony import Claim, Said, Shown

SUBPROTOCOL = "jiezhu-desk.v1"

_HANDS = 6
"""Customers an agent takes at a time."""

_PAUSE = (0.3, 1.5)


@dataclass
class _Talk:
    """A conversation this agent is in charge of: its epoch, and how many lines are still to be written."""

    epoch: int
    left: int
    open: bool = False
    busy: bool = False


class SimulatedAgent:
    """One agent, for as long as :meth:`live` runs."""

    def __init__(self, place: Place, agent_id: str, cookie: str, habits: Habits, luck: random.Random) -> None:
        self.notes = testimony.Agent(agent_id)
        self._place = place
        self._habits = habits
        self._luck = luck
        site = f"http://127.0.0.1:{place.staff_port}"
        self._headers = {"Origin": site, "Cookie": cookie}
        self._http = httpx.AsyncClient(base_url=site, headers=self._headers, timeout=8)
        self._wire: Wire | None = None
        self._broken = asyncio.Event()
        self._talks: dict[str, _Talk] = {}
        self._claiming: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._said: dict[str, Said] = {}
        self._open: dict[str, dict[str, Any]] = {}
        self._count = 0
        self._results: list[str] = []

    async def live(self, talking: asyncio.Event) -> None:
        """Sit at the desk until cancelled; take nobody new and write nothing once ``talking`` is not set."""
        try:
            while True:
                with suppress(NotServed, TimeoutError, httpx.HTTPError):
                    await self._sit_down(talking)
                if self._wire is not None:
                    self._wire.close()
                await asyncio.sleep(self._luck.uniform(0.1, 0.6))
        finally:
            for task in list(self._tasks):
                task.cancel()
            await self._http.aclose()

    async def _sit_down(self, talking: asyncio.Event) -> None:
        self._broken.clear()
        if not self._results:
            answer = (await self._http.get("/api/results")).raise_for_status()
            self._results = [result["code"] for result in answer.json()["results"]]
        self._wire = await dial(
            "127.0.0.1",
            self._place.staff_port,
            "/ws/desk",
            subprotocol=SUBPROTOCOL,
            headers=self._headers,
            on_text=lambda raw: self._on_frame(raw, talking),
            on_end=lambda _code: self._broken.set(),
        )
        self.notes.connections += 1
        for talk in self._talks.values():
            talk.open = False
        self._send({"t": "hello", "open": []})
        for frame in list(self._open.values()):
            self._send(frame)
        await self._broken.wait()

    def _on_frame(self, raw: bytes, talking: asyncio.Event) -> None:
        frame = json.loads(raw)
        match frame["t"]:
            case "queue":
                if talking.is_set():
                    self._look_at_queue(frame["items"])
            case "mine":
                self._look_at_mine(frame["items"])
            case "event":
                self._note_event(frame["conversation"], frame["event"], talking)
            case "control":
                self._note_control(frame["conversation"], frame["control"])
            case "ack":
                self._said[frame["client_id"]].seqs.append(frame["seq"])
                self._open.pop(frame["client_id"], None)
            case "nack" if frame["code"] != "store_unavailable":
                self._said[frame["client_id"]].refused = frame["code"]
                self._open.pop(frame["client_id"], None)

    def _look_at_queue(self, items: list[dict[str, Any]]) -> None:
        for item in items:
            name, offered = item["conversation"], item.get("offered_to") or ""
            free = len(self._talks) + len(self._claiming) < _HANDS
            if free and name not in self._claiming and offered in {"", self.notes.agent_id}:
                self._claiming.add(name)
                self._start(self._claim(item))

    async def _claim(self, item: dict[str, Any]) -> None:
        name = item["conversation"]
        body = {"handoff_id": item["handoff_id"], "epoch": item["epoch"]}
        try:
            answer = await self._http.post(f"/api/conversations/{name}/claim", json=body)
            if answer.status_code == 200:
                self.notes.claims.append(Claim(name, item["handoff_id"], item["epoch"], self.notes.agent_id))
            else:
                self.notes.refused_claims += 1
        except httpx.HTTPError:
            # Whether it was won the desk's own list will tell.
            return
        finally:
            self._claiming.discard(name)

    def _look_at_mine(self, items: list[dict[str, Any]]) -> None:
        mine = {item["conversation"]: item for item in items}
        for name in set(self._talks) - set(mine):
            del self._talks[name]
            self._send({"t": "shut", "conversation": name})
        for name, item in mine.items():
            control = item["control"]
            talk = self._talks.get(name)
            if talk is None:
                talk = self._talks[name] = _Talk(control["epoch"], self._luck.randint(*self._habits.answers))
            talk.epoch = control["epoch"]
            if not talk.open:
                talk.open = True
                seen = self.notes.shown.get(name, [])
                since = max((event.seq for event in seen), default=0)
                self._send({"t": "open", "conversation": name, "since": since})

    def _note_event(self, name: str, event: dict[str, Any], talking: asyncio.Event) -> None:
        self.notes.shown.setdefault(name, []).append(Shown(event["seq"], event["id"]))
        talk = self._talks.get(name)
        heard = event["actor"]["kind"] == "customer" or event["data"].get("code") == "agent_joined"
        if talk is not None and heard and not talk.busy and talking.is_set():
            talk.busy = True
            self._start(self._answer(name, talk, talking))

    def _note_control(self, name: str, control: dict[str, Any]) -> None:
        if (talk := self._talks.get(name)) is not None:
            talk.epoch = control["epoch"]

    async def _answer(self, name: str, talk: _Talk, talking: asyncio.Event) -> None:
        await asyncio.sleep(self._luck.uniform(*_PAUSE))
        talk.busy = False
        if not talking.is_set() or name not in self._talks:
            return
        if talk.left > 0:
            talk.left -= 1
            self._write(name, talk.epoch)
        else:
            await self._resolve(name, talk.epoch)

    def _write(self, name: str, epoch: int) -> None:
        self._count += 1
        client_id, text = f"{self.notes.agent_id[-6:]}-{self._count}", self._luck.choice(lines.AGENT)
        self.notes.said[name, client_id] = self._said[client_id] = Said(client_id, "text", text)
        frame = {"t": "send", "conversation": name, "client_id": client_id, "epoch": epoch}
        frame |= {"kind": "text", "text": text}
        self._open[client_id] = frame
        self._send(frame)

    async def _resolve(self, name: str, epoch: int) -> None:
        body = {"epoch": epoch, "result": self._luck.choice(self._results), "note": "已处理"}
        body["next"] = self._luck.choice(("bot", "close"))
        with suppress(httpx.HTTPError):
            answer = await self._http.post(f"/api/conversations/{name}/resolve", json=body)
            self.notes.resolved += answer.status_code == 200

    def _send(self, frame: dict[str, Any]) -> None:
        if self._wire is not None:
            self._wire.send(json.dumps(frame, ensure_ascii=False).encode())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
