"""Sanic's WebSocket without its detours, and with one hole closed.

Sanic 25.12 makes a task, a lock and two futures for every message that comes in and a signal dispatch for every one
that goes out; a hub is little else than messages, so both ways are direct here. The handshake, closing and keepalive
stay Sanic's.

The hole: text that is not UTF-8 would vanish with a traceback in the log, since Sanic decodes in a task nobody
waits for. It is answered with close code 1007, as RFC 6455 (section 8.1) asks.
"""

from __future__ import annotations

import asyncio
import struct
from collections import deque
from typing import Any

from sanic.exceptions import WebsocketClosed
from sanic.server.protocols.websocket_protocol import WebSocketProtocol
from sanic.server.websockets.impl import WebsocketImplProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State

from bot.hub.outbox import Outbox, outbox

try:
    from websockets.speedups import apply_mask
except ImportError:  # built without its C part
    from websockets.utils import apply_mask

NOT_TEXT = 1007

MOST_UNREAD = 16
"""Messages of one socket that may wait to be read; then nothing more is taken from the network until half are."""


class HubWebsocket(WebsocketImplProtocol):
    """A socket of the hub. Made by Sanic as its base, which :meth:`adopt` turns into this."""

    _unread: deque[str | bytes]
    _pieces: list[bytes]
    _unsent: list[bytes]
    _outbox: Outbox | None
    _text: bool
    _reader: asyncio.Future[None] | None
    _over: bool
    _held: bool

    @classmethod
    def adopt(cls, websocket: WebsocketImplProtocol) -> HubWebsocket:
        """Take over a socket that has read and written nothing yet. Sanic gives no say in the class it makes."""
        websocket.__class__ = cls
        assert isinstance(websocket, cls)
        websocket._unread = deque()
        websocket._pieces = []
        websocket._unsent = []
        websocket._outbox = None
        websocket._text = True
        websocket._reader = None
        websocket._over = websocket._held = False
        return websocket

    async def recv(self, timeout: float | None = None) -> str | bytes | None:
        """The next message, or None when the time is up.

        Raises:
            WebsocketClosed: there are none left, and none will come.
        """
        if not self._unread:
            if self._over:
                raise WebsocketClosed("The socket is closed.")
            self._reader = asyncio.get_running_loop().create_future()
            try:
                if timeout is None:
                    await self._reader
                else:
                    async with asyncio.timeout(timeout):
                        await self._reader
            except TimeoutError:
                return None
            finally:
                self._reader = None
            if not self._unread:
                raise WebsocketClosed("The socket is closed.")
        message = self._unread.popleft()
        if self._held and len(self._unread) <= MOST_UNREAD // 2:
            self._hold(False)
        return message

    async def send(self, message: Any) -> None:
        """Send a text message once the network takes it.

        Raises:
            WebsocketClosed: the socket is closed.
        """
        while not self.put(message):
            await self._can_write.wait()

    def put(self, message: str) -> bool:
        """Send a text message if the network takes it now; gives whether it was sent.

        Raises:
            WebsocketClosed: the socket is closed.
        """
        if not self._unsent:
            # Looked at once in each round of the event loop: what was put before in this one leaves with this.
            transport = self.io_proto.transport if self.io_proto is not None else None
            if self.ws_proto.state is not State.OPEN or transport is None or transport.is_closing():
                raise WebsocketClosed("The socket is closed.")
            if not self._can_write.is_set():
                return False
            self._outbox = self._outbox or outbox()
            self._outbox.add(self)
        body = message if isinstance(message, bytes) else message.encode("utf-8")
        self._unsent.append(_head(len(body)))
        self._unsent.append(body)
        return True

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """See the base; what was said before leaves before."""
        self.flush()
        await super().close(code, reason)

    def flush(self) -> None:
        """Let go what was said and has not left yet."""
        unsent, self._unsent = self._unsent, []
        transport = self.io_proto.transport if self.io_proto is not None else None
        if unsent and transport is not None and not transport.is_closing():
            transport.write(b"".join(unsent))

    @property
    def _can_write(self) -> asyncio.Event:
        protocol: Any = self.io_proto
        event: asyncio.Event = protocol._can_write
        return event

    def data_received(self, data: bytes) -> None:
        """See the base."""
        if (body := self._alone(data)) is not None:
            self._pieces.append(body)
            self._take_message()
            self._wake()
            return
        self.ws_proto.receive_data(data)
        answers, events = self.ws_proto.data_to_send(), self.ws_proto.events_received()
        if answers:
            # Pongs and the closing handshake, which Sanic leads.
            asyncio.get_running_loop().create_task(self.async_data_received(answers, []))  # type: ignore[no-untyped-call]
        for event in events:
            if isinstance(event, Frame):
                self._take(event)
        self._wake()

    def eof_received(self) -> bool | None:
        """See the base."""
        self._over = True
        self._wake()
        return super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """See the base."""
        self._over = True
        super().connection_lost(exc)  # type: ignore[no-untyped-call]
        self._wake()

    def _alone(self, data: bytes) -> bytes | None:
        """The body of a short text message that came by itself, as nearly all do; None: let the library look.

        What makes it one: nothing is half read, one final and masked text frame without extensions, nothing behind it.
        """
        size = len(data)
        if size < 6 or data[0] != 0x81 or data[1] & 0x80 == 0:
            return None
        length, start = data[1] & 0x7F, 2
        if length == 126 and size > 8:
            length, start = (data[2] << 8) | data[3], 4
        if (length > 125 and start == 2) or start + 4 + length != size:
            return None
        protocol = self.ws_proto
        if protocol.state is not State.OPEN or protocol.reader.buffer or self._pieces:
            return None
        if protocol.max_size is not None and length > protocol.max_size:
            return None
        self._text = True
        return apply_mask(data[start + 4 :], data[start : start + 4])

    def _take(self, frame: Frame) -> None:
        if frame.opcode is Opcode.PONG:
            self._take_pong(bytes(frame.data))
        elif frame.opcode is Opcode.CLOSE:
            self._over = True
        elif frame.opcode is not Opcode.PING:
            if frame.opcode is not Opcode.CONT:
                self._text = frame.opcode is Opcode.TEXT
            self._pieces.append(bytes(frame.data))
            if frame.fin:
                self._take_message()

    def _take_message(self) -> None:
        body, self._pieces = b"".join(self._pieces), []
        try:
            self._unread.append(body.decode("utf-8") if self._text else body)
        except UnicodeDecodeError:
            self.fail_connection(NOT_TEXT)
            return
        if len(self._unread) >= MOST_UNREAD:
            self._hold(True)

    def _take_pong(self, data: bytes) -> None:
        """Sanic's own bookkeeping of its pings: a pong answers its ping and all before it."""
        if data not in self.pings:
            return
        for ping in list(self.pings):
            waiter = self.pings.pop(ping)
            if not waiter.done():
                waiter.set_result(None)
            if ping == data:
                return

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done() and (self._unread or self._over):
            self._reader.set_result(None)

    def _hold(self, held: bool) -> None:
        self._held = held
        transport = self.io_proto.transport if self.io_proto is not None else None
        if transport is not None and not transport.is_closing():
            transport.pause_reading() if held else transport.resume_reading()


class HubProtocol(WebSocketProtocol):
    """The protocol both ports speak."""

    async def websocket_handshake(self, request: Any, subprotocols: Any = None) -> Any:
        """See the base."""
        # No frame can have come in yet: the loop has not run since the handshake was sent.
        return HubWebsocket.adopt(await super().websocket_handshake(request, subprotocols))


def _head(size: int) -> bytes:
    """The head of a whole text frame of a server (RFC 6455, section 5.2)."""
    if size < 126:
        return struct.pack("!BB", 0x81, size)
    if size < 65536:
        return struct.pack("!BBH", 0x81, 126, size)
    return struct.pack("!BBQ", 0x81, 127, size)
