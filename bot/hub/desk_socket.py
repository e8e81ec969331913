"""One desk window of one agent on ``/ws/desk``: what goes in and what comes out (protocol, section 3)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bot.handoff.duty import chosen
from bot.handoff.people import Agent
from bot.hub import frames
from bot.hub.bucket import Bucket
from bot.hub.desk_lists import DeskLists
from bot.hub.desk_screen import DeskScreen
from bot.hub.failures import as_known
from bot.hub.link import Link
from bot.hub.room import FLOOD
from bot.hub.staff_door import card
from bot.hub.tasks import end
from bot.kernel.errors import BadInput, JiezhuError, StoreUnavailable

if TYPE_CHECKING:
    from bot.hub.desk_room import DeskRoom

RENEW_S = (5.0, 8.0)
"""Least and most seconds between two renewals of the agent's lease (:data:`bot.handoff.presence.LEASE_MS`)."""

Wanted = tuple[str, int]
"""A conversation to stream, and the highest ``seq`` the desk has of it."""


class DeskSocket:
    """Serves one agent."""

    def __init__(self, room: DeskRoom, link: Link, agent: Agent, session: str) -> None:
        self._room = room
        self._link = link
        self._agent = agent
        self._session = session
        self._talk = room.services.conversations
        self._screen = DeskScreen(room, link, agent)
        limits, clock = room.limits, room.services.clock
        self._frames = Bucket(limits.frames, limits.frames_per_s, clock)
        self._asides = Bucket(limits.asides, limits.asides_per_s, clock)

    async def run(self, wanted: list[Wanted]) -> None:
        """Welcome, send the lists, stream what is open, and serve the agent until one side ends."""
        now = self._room.services.clock.now_ms()
        await self._link.send({"t": "welcome", "agent": card(self._agent), "now": now})
        lists = DeskLists(self._room, self._link, self._agent, self._session)
        detach = self._room.switchboard.listen_to_queue(lists.wake)
        detach_mine = self._room.switchboard.listen_to_mine(self._agent.agent_id, lists.wake_mine)
        listing = self._link.attend(lists.run())
        present = self._link.attend(self._stay_present())
        try:
            async with self._room.seat(self._session, self._link):
                for conversation, since in wanted:
                    await self._screen.open(conversation, since)
                await self._listen()
        finally:
            detach()
            detach_mine()
            await end(listing, present)
            await self._screen.clear()

    async def _stay_present(self) -> None:
        """Renew the agent's lease as long as this window is open; the last one to close lets it end by itself."""
        while True:
            with suppress(StoreUnavailable):
                await self._talk.here(self._agent)
                self._talk.dispatch.soon()
            await asyncio.sleep(random.uniform(*RENEW_S))  # noqa: S311 - spreads renewals, guards nothing

    async def _listen(self) -> None:
        while True:
            raw = await self._link.receive()
            if not self._frames.take():
                await self._link.close(FLOOD, "too many frames")
                return
            if raw is not None:
                await self._handle(raw)

    async def _handle(self, raw: str | bytes) -> None:
        try:
            frame = frames.parse(raw)
            match frame["t"]:
                case "send":
                    await self._send(frame)
                case "open":
                    await self._screen.open(frames.conversation_of(frame), frames.number(frame, "since", default=0))
                case "shut":
                    await self._screen.shut(frames.conversation_of(frame))
                case "presence":
                    await self._talk.choose_status(self._agent, chosen(frame.get("status")))
                case "typing" | "read":
                    await self._aside(frame)
                case "ping":
                    await self._link.send({"t": "pong", "now": self._room.services.clock.now_ms()})
                case _:
                    raise BadInput("不认识这种消息。")
        except JiezhuError as error:
            await self._link.send(frames.complaint(error))

    async def _send(self, frame: Mapping[str, Any]) -> None:
        client_id = frames.client_id(frame)
        try:
            seq = await self._take(frame, client_id)
        except Exception as error:  # the edge: every message gets its answer
            await self._link.send(frames.nack(client_id, as_known(error)))
        else:
            await self._link.send({"t": "ack", "client_id": client_id, "seq": seq})

    async def _take(self, frame: Mapping[str, Any], client_id: str) -> int:
        conversation, text = frames.conversation_of(frame), frames.message_text(frame)
        if frame.get("kind") == "text":
            epoch = frames.number(frame, "epoch")
            done = await self._talk.agent_says(
                conversation, agent=self._agent, epoch=epoch, client_id=client_id, text=text
            )
            return done.seq
        if frame.get("kind") == "note":
            await self._screen.require_sight(conversation)
            done = await self._talk.agent_notes(conversation, agent=self._agent, client_id=client_id, text=text)
            return done.seq
        if frame.get("kind") == "whisper":
            done = await self._talk.whisper(conversation, agent=self._agent, client_id=client_id, text=text)
            return done.seq
        raise BadInput("不认识这种消息。")

    async def _aside(self, frame: Mapping[str, Any]) -> None:
        conversation = frames.conversation_of(frame)
        # A colleague or a supervisor who only looks must not show up as typing or as having read.
        if not self._screen.in_charge_of(conversation) or not self._asides.take():
            return
        aside = frames.typing("agent", self._agent.name)
        if frame["t"] == "read":
            seq = min(frames.number(frame, "seq"), await self._talk.last_seq(conversation))
            await self._talk.read_to(conversation, side="agent", seq=seq)
            aside = frames.read_mark("agent", seq)
        await self._room.services.wakeups.ephemeral(conversation, aside)
