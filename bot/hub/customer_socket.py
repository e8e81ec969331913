"""One window of one customer on ``/ws/chat``: what goes in and what comes out (protocol, section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.handoff.wakeups_port import Signal
from bot.hub import frames
from bot.hub.bucket import Bucket
from bot.hub.customer_door import Visit
from bot.hub.customer_requests import WAYS, CustomerRequests
from bot.hub.customer_view import CustomerView
from bot.hub.failures import as_known
from bot.hub.follow import Follower
from bot.hub.link import Link
from bot.hub.room import FLOOD, NOT_LET_IN
from bot.hub.sockets import RESTARTING
from bot.hub.tasks import end
from bot.kernel.errors import BadInput, JiezhuError, Stale

if TYPE_CHECKING:
    from bot.hub.customer_room import CustomerRoom


class CustomerSocket:
    """One window of one customer."""

    def __init__(self, room: CustomerRoom, link: Link, visit: Visit) -> None:
        self._room = room
        self._link = link
        self._visit = visit
        self._conversation = visit.conversation
        self._talk = room.services.conversations
        limits, clock = room.limits, room.services.clock
        self._frames = Bucket(limits.frames, limits.frames_per_s, clock)
        self._asides = Bucket(limits.asides, limits.asides_per_s, clock)
        self._requests = CustomerRequests(room, visit)

    async def run(self, since: int) -> None:
        """Welcome, replay what the page lacks, then serve both directions until one side ends."""
        follower = await self._welcome(since)
        detach = self._room.switchboard.listen(self._conversation, lambda signal: self._on_signal(signal, follower))
        unwatch = self._room.places.watch(self._conversation, follower)
        following = self._link.attend(follower.run())
        try:
            async with self._room.seat(self._conversation, self._link):
                await self._listen()
        finally:
            detach()
            unwatch()
            await end(following)

    async def _welcome(self, since: int) -> Follower:
        welcome = await self._requests.welcome()
        await self._link.send({"t": "welcome", **welcome})
        if read := (await self._talk.reads(self._conversation)).get("agent"):
            await self._link.send({"t": "read", "seq": read})
        view = CustomerView(
            self._talk,
            self._conversation,
            self._visit.profile,
            moved=lambda: self._link.attend(self._move_on()),
            signed_in=lambda: self._link.attend(self._link.close(NOT_LET_IN, "signed in")),
        )
        # A page that claims to have more than there is has it from another conversation: it gets all of this one.
        since = since if since <= welcome["last_seq"] else 0
        return Follower(view, self._link, since=since, control=welcome["control"], sweep_s=self._room.limits.follow_s)

    async def _move_on(self) -> None:
        """The conversation goes on in another one: whoever comes back is let in there."""
        await self._link.close(RESTARTING, "moved")

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
            kind = frame["t"]
            if kind in WAYS:
                await self._request(frame)
            elif kind == "ping":
                await self._link.send({"t": "pong", "now": self._room.services.clock.now_ms()})
            elif kind in {"typing", "read"}:
                await self._aside(frame)
            else:
                raise BadInput("不认识这种消息。")
        except JiezhuError as error:
            await self._link.send(frames.complaint(error))

    async def _request(self, frame: Mapping[str, Any]) -> None:
        client_id = frames.client_id(frame)
        try:
            done = await self._requests.do(frame["t"], frame)
        except Exception as error:  # the edge: every message gets its answer
            if isinstance(error, Stale) and error.fields.get("moved"):
                # But this one: whoever comes back sends it again, and there it is taken.
                await self._move_on()
            else:
                await self._link.send(frames.nack(client_id, as_known(error)))
        else:
            await self._link.send({"t": "ack", "client_id": client_id, "seq": done.seq, "duplicate": done.duplicate})

    async def _aside(self, frame: Mapping[str, Any]) -> None:
        if not self._asides.take():
            return
        if frame["t"] == "read":
            await self._requests.read(frame)
            return
        typing = frames.typing("customer", self._visit.profile.name)
        await self._room.services.wakeups.ephemeral(self._conversation, typing)

    def _on_signal(self, signal: Signal, follower: Follower) -> None:
        if signal.kind == "conversation":
            follower.hear(signal)
        elif signal.kind == "profile":
            follower.wake()
        elif signal.frame is not None and (shown := frames.aside_for_customer(signal.frame)) is not None:
            self._link.offer(shown)
