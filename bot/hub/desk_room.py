"""``/ws/desk``: all desks connected to this process."""

from __future__ import annotations

from typing import Any

from sanic import Request

from bot.hub import frames, origins
from bot.hub.board import Board
from bot.hub.desk_socket import DeskSocket, Wanted
from bot.hub.limits import Limits
from bot.hub.link import Link
from bot.hub.promise_board import PromiseBoard
from bot.hub.room import Room
from bot.hub.services import Services
from bot.hub.staff_door import StaffDoor, session_of
from bot.kernel.errors import BadInput

SUBPROTOCOL = "jiezhu-desk.v1"


class DeskRoom(Room):
    """Staff who are signed in, each with one or a few windows."""

    audience = "staff"

    def __init__(self, services: Services, door: StaffDoor, limits: Limits) -> None:
        super().__init__(services, limits, queue_every_s=limits.desk_refresh_s)
        self.door = door
        talk = services.conversations
        self.queue, self.parked = Board(talk.queue), Board(talk.parked)
        self.live, self.team = Board(talk.live), Board(talk.team_list)
        self.promises = PromiseBoard(services, limits.sweep_s)

    async def admit(self, request: Request, link: Link) -> None:
        """See the base."""
        origins.require_own_origin(request)
        session = session_of(request)
        agent = await self.door.agent(session)
        wanted = self._wanted(await self.hello(link))
        await DeskSocket(self, link, agent, session).run(wanted)

    def outdated(self) -> None:
        """Who waits, who has whom or who is at work may have changed."""
        for board in (self.queue, self.parked, self.live, self.team):
            board.outdated()

    def _wanted(self, hello: dict[str, Any]) -> list[Wanted]:
        entries = hello.get("open", [])
        if not isinstance(entries, list) or len(entries) > self.limits.open_conversations:
            raise BadInput("字段 open 不对。", field="open")
        if not all(isinstance(entry, dict) for entry in entries):
            raise BadInput("字段 open 不对。", field="open")
        return [(frames.conversation_of(entry), frames.number(entry, "since", default=0)) for entry in entries]
