"""The lists of one desk: who waits or is parked, the agent's own, the team, promises. Sent whole, when they changed."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bot.handoff.desk_views import concerns
from bot.handoff.people import Agent
from bot.hub.link import Link
from bot.hub.room import NOT_LET_IN
from bot.kernel.errors import NotSignedIn, StoreUnavailable

if TYPE_CHECKING:
    from bot.hub.desk_room import DeskRoom


class DeskLists:
    """Keeps one desk's lists up to date, and looks from time to time whether the desk is still signed in."""

    def __init__(self, room: DeskRoom, link: Link, agent: Agent, session: str) -> None:
        self._room = room
        self._link = link
        self._agent = agent
        self._session = session
        self._shown: dict[str, Any] = {}
        self._changed = asyncio.Event()
        self._all = True
        self._mine_due: asyncio.TimerHandle | None = None
        self._checked_at = room.services.clock.now_ms()

    def wake(self) -> None:
        """The queue, or who is in charge of what, may have changed."""
        self._room.outdated()
        self._all = True
        self._changed.set()

    def wake_mine(self) -> None:
        """Something was said in a conversation of this agent: soon their own list is shown anew, and nothing else."""
        if self._mine_due is None:
            wait_s = self._room.limits.desk_mine_s
            self._mine_due = asyncio.get_running_loop().call_later(wait_s, self._mine_is_due)

    def _mine_is_due(self) -> None:
        self._mine_due = None
        self._changed.set()

    async def run(self) -> None:
        """Send each list whenever it changed; ends only with the socket. The switchboard sets the pace."""
        while True:
            self._changed.clear()
            everything, self._all = self._all, False
            with suppress(StoreUnavailable):
                await self._send("mine", await self._room.services.conversations.mine(self._agent.agent_id))
                if everything and not await self._send_all():
                    return
            try:
                # Each desk at a time of its own: all at once they would hold everybody up for a moment.
                async with asyncio.timeout(self._room.limits.sweep_s * random.uniform(0.5, 1)):  # noqa: S311
                    await self._changed.wait()
            except TimeoutError:
                self._room.outdated()
                self._all = True

    async def _send_all(self) -> bool:
        """Every other list; False when the desk is signed out."""
        await self._send_lines()
        await self._send_team(await self._room.team.items())
        if not await self._still_signed_in():
            await self._link.close(NOT_LET_IN, "signed out")
            return False
        # Apart: the promises are in the SQL database, which may be away by itself.
        with suppress(StoreUnavailable):
            await self._send("promises", await self._room.promises.items())
        return True

    async def _send_lines(self) -> None:
        for name, board in (("queue", self._room.queue), ("parked", self._room.parked)):
            await self._send(name, [item for item in await board.items() if concerns(item, self._agent)])
        if self._agent.oversees:
            await self._send("live", await self._room.live.items())

    async def _send_team(self, team: list[dict[str, Any]]) -> None:
        await self._send("team", team)
        me = next((one for one in team if one["agent_id"] == self._agent.agent_id), None)
        if me is not None and self._shown.get("me") != me:
            self._shown["me"] = me
            await self._link.send({"t": "me", **{name: me[name] for name in ("status", "capacity", "active")}})

    async def _send(self, name: str, items: list[dict[str, Any]]) -> None:
        if self._shown.get(name) != items:
            self._shown[name] = items
            await self._link.send({"t": name, "items": items})

    async def _still_signed_in(self) -> bool:
        now = self._room.services.clock.now_ms()
        if now - self._checked_at < self._room.limits.desk_check_s * 1000:
            return True
        try:
            await self._room.door.agent(self._session)
        except NotSignedIn:
            return False
        self._checked_at = now
        return True
