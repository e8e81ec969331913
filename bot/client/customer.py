"""A customer's side of the hub: what an app uses to chat."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from types import TracebackType
from typing import Any

from bot.client import records
from bot.client.address import read_address
from bot.client.connection import Connection
from bot.client.inbox import Inbox
from bot.client.pace import Pace
from bot.client.pictures import send_picture
from bot.client.records import Control, Event, Happening, Sent
from bot.client.trouble import HubUnreachable
from bot.kernel.errors import BadInput, JiezhuError
from bot.kernel.ids import new_id
from bot.kernel.text import MAX_CHARS

SUBPROTOCOL = "jiezhu.v1"
MOST_REFUSALS = 3
"""Refused so often in a row, another token would only go round in circles."""

TokenSource = Callable[[], Awaitable[str]]
"""Asks the shop's own server who is signed in: a fresh token, or an empty text for nobody."""


class JiezhuClient:
    """One customer; an async context manager. Reconnects, sends again and resumes by itself.

    Each message arrives once and in the order of the calls, each event is given once and in order, whatever breaks in
    between. Leaving the context hangs up; what was not answered by then fails with :class:`HubUnreachable`.

    Attributes:
        conversation, session: as the last welcome said; with ``session`` a later client goes on as the same person.
        customer: ``{name, verified}``.
        control: who speaks, as last told.
        last_seq: number of the newest event when we were last welcomed.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str = "",
        token_source: TokenSource | None = None,
        session: str = "",
        conversation: str = "",
        since: int = 0,
        channel: str = "",
        origin: str = "",
        pace: Pace | None = None,
    ) -> None:
        """Nothing is sent before the context is entered. Without token and session one is a visitor.

        Args:
            url: the hub's public address.
            token: the shop's signed word for who this is; good for one use.
            token_source: where to get another one, now and whenever the session is over.
            session: of an earlier welcome. Together with a token: a visitor's, who signs in now.
            conversation, since: the highest ``seq`` one has, and of which conversation; events after it are given.
            channel: where the customer is: ``web``, ``app``, or a short word of the shop's own; empty: ``web``.
            origin: what a browser would name; an app leaves it empty.
        """
        self._address = read_address(url)
        self._origin = origin
        self._token, self._token_source, self._channel = token, token_source, channel
        self._refusals, self._introduced = 0, False
        self.session, self.conversation = session, conversation
        self.customer: Mapping[str, Any] = {}
        self.control = Control()
        self.last_seq = 0
        pace = pace or Pace()
        self._line = Connection(self._address.socket("/ws/chat"), SUBPROTOCOL, self, pace, origin=origin)
        have = {conversation: since} if conversation else {}
        self._inbox: Inbox[Happening] = Inbox(pace.unread, self._line.again, have)

    async def __aenter__(self) -> JiezhuClient:
        """Connect; see :meth:`bot.client.connection.Connection.start` for the errors."""
        await self._line.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        await self._line.stop()

    @property
    def connected(self) -> bool:
        """Whether the line stands just now."""
        return self._line.connected

    async def send(self, text: str, *, client_id: str = "") -> Sent:
        """Write a message; it is in the conversation's log when this returns.

        Whoever stops waiting takes it back, unless it was on its way already. To be able to send it again after the
        app itself was closed, keep ``client_id`` with the text and give the same one then.

        Raises:
            BadInput: it is empty or longer than 2000 characters.
            TooMuch: too fast, also after waiting and trying again.
            HubUnreachable, NotSignedIn, …: this client came to its end before it was taken.
        """
        if len(text) > MAX_CHARS:
            # Far longer ones would end the connection, so none is sent; told as every other refusal is.
            error = BadInput(f"一条消息最多{MAX_CHARS}个字，请分开发送。", limit=MAX_CHARS)
            self._inbox.put(records.Problem(error.code, error.message, client_id, error.fields))
            raise error
        return await self._post({"t": "send", "kind": "text", "text": text}, client_id)

    async def choose(self, choice_id: str, *, client_id: str = "") -> Sent:
        """Press a button or card: ``choice_id`` is its ``id`` in the data of an event. Raises as :meth:`send`, and:

        Raises:
            NotFound: the bot never offered it.
        """
        return await self._post({"t": "send", "kind": "choice", "choice_id": choice_id}, client_id)

    async def ask_human(self, *, client_id: str = "") -> Sent:
        """Ask for a person. Asking again while waiting keeps the place in the queue."""
        return await self._post({"t": "human"}, client_id)

    async def leave_queue(self, *, client_id: str = "") -> Sent:
        """Back to the bot while waiting.

        Raises:
            IllegalTransition: one is not waiting.
        """
        return await self._post({"t": "leave_queue"}, client_id)

    async def show(self, picture: bytes, *, client_id: str = "") -> Sent:
        """Send a picture, the bytes of a JPEG, PNG, WebP or GIF file.

        Raises:
            BadInput: it is no picture that can be kept; ``fields["why"]`` says what it is.
            TooMuch, StoreUnavailable, HubUnreachable: not now, after several tries.
        """
        return await send_picture(
            self._address,
            self.session,
            picture,
            client_id=client_id or _fresh_id(),
            origin=self._origin,
            pace=self._line.pace,
        )

    def typing(self) -> None:
        """Tell the other side that one is writing."""
        self._line.tell({"t": "typing"})

    def read(self, seq: int) -> None:
        """Tell the other side how far one has read."""
        self._line.tell({"t": "read", "seq": seq})

    async def next(self) -> Happening:
        """What happened next: an event, a change of who speaks, an answer to a message, somebody writing.

        There is one line of happenings: whoever calls this, or iterates, takes them out of it.

        Raises:
            NotSignedIn, NotAllowed, TooMuch, BadInput, HubUnreachable: this client came to its end; everything that
                came before was given.
        """
        return await self._inbox.next()

    async def happenings(self) -> AsyncIterator[Happening]:
        """Everything that happens, until the client comes to its end; errors as for :meth:`next`."""
        while True:
            yield await self.next()

    async def events(self) -> AsyncIterator[Event]:
        """The conversation's events, those from before first; errors as for :meth:`next`."""
        async for happened in self.happenings():
            if isinstance(happened, Event):
                yield happened

    async def _post(self, frame: Mapping[str, Any], client_id: str) -> Sent:
        await self._line.outbox.room()
        return await self._line.post({**frame, "client_id": client_id or _fresh_id()})

    # What the connection asks of its audience.

    def headers(self) -> Mapping[str, str]:
        """See :class:`bot.client.connection.Audience`."""
        return {}

    async def hello(self) -> Mapping[str, Any]:
        """See :class:`bot.client.connection.Audience`."""
        # At the start the shop is asked in any case: a session kept from before may be another customer's.
        if not self._token and self._token_source is not None and not (self._introduced and self.session):
            self._token = await self._ask_shop(self._token_source)
        hello: dict[str, Any] = {"t": "hello", "since": self._inbox.cursors.get(self.conversation, 0)}
        named = {"token": self._token, "session": self.session, "channel": self._channel}
        return hello | {field: value for field, value in named.items() if value}

    def welcomed(self, frame: Mapping[str, Any]) -> bool:
        """See :class:`bot.client.connection.Audience`."""
        # Used up only now: until the hub says so, another try needs it again.
        self._token, self._refusals, self._introduced = "", 0, True
        told = self._inbox.cursors.get(self.conversation, 0)
        is_another = self.conversation != str(frame["conversation"])
        self.conversation, self.session = str(frame["conversation"]), str(frame["session"])
        if is_another and told:
            # Our `since` counted in the other log; what follows would have a hole.
            return False
        self.customer, self.last_seq = frame["customer"], int(frame["last_seq"])
        self._inbox.refilling()
        self.control = records.control(frame["control"])
        self._inbox.put(self.control)
        return True

    def took(self, frame: Mapping[str, Any]) -> None:
        """See :class:`bot.client.connection.Audience`."""
        happened = records.happening(frame)
        if isinstance(happened, Event):
            self._inbox.put_event(happened, self.conversation, happened.seq)
        elif happened is not None:
            if isinstance(happened, Control):
                self.control = happened
            self._inbox.put(happened)

    async def not_let_in(self) -> bool:
        """See :class:`bot.client.connection.Audience`."""
        self._refusals += 1
        if self._token:
            # A token may have been used up by a try whose welcome was lost. The session is kept: a visitor's talk.
            self._token = ""
        else:
            self.session = ""
        return self._token_source is not None and self._refusals < MOST_REFUSALS

    def ended(self, error: JiezhuError) -> None:
        """See :class:`bot.client.connection.Audience`."""
        self._inbox.end(error)

    async def _ask_shop(self, source: TokenSource) -> str:
        try:
            return await source()
        except Exception as error:  # the edge: it is the app's own code, and a shop may be away for a while
            raise HubUnreachable("现在取不到顾客令牌。") from error


def _fresh_id() -> str:
    return new_id("m", time.time_ns() // 1_000_000)
