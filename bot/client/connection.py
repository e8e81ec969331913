"""One lasting connection to the hub: connects, says hello, reads, writes, and does it again when the line breaks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Origin, Subprotocol

from bot.client.outbox import Letter, Outbox
from bot.client.pace import Backoff, Pace
from bot.client.records import Sent
from bot.client.trouble import HubUnreachable, error_of
from bot.kernel.errors import BadInput, JiezhuError, NotAllowed, NotSignedIn, StoreUnavailable, TooMuch

Frame = Mapping[str, Any]

LONGEST_FRAME = 4_000_000
"""Bytes of the longest frame taken from the hub."""

CANCEL_AGAIN_S = 2.0
_NOT_SIGNED_IN = 4401
_NO_HUB = "对方发来的不是接待中枢的消息。"


class Audience(Protocol):
    """What a customer's and a desk's side do differently."""

    def headers(self) -> Mapping[str, str]:
        """Headers of the handshake."""
        ...

    async def hello(self) -> Frame:
        """The first frame; raises what ends the client."""
        ...

    def welcomed(self, frame: Frame) -> bool:
        """Take the welcome; False: what follows is of no use, connect again at once."""
        ...

    def took(self, frame: Frame) -> None:
        """Take any other frame."""
        ...

    async def not_let_in(self) -> bool:
        """The token, session or cookie was refused; whether another hello may do better."""
        ...

    def ended(self, error: JiezhuError) -> None:
        """There will be no more frames."""
        ...


class Connection:
    """Keeps the line to one address for one audience; ``origin`` is what a browser would name, empty for an app."""

    def __init__(self, url: str, subprotocol: str, audience: Audience, pace: Pace, *, origin: str = "") -> None:
        self.pace = pace
        self.outbox = Outbox(pace.unanswered)
        self._url = url
        self._subprotocol = Subprotocol(subprotocol)
        self._audience = audience
        self._origin = Origin(origin) if origin else None
        self._backoff = Backoff(pace)
        self._socket: ClientConnection | None = None
        self._first: asyncio.Future[None] | None = None
        self._running: asyncio.Task[None] | None = None
        self._asides: set[asyncio.Task[None]] = set()
        self._at_once = False
        self._ended: JiezhuError | None = None

    @property
    def connected(self) -> bool:
        """Whether the hub has welcomed us and the line still stands, as far as we know."""
        return self._socket is not None

    async def start(self) -> None:
        """Connect, and stay connected from now on.

        Raises:
            HubUnreachable: nobody answers there, after as many tries as ``pace`` allows.
            NotSignedIn, NotAllowed, BadInput: the hub does not let us in.
        """
        self._first = asyncio.get_running_loop().create_future()
        self._running = asyncio.create_task(self._run())
        try:
            await asyncio.shield(self._first)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Hang up; what was not answered fails."""
        while self._running is not None and not self._running.done():
            # More than once: a cancel that comes together with a result can be lost on Python 3.11 (bpo-37658).
            self._running.cancel()
            await asyncio.wait({self._running}, timeout=CANCEL_AGAIN_S)
        self._end(HubUnreachable("客户端已经关闭。"))

    def post(self, frame: Frame) -> asyncio.Future[Sent]:
        """Send a frame that has a ``client_id``, now or as soon as there is a line, until it is answered.

        Raises:
            TooMuch: too many wait already.
            JiezhuError: what ended this client.
        """
        if self._ended is not None:
            raise self._ended
        return self.outbox.add(str(frame["client_id"]), frame)

    def tell(self, frame: Frame) -> None:
        """Send a frame nobody answers; without a line it is dropped."""
        if self._socket is not None:
            task = asyncio.create_task(_try_send(self._socket, frame))
            self._asides.add(task)
            task.add_done_callback(self._asides.discard)

    def again(self) -> None:
        """Connect anew at once: the audience wants to be told from another place on."""
        self._at_once = True
        if self._socket is not None:
            task = asyncio.create_task(self._socket.close())
            self._asides.add(task)
            task.add_done_callback(self._asides.discard)

    async def _run(self) -> None:
        try:
            while True:
                try:
                    await self._once()
                except HubUnreachable as error:
                    if not self._at_once:
                        await self._wait_after(error)
                self._at_once = False
        except JiezhuError as error:
            self._end(error)

    async def _wait_after(self, failure: HubUnreachable) -> None:
        pause = self._backoff.next()
        if self._backoff.worn_out:
            raise failure
        await asyncio.sleep(pause)

    async def _once(self) -> None:
        """One connection, from the handshake to its end. Returns when the next one should follow at once.

        Raises:
            HubUnreachable: the next one may come after a pause.
            JiezhuError: there is no use in another one.
        """
        began = asyncio.get_running_loop().time()
        try:
            async with connect(
                self._url,
                subprotocols=[self._subprotocol],
                origin=self._origin,
                additional_headers=dict(self._audience.headers()),
                max_size=LONGEST_FRAME,
                open_timeout=self.pace.open_s,
                close_timeout=1,
                compression=None,
            ) as socket:
                await socket.send(_dump(await self._audience.hello()))
                await self._serve(socket)
        except ConnectionClosed as closed:
            await self._closed(closed.rcvd.code if closed.rcvd else 1006)
        except (OSError, TimeoutError, WebSocketException) as error:
            raise HubUnreachable(f"连不上接待中枢（{self._url}）。") from error
        finally:
            self._socket = None
            if asyncio.get_running_loop().time() - began >= self.pace.steady_s:
                self._backoff.reset()

    async def _serve(self, socket: ClientConnection) -> None:
        async with asyncio.timeout(self.pace.open_s):
            frame = _parse(await socket.recv())
            while frame["t"] != "welcome":
                frame = _parse(await socket.recv())
        if not self._audience.welcomed(frame):
            self._at_once = True
            return
        self._socket = socket
        if self._first is not None and not self._first.done():
            self._first.set_result(None)
        writing = asyncio.create_task(self._write(socket))
        try:
            while True:
                self._read(_parse(await socket.recv()))
        finally:
            writing.cancel()
            await asyncio.wait({writing})

    def _read(self, frame: Frame) -> None:
        if frame["t"] == "ack":
            self.outbox.taken(str(frame["client_id"]), Sent(int(frame["seq"]), bool(frame.get("duplicate"))))
        elif frame["t"] == "nack" and self.outbox.refused(
            str(frame["client_id"]), error_of(frame), repeats=self.pace.repeats
        ):
            # Not told to the reader: it will be sent again.
            return
        try:
            self._audience.took(frame)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise HubUnreachable(_NO_HUB) from error

    async def _write(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            while True:
                letter = await self.outbox.oldest()
                letter.answered.clear()
                await socket.send(_dump(letter.frame))
                try:
                    async with asyncio.timeout(self.pace.answer_s):
                        await letter.answered.wait()
                except TimeoutError:
                    await socket.close()
                    return
                if letter.repeats and not letter.done.done():
                    await asyncio.sleep(_pause(letter, self.pace))

    async def _closed(self, code: int) -> None:
        """Decide by the close code (docs/customer-socket.yaml) whether to come back."""
        if code == _NOT_SIGNED_IN:
            if not await self._audience.not_let_in():
                raise NotSignedIn("接待中枢不认可这个身份，请换一个新的令牌。")
            self._at_once = True
        elif code == 4403:
            raise NotAllowed("接待中枢不接受这个来源的连接。")
        elif code in {4400, 1007}:
            raise BadInput("接待中枢看不懂发出的内容。", close_code=code)
        elif code == 1009:
            raise BadInput("发出的消息太大了。", close_code=code)
        elif code == 4409:
            raise TooMuch("同一位顾客打开的窗口太多，这里的连接被较新的窗口替换了。", close_code=code)
        elif code == 1013:
            raise HubUnreachable(StoreUnavailable.message, close_code=code)
        else:
            raise HubUnreachable(f"与接待中枢的连接断开了（{code}）。", close_code=code)

    def _end(self, error: JiezhuError) -> None:
        if self._ended is not None:
            return
        self._ended = error
        self.outbox.fail(error)
        self._audience.ended(error)
        if self._first is not None and not self._first.done():
            self._first.set_exception(error)
            self._first.exception()


def _pause(letter: Letter, pace: Pace) -> float:
    backoff = Backoff(pace)
    backoff.tries = letter.repeats - 1
    return backoff.next()


async def _try_send(socket: ClientConnection, frame: Frame) -> None:
    with suppress(ConnectionClosed):
        await socket.send(_dump(frame))


def _dump(frame: Frame) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def _parse(raw: str | bytes) -> dict[str, Any]:
    """A frame of the hub.

    Raises:
        HubUnreachable: whatever answers there is no hub.
    """
    try:
        frame = json.loads(raw)
    except ValueError:
        frame = None
    if not isinstance(frame, dict) or not isinstance(frame.get("t"), str):
        raise HubUnreachable(_NO_HUB)
    return frame
