"""Customers who talk through several hubs and never take no for an answer: what has no ack is sent again."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bot.adapters.redis_connect import connect as connect_store
from bot.adapters.store import RedisConversationStore
from bot.kernel.clock import SystemClock

LINES = ("你好", "谢谢", "在吗", "你好呀")
PATIENCE_S = 8.0
"""A hub that says nothing for so long is left for the other one."""


class Talker:
    """One anonymous customer in one window: one message at a time, each until it is acknowledged."""

    def __init__(self, number: int, chats: Sequence[str]) -> None:
        self.conversation = ""
        self.acknowledged: dict[str, int] = {}
        self.events: dict[int, str] = {}
        self.waiting_for_person = False
        self.retries = 0
        self._last_answer = 0
        self._number = number
        self._chats = chats
        self._hub = number
        self._session = ""
        self._socket: ClientConnection | None = None

    async def talk(self, prefix: str, messages: int) -> None:
        """Send so many messages, waiting for each ack and for the bot's answer to it, as long as the bot is there."""
        for count in range(messages):
            client_id = f"{prefix}-{self._number}-{count}"
            seq = await self._until_acknowledged(client_id, LINES[count % len(LINES)])
            self.acknowledged[client_id] = seq
            await self._until_answered(seq)

    async def talk_until(self, over: asyncio.Event, prefix: str) -> None:
        """Go on until something is over."""
        rounds = 0
        while not over.is_set():
            await self.talk(f"{prefix}-{rounds}", 1)
            rounds += 1

    async def hang_up(self) -> None:
        """Close the window."""
        if self._socket is not None:
            with suppress(WebSocketException, OSError):
                await self._socket.close()
            self._socket = None

    async def _until_acknowledged(self, client_id: str, text: str) -> int:
        while True:
            with suppress(WebSocketException, OSError, TimeoutError):
                socket = await self._connected()
                await socket.send(json.dumps({"t": "send", "client_id": client_id, "kind": "text", "text": text}))
                frame = await self._until(lambda frame: frame.get("client_id") == client_id)
                if frame["t"] == "ack":
                    return int(frame["seq"])
                self.retries += 1
                await asyncio.sleep(0.1)
                continue
            await self._lose()

    async def _until_answered(self, seq: int) -> None:
        while self._last_answer < seq and not self.waiting_for_person:
            with suppress(WebSocketException, OSError, TimeoutError):
                await self._connected()
                await self._until(lambda _frame: self._last_answer > seq or self.waiting_for_person)
                continue
            await self._lose()

    async def _until(self, wanted: Any) -> dict[str, Any]:
        assert self._socket is not None
        async with asyncio.timeout(PATIENCE_S):
            while True:
                frame = json.loads(await self._socket.recv())
                self._note(frame)
                if wanted(frame):
                    return dict(frame)

    def _note(self, frame: dict[str, Any]) -> None:
        if frame["t"] == "event":
            event = frame["event"]
            self.events[event["seq"]] = event["id"]
            if event["actor"]["kind"] == "bot":
                self._last_answer = max(self._last_answer, event["seq"])
        elif frame["t"] in {"control", "welcome"}:
            self.waiting_for_person = frame["control"]["state"] != "bot"

    async def _connected(self) -> ClientConnection:
        if self._socket is None:
            url = self._chats[self._hub % len(self._chats)]
            self._socket = await connect(url, subprotocols=["jiezhu.v1"], open_timeout=3, proxy=None)
            hello = {"t": "hello", "since": max(self.events, default=0), "session": self._session or None}
            await self._socket.send(json.dumps({name: said for name, said in hello.items() if said is not None}))
            welcome = await self._until(lambda frame: frame["t"] == "welcome")
            self.conversation, self._session = welcome["conversation"], welcome["session"]
        return self._socket

    async def _lose(self) -> None:
        """Leave this hub for the other one."""
        self.retries += 1
        self._hub += 1
        await self.hang_up()
        await asyncio.sleep(0.1)


async def faults(store_url: str, talkers: Sequence[Talker]) -> list[str]:
    """What is wrong in the logs, in words; empty when nothing was lost, doubled or out of order."""
    redis, found = connect_store(store_url), []
    store = RedisConversationStore(redis, SystemClock())
    for talker in talkers:
        events = await store.events(talker.conversation, since=0)
        found += faults_of(talker, events)
    await redis.aclose()
    return found


async def called_for(store_url: str, talkers: Sequence[Talker]) -> list[str]:
    """Whom a person was called for, and why."""
    redis = connect_store(store_url)
    store = RedisConversationStore(redis, SystemClock())
    called = [await store.control(one.conversation) for one in talkers if one.waiting_for_person]
    await redis.aclose()
    return [f"{record.state}: {record.reason}" for record in called]


def faults_of(talker: Talker, events: Sequence[dict[str, Any]]) -> list[str]:
    """What is wrong in one log, compared with what its customer was told."""
    who = talker.conversation
    said = Counter(event.get("client_id") for event in events if event["actor"]["kind"] == "customer")
    at = {event.get("client_id"): event["seq"] for event in events if event["actor"]["kind"] == "customer"}
    answers = Counter(seq for event in events for seq in (event.get("staff") or {}).get("answers", ()))
    found = [f"{who}: lost {client_id}" for client_id in talker.acknowledged if client_id not in said]
    found += [f"{who}: doubled {client_id}" for client_id, count in said.items() if client_id and count > 1]
    moved = [one for one, seq in talker.acknowledged.items() if at.get(one, seq) != seq]
    found += [f"{who}: {one} is at {at[one]}, not {talker.acknowledged[one]}" for one in moved]
    found += [f"{who}: {seq} answered {count} times" for seq, count in answers.items() if count > 1]
    if [event["seq"] for event in events] != list(range(1, len(events) + 1)):
        found.append(f"{who}: numbers with gaps")
    kept = {event["seq"]: event["id"] for event in events}
    found += [f"{who}: shown {seq} is not in the log" for seq, one in talker.events.items() if kept.get(seq) != one]
    return found
