"""A customer in the terminal and in scripted conversations: lines in, whole answers out, over :mod:`bot.client`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from bot.client import Ack, Control, Happening, JiezhuClient, Problem, Sent, Typing
from bot.client import Event as Record
from bot.client import Pace as Patience
from bot.client.trouble import HubUnreachable
from bot.kernel.errors import JiezhuError, NotSignedIn, TooMuch
from bot.kernel.ids import new_id

__all__ = ["ChatClient", "Event", "HubUnreachable", "Offer", "Pace", "offers_of"]

Event = Mapping[str, Any]

ONCE = Patience(open_s=5, tries=1, repeats=0)
"""A line that breaks, or a message that is refused, is told: whoever sits before the terminal decides what to do."""

LAST_WORDS_S = 2.0
"""Seconds that what was written just before hanging up gets to be taken."""


@dataclass(frozen=True)
class Pace:
    """When an answer counts as complete, in seconds.

    Attributes:
        quiet: silence after the last event of an answer.
        at_most: the longest wait for an answer, from the moment the line was sent.
    """

    quiet: float = 0.7
    at_most: float = 10.0


@dataclass(frozen=True)
class Offer:
    """Something the customer may press."""

    choice_id: str
    title: str


class ChatClient:
    """One signed-in customer; an async context manager. ``events`` holds what was said since then, by ``seq``."""

    def __init__(
        self, url: str, *, origin: str, token: str, pace: Pace | None = None, on_event: Callable[[Event], None]
    ) -> None:
        """``url`` of the socket; an empty ``token`` is a visitor; ``on_event`` gets every event as it arrives."""
        self._url = url
        self._hub = JiezhuClient(url, token=token, origin=origin, pace=ONCE)
        self._pace = pace or Pace()
        self._on_event = on_event
        self._since = 0
        self._bot_typing = False
        self._acked: dict[str, int] = {}
        self._refused: dict[str, str] = {}
        # Messages that become events one sees; the two fixed buttons may not.
        self._spoken: set[str] = set()
        self._sending: set[asyncio.Task[Sent]] = set()
        self.events: dict[int, Event] = {}
        self.offers: list[Offer] = []
        self.control: Mapping[str, Any] = {}
        self.conversation = ""
        self.session = ""

    async def __aenter__(self) -> ChatClient:
        """Connect and say hello.

        Raises:
            HubUnreachable: nobody answers there.
            NotSignedIn: the token is refused.
        """
        try:
            await self._hub.__aenter__()
        except (HubUnreachable, NotSignedIn) as error:
            raise self._told(error) from error
        self._since, self.control = self._hub.last_seq, self._hub.control.raw
        self.conversation, self.session = self._hub.conversation, self._hub.session
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        if self._sending and error is None:
            await asyncio.wait(self._sending, timeout=LAST_WORDS_S)
        await self._hub.__aexit__(kind, error, trace)

    @property
    def with_bot(self) -> bool:
        """Whether the bot is the one to answer."""
        return bool(self.control.get("state") == "bot")

    def offered(self, line: str) -> Offer | None:
        """What a line presses: ``#2`` the second choice offered last, or the one with exactly this title."""
        wanted = line.strip().removeprefix("[").removesuffix("]") if line.strip().startswith("[") else line.strip()
        if wanted.startswith("#") and wanted[1:].isdigit():
            place = int(wanted[1:])
            return self.offers[place - 1] if 1 <= place <= len(self.offers) else None
        return next((offer for offer in self.offers if offer.title == wanted), None)

    async def say(self, line: str, *, as_text: bool = False) -> str:
        """Send a line: press what it names, else (or with ``as_text``) write it. Gives its client id."""
        client_id = new_id("m", time.time_ns() // 1_000_000)
        offer = None if as_text else self.offered(line)
        if offer is not None:
            self._start(client_id, self._hub.choose(offer.choice_id, client_id=client_id), spoken=True)
        elif not as_text and line.strip() == "[转人工]":
            self._start(client_id, self._hub.ask_human(client_id=client_id))
        elif not as_text and line.strip() in {"[返回智能助手]", "[返回智能客服]"}:
            self._start(client_id, self._hub.leave_queue(client_id=client_id))
        else:
            self._start(client_id, self._hub.send(line, client_id=client_id), spoken=True)
        return client_id

    async def exchange(self, line: str, *, as_text: bool = False) -> list[Event]:
        """Send a line, wait until its answer is complete, and give everything that was said, in ``seq`` order."""
        before = set(self.events)
        client_id = await self.say(line, as_text=as_text)
        await self.settle(client_id)
        said = [event for seq, event in self.events.items() if seq not in before]
        if client_id in self._refused:
            refusal = {"seq": None, "actor": {"kind": "system"}, "kind": "refused", "data": {}}
            mine = {"seq": None, "actor": {"kind": "customer"}, "kind": "text", "text": line, "data": {}}
            return [mine, {**refusal, "text": self._refused[client_id]}, *said]
        return sorted(said, key=lambda event: int(event["seq"]))

    async def sent_elsewhere(self, client_id: str, seq: int) -> None:
        """Wait for the answer to what was sent over HTTP and taken as ``seq``: a picture."""
        self._spoken.add(client_id)
        self._acked[client_id] = seq
        await self.settle(client_id)

    async def settle(self, client_id: str) -> None:
        """Read until the answer to a message is complete (:class:`Pace`).

        Complete is: the message was taken; somebody other than the customer spoke after it, unless a person is in
        charge or awaited; nobody is writing; the last line announces nothing that is still to come; and silence.
        """
        await self._read_until(lambda: self._is_complete(client_id))

    async def rest(self) -> None:
        """Read until somebody spoke unasked and it is quiet again, for at most as long as for an answer."""
        before = len(self.events)
        await self._read_until(lambda: len(self.events) > before)

    async def _read_until(self, complete: Callable[[], bool]) -> None:
        deadline = time.monotonic() + self._pace.at_most
        while (left := deadline - time.monotonic()) > 0:
            wait = min(self._pace.quiet, left) if complete() else left
            try:
                async with asyncio.timeout(wait):
                    happened = await self._receive()
            except TimeoutError:
                return
            self._take(happened)

    async def listen(self) -> None:
        """Read for ever (the interactive mode).

        Raises:
            HubUnreachable: the line broke.
        """
        while True:
            self._take(await self._receive())

    def _is_complete(self, client_id: str) -> bool:
        if client_id in self._refused:
            return True
        mine = self._acked.get(client_id)
        if mine is None or (client_id in self._spoken and mine > self._since and mine not in self.events):
            return False
        # Typing that led to nothing: a person took over, and what the bot computed was put aside.
        if self._bot_typing and self.with_bot:
            return False
        answers = [event for seq, event in self.events.items() if seq >= mine and _speaker(event) != "customer"]
        if not answers:
            return not self.with_bot
        # The handoff line is followed by the place in the queue.
        return not (answers[-1]["kind"] == "notice" and answers[-1]["data"].get("code") == "handoff_started")

    def _take(self, happened: Happening) -> None:
        match happened:
            case Record():
                self._take_event(happened.raw)
            case Ack():
                self._acked[happened.client_id] = happened.seq
            case Problem(client_id=client_id) if client_id:
                self._refused[client_id] = happened.message
            case Control():
                self.control = happened.raw
            case Typing():
                self._bot_typing = happened.actor == "bot"

    def _take_event(self, event: Event) -> None:
        if event["seq"] <= self._since or event["seq"] in self.events:
            return
        self.events[event["seq"]] = event
        if _speaker(event) != "customer":
            self._bot_typing = False
            self.offers = offers_of(event) or self.offers
        self._on_event(event)

    def _start(self, client_id: str, sending: Coroutine[Any, Any, Sent], *, spoken: bool = False) -> None:
        if spoken:
            self._spoken.add(client_id)
        task = asyncio.create_task(sending)
        self._sending.add(task)
        task.add_done_callback(self._sent)

    def _sent(self, task: asyncio.Task[Sent]) -> None:
        # What became of it comes with everything else that happens; a broken line is told by the next read.
        self._sending.discard(task)
        if not task.cancelled():
            task.exception()

    async def _receive(self) -> Happening:
        try:
            return await self._hub.next()
        except (HubUnreachable, NotSignedIn, TooMuch) as error:
            raise self._told(error) from error

    def _told(self, error: JiezhuError) -> JiezhuError:
        """What ended the line, as the person before the terminal reads it."""
        if isinstance(error, NotSignedIn):
            return NotSignedIn("中枢不认可这个顾客令牌：密钥或时间不对(JIEZHU_CUSTOMER_TOKEN_KEY)。")
        if isinstance(error, TooMuch):
            return HubUnreachable("这位顾客在别处打开了新窗口，这里的连接被替换了。")
        if error.fields.get("close_code"):
            return error
        return HubUnreachable(f"连不上接待中枢({self._url}):请先运行 make run(或 jiezhu run)。")


def _speaker(event: Event) -> str:
    return str(event["actor"]["kind"])


def offers_of(event: Event) -> list[Offer]:
    """What an event lets the customer press: order cards first, then buttons."""
    data = event.get("data") or {}
    cards = [order["choice"] for order in data.get("orders", []) if order.get("choice")]
    return [Offer(str(item["id"]), str(item["title"])) for item in [*cards, *data.get("buttons", [])]]
