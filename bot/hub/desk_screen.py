"""The conversations open on one desk, each followed as long as the agent may see it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.handoff.people import Agent
from bot.handoff.wakeups_port import Detach, Signal
from bot.hub import frames
from bot.hub.follow import Follower
from bot.hub.link import Link
from bot.hub.staff_view import StaffView
from bot.hub.tasks import end
from bot.kernel.errors import NotAllowed, TooMuch

if TYPE_CHECKING:
    from bot.hub.desk_room import DeskRoom


@dataclass(frozen=True)
class _Open:
    follower: Follower
    following: asyncio.Task[None]
    detach: Detach


class DeskScreen:
    """Opens and shuts conversations of one desk window."""

    def __init__(self, room: DeskRoom, link: Link, agent: Agent) -> None:
        self._room = room
        self._link = link
        self._agent = agent
        self._talk = room.services.conversations
        self._open: dict[str, _Open] = {}

    async def open(self, conversation: str, since: int) -> None:
        """Stream a conversation from after ``since``; opening it again starts it anew.

        Raises:
            TooMuch: too many are open.
        """
        await self.shut(conversation)
        if len(self._open) >= self._room.limits.open_conversations:
            raise TooMuch("同时打开的会话太多了，请先关闭几个。")
        try:
            await self.require_sight(conversation)
        except NotAllowed as error:
            await self._link.send({**frames.complaint(error), "conversation": conversation})
            return
        last_seq = await self._talk.last_seq(conversation)
        follower = Follower(
            StaffView(self._talk, conversation, self._agent),
            self._link,
            since=since if since <= last_seq else 0,
            control={},
            sweep_s=self._room.limits.follow_s,
            control_s=self._room.limits.control_s,
            tag={"conversation": conversation},
        )
        detach = self._room.switchboard.listen(conversation, lambda signal: self._on_signal(conversation, signal))
        following = self._link.attend(self._follow(conversation, follower))
        self._open[conversation] = _Open(follower, following, detach)

    async def shut(self, *conversations: str) -> None:
        """Stop streaming conversations; shutting one that is not open is fine."""
        found = [self._open.pop(conversation) for conversation in conversations if conversation in self._open]
        for opened in found:
            opened.detach()
        await end(*(opened.following for opened in found))

    async def clear(self) -> None:
        """Stop streaming all of them."""
        await self.shut(*self._open)

    async def require_sight(self, conversation: str) -> None:
        """See that the agent may read a conversation.

        Raises:
            NotAllowed: it is neither waiting nor theirs.
        """
        if not await self._talk.may_see(conversation, self._agent):
            raise NotAllowed("这个会话现在不由您接待，无法查看。")

    def in_charge_of(self, conversation: str) -> bool:
        """Whether the agent speaks in a conversation that is open here, as far as this desk has been told."""
        opened = self._open.get(conversation)
        control = opened.follower.control if opened else {}
        return control.get("controller") == "agent" and control["agent_id"] == self._agent.agent_id

    async def _follow(self, conversation: str, follower: Follower) -> None:
        if read := (await self._talk.reads(conversation)).get("customer"):
            await self._link.send({"t": "read", "conversation": conversation, "seq": read})
        await follower.run()

    def _on_signal(self, conversation: str, signal: Signal) -> None:
        opened = self._open.get(conversation)
        if opened is None or opened.following.done():
            return
        if signal.kind == "conversation":
            opened.follower.hear(signal)
        elif signal.kind == "profile":
            opened.follower.wake()
        elif signal.frame is not None and (shown := frames.aside_for_staff(conversation, signal.frame)) is not None:
            self._link.offer(shown)
