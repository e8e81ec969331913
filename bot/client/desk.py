"""An agent's side of the hub: signing in, lists, claiming, writing, resolving. Smaller than the customer's."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import Any, Literal

import httpx

from bot.client.address import read_address
from bot.client.connection import Connection
from bot.client.inbox import Inbox
from bot.client.pace import Pace
from bot.client.pictures import problem_of
from bot.client.records import Sent
from bot.client.trouble import HubUnreachable
from bot.kernel.errors import JiezhuError, NotSignedIn
from bot.kernel.ids import new_id

SUBPROTOCOL = "jiezhu-desk.v1"

Json = dict[str, Any]


class DeskClient:
    """One signed-in member of staff; an async context manager. Reconnects, sends again and resumes by itself.

    Records are dictionaries as docs/protocol.md (section 3) has them.

    Attributes:
        agent: ``{id, name, role}``.
        queue, mine: the lists as last told; always the newest ones, also when nobody reads :meth:`frames`.
    """

    def __init__(self, url: str, username: str, password: str, *, pace: Pace | None = None) -> None:
        """``url`` of the staff side."""
        self._address = read_address(url)
        self._username, self._password = username, password
        pace = pace or Pace()
        self._http = httpx.AsyncClient(
            base_url=self._address.http, headers={"Origin": self._address.origin}, timeout=pace.answer_s
        )
        self._line = Connection(self._address.socket("/ws/desk"), SUBPROTOCOL, self, pace, origin=self._address.origin)
        self._inbox: Inbox[Mapping[str, Any]] = Inbox(pace.unread, self._line.again)
        self._open: dict[str, int] = {}
        self.agent: Json = {}
        self.queue: list[Json] = []
        self.mine: list[Json] = []

    async def __aenter__(self) -> DeskClient:
        """Sign in and open the desk.

        Raises:
            NotSignedIn: name or password is wrong.
            TooMuch: too many tries.
            HubUnreachable: nobody answers there.
        """
        try:
            await self._sign_in()
            await self._line.start()
        except BaseException:
            await self._http.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the desk."""
        await self._line.stop()
        await self._http.aclose()

    async def call(self, method: Literal["GET", "POST"], path: str, **body: Any) -> Json:
        """A call of the staff's REST interface, such as ``/api/queue``.

        Raises:
            JiezhuError: the hub's refusal, by its code: AlreadyClaimed, Stale, NotAllowed …
            HubUnreachable: no answer.
        """
        try:
            answer = await self._http.request(method, path, json=body if method == "POST" else None)
        except httpx.TransportError as error:
            raise HubUnreachable() from error
        if answer.status_code != 200:
            raise problem_of(answer)
        said: Json = answer.json()
        return said

    async def look(self, conversation: str) -> Json:
        """Everything staff may read of a conversation: ``{control, customer, brief, events}``."""
        return await self.call("GET", f"/api/conversations/{conversation}")

    async def claim(self, conversation: str, *, handoff_id: str = "", epoch: int | None = None) -> Json:
        """Take a waiting customer; the control record. Handoff and epoch of the queue's item, or looked up.

        Raises:
            AlreadyClaimed: a colleague has them; ``fields["by"]`` is the name.
            Stale: they do not wait (in this handoff) any more.
        """
        if not handoff_id or epoch is None:
            control = (await self.look(conversation))["control"]
            handoff_id, epoch = control["handoff_id"], control["epoch"]
        return await self._control(conversation, "claim", handoff_id=handoff_id, epoch=epoch)

    async def resolve(
        self,
        conversation: str,
        *,
        result: str,
        note: str = "",
        next_: Literal["bot", "close"] = "bot",
        epoch: int | None = None,
    ) -> Json:
        """Settle the matter and hand back or close; the control record."""
        epoch = await self._epoch(conversation) if epoch is None else epoch
        return await self._control(conversation, "resolve", epoch=epoch, result=result, note=note, next=next_)

    async def transfer(
        self,
        conversation: str,
        *,
        reason: str,
        to_agent: str = "",
        to_group: str = "",
        note: str = "",
        epoch: int | None = None,
    ) -> Json:
        """Ask a colleague or a group to take over; one keeps the customer until they do (invariant 8)."""
        epoch = await self._epoch(conversation) if epoch is None else epoch
        asked = {"to_agent": to_agent, "to_group": to_group, "reason": reason, "note": note}
        return await self._control(conversation, "transfer", epoch=epoch, **asked)

    async def move(self, conversation: str, deed: str, **body: Any) -> Json:
        """Any other move of docs/protocol.md (``decline``, ``transfer/cancel``, ``park``, ``join`` …); the record."""
        return await self._control(conversation, deed, **body)

    def presence(self, status: str) -> None:
        """Be there for customers, or not: a status of docs/protocol.md."""
        self.tell("presence", status=status)

    async def say(self, conversation: str, text: str, *, epoch: int | None = None, client_id: str = "") -> Sent:
        """Write to the customer.

        Raises:
            Stale, NotAllowed: one is not in charge (any more).
        """
        return await self._send(conversation, "text", text, epoch=epoch, client_id=client_id)

    async def note(self, conversation: str, text: str, *, client_id: str = "") -> Sent:
        """Keep a note only staff can read."""
        return await self._send(conversation, "note", text, epoch=0, client_id=client_id)

    def open(self, conversation: str, since: int = 0) -> None:
        """Have a conversation's events and control told from now on, over reconnections too."""
        self._open[conversation] = since
        self._inbox.cursors[conversation] = since
        self._line.tell({"t": "open", "conversation": conversation, "since": since})

    def shut(self, conversation: str) -> None:
        """No longer."""
        self._open.pop(conversation, None)
        self._line.tell({"t": "shut", "conversation": conversation})

    def tell(self, t: str, **fields: Any) -> None:
        """Send a frame nobody answers, such as ``typing`` or ``read``."""
        self._line.tell({"t": t, **fields})

    async def next(self) -> Mapping[str, Any]:
        """The next frame of the hub; each event of an open conversation once.

        Raises:
            JiezhuError: the desk came to its end.
        """
        return await self._inbox.next()

    async def frames(self) -> AsyncIterator[Mapping[str, Any]]:
        """Frames as they come; errors as for :meth:`next`."""
        while True:
            yield await self.next()

    async def _send(self, conversation: str, kind: str, text: str, *, epoch: int | None, client_id: str) -> Sent:
        epoch = await self._epoch(conversation) if epoch is None else epoch
        await self._line.outbox.room()
        frame = {"t": "send", "conversation": conversation, "epoch": epoch, "kind": kind, "text": text}
        return await self._line.post(frame | {"client_id": client_id or new_id("a", time.time_ns() // 1_000_000)})

    async def _control(self, conversation: str, deed: str, **body: Any) -> Json:
        answer = await self.call("POST", f"/api/conversations/{conversation}/{deed}", **body)
        control: Json = answer["control"]
        return control

    async def _epoch(self, conversation: str) -> int:
        return int((await self.look(conversation))["control"]["epoch"])

    async def _sign_in(self) -> None:
        self.agent = (await self.call("POST", "/api/login", username=self._username, password=self._password))["agent"]

    # What the connection asks of its audience.

    def headers(self) -> Mapping[str, str]:
        """See :class:`bot.client.connection.Audience`."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self._http.cookies.items())}

    async def hello(self) -> Mapping[str, Any]:
        """See :class:`bot.client.connection.Audience`."""
        cursors = self._inbox.cursors
        opened = [{"conversation": name, "since": cursors.get(name, since)} for name, since in self._open.items()]
        return {"t": "hello", "open": opened}

    def welcomed(self, frame: Mapping[str, Any]) -> bool:
        """See :class:`bot.client.connection.Audience`."""
        self._inbox.refilling()
        self._inbox.put(frame)
        return True

    def took(self, frame: Mapping[str, Any]) -> None:
        """See :class:`bot.client.connection.Audience`."""
        if frame["t"] == "event":
            self._inbox.put_event(frame, str(frame["conversation"]), int(frame["event"]["seq"]))
            return
        if frame["t"] == "queue":
            self.queue = frame["items"]
        elif frame["t"] == "mine":
            self.mine = frame["items"]
        self._inbox.put(frame)

    async def not_let_in(self) -> bool:
        """See :class:`bot.client.connection.Audience`."""
        try:
            await self._sign_in()
        except NotSignedIn:
            return False
        return True

    def ended(self, error: JiezhuError) -> None:
        """See :class:`bot.client.connection.Audience`."""
        self._inbox.end(error)
