"""One window of one customer on ``/ws/chat``: what goes in and what comes out (protocol, section 2)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.handoff.ports import Signal
from bot.handoff.service import Ack
from bot.hub import frames
from bot.hub.bucket import Bucket
from bot.hub.customer_door import Visit
from bot.hub.failures import as_known
from bot.hub.follow import Follower
from bot.hub.link import Link
from bot.hub.room import FLOOD
from bot.hub.tasks import end
from bot.kernel.errors import BadInput, JiezhuError, TooMuch

if TYPE_CHECKING:
    from bot.hub.customer_room import CustomerRoom

Do = Callable[[Mapping[str, Any], str], Awaitable[Ack]]


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
        self._requests: dict[str, Do] = {"send": self._say, "human": self._ask_human, "leave_queue": self._leave_queue}

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
        last_seq = await self._talk.last_seq(self._conversation)
        control = await self._talk.customer_control(self._conversation)
        profile = self._visit.profile
        welcome = {
            "t": "welcome",
            "conversation": self._conversation,
            "session": self._visit.session,
            "now": self._room.services.clock.now_ms(),
            "customer": {"name": profile.name, "verified": profile.verified},
            "last_seq": last_seq,
            "control": control,
        }
        await self._link.send(welcome)
        if read := (await self._talk.reads(self._conversation)).get("agent"):
            await self._link.send({"t": "read", "seq": read})
        return Follower(
            # A page that claims to have more than there is has it from another conversation: it gets all of this one.
            since=since if since <= last_seq else 0,
            control=control,
            read_events=lambda cursor: self._talk.events(self._conversation, since=cursor, audience="customer"),
            read_control=lambda: self._talk.customer_control(self._conversation),
            send=self._link.send,
            sweep_s=self._room.limits.sweep_s,
        )

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
            if kind in self._requests:
                await self._request(frame, self._requests[kind])
            elif kind == "ping":
                await self._link.send({"t": "pong", "now": self._room.services.clock.now_ms()})
            elif kind in {"typing", "read"}:
                await self._aside(frame)
            else:
                raise BadInput("不认识这种消息。")
        except JiezhuError as error:
            await self._link.send(frames.complaint(error))

    async def _request(self, frame: Mapping[str, Any], do: Do) -> None:
        client_id = frames.client_id(frame)
        try:
            if not self._room.messages.take(self._conversation):
                raise TooMuch("您发得太快了，请稍等几秒再发。")
            done = await do(frame, client_id)
        except Exception as error:  # the edge: every message gets its answer
            await self._link.send(frames.nack(client_id, as_known(error)))
        else:
            await self._link.send({"t": "ack", "client_id": client_id, "seq": done.seq})

    async def _say(self, frame: Mapping[str, Any], client_id: str) -> Ack:
        if frame.get("kind") == "text":
            text = frames.message_text(frame)
            return await self._talk.customer_says(self._conversation, client_id=client_id, text=text)
        if frame.get("kind") == "choice":
            choice_id = frames.name(frame, "choice_id")
            return await self._talk.customer_chooses(self._conversation, client_id=client_id, choice_id=choice_id)
        raise BadInput("不认识这种消息。")

    async def _ask_human(self, _frame: Mapping[str, Any], client_id: str) -> Ack:
        return await self._talk.ask_human(self._conversation, client_id=client_id)

    async def _leave_queue(self, _frame: Mapping[str, Any], client_id: str) -> Ack:
        return await self._talk.leave_queue(self._conversation, client_id=client_id)

    async def _aside(self, frame: Mapping[str, Any]) -> None:
        if not self._asides.take():
            return
        aside = frames.typing("customer", self._visit.profile.name)
        if frame["t"] == "read":
            seq = min(frames.number(frame, "seq"), await self._talk.last_seq(self._conversation))
            await self._talk.read_to(self._conversation, side="customer", seq=seq)
            aside = frames.read_mark("customer", seq)
        await self._room.services.wakeups.ephemeral(self._conversation, aside)

    def _on_signal(self, signal: Signal, follower: Follower) -> None:
        if signal.kind == "conversation":
            follower.wake()
        elif signal.frame is not None and (shown := frames.aside_for_customer(signal.frame)) is not None:
            self._link.offer(shown)
