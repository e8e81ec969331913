"""A WebSocket client that costs next to nothing: the load generator shares two cores with what it measures.

Only what a well-behaved client of our own hub needs: text frames, pings answered, no extensions, no fragments sent.
"""

from __future__ import annotations

import asyncio
import base64
import os
import struct
from collections.abc import Callable, Mapping

from bot.runtime.bench.trouble import NotServed

OnText = Callable[[bytes], None]
OnEnd = Callable[[int], None]

_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
_ZERO_MASK = b"\x00\x00\x00\x00"
"""Client frames must be masked; with a mask of zeros the masked payload is the payload."""

_NO_CODE = 1006
"""What RFC 6455 calls a connection that ended without a close frame."""


class Wire(asyncio.Protocol):
    """One connection. ``on_text`` gets the payload of every text message, ``on_end`` the close code, once."""

    def __init__(self, request: bytes, on_text: OnText, on_end: OnEnd) -> None:
        self._request = request
        self._on_text = on_text
        self._on_end = on_end
        self._unread = b""
        self._parts = b""
        self._code = _NO_CODE
        self._transport: asyncio.Transport | None = None
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See the base."""
        assert isinstance(transport, asyncio.Transport) or hasattr(transport, "write")
        self._transport = transport  # type: ignore[assignment]
        self._write(self._request)

    def data_received(self, data: bytes) -> None:
        """See the base."""
        self._unread = self._unread + data if self._unread else data
        if not self.opened.done():
            self._shake_hands()
        if self.opened.done() and not self.opened.exception():
            self._read_frames()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the base's signature
        """See the base."""
        if not self.opened.done():
            self.opened.set_exception(NotServed("the connection ended before the handshake"))
        self._on_end(self._code)

    def send(self, text: bytes) -> None:
        """Send a text message."""
        self._write(frame(_TEXT, text))

    def close(self) -> None:
        """Hang up without ceremony."""
        if self._transport is not None:
            self._transport.abort()

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def _shake_hands(self) -> None:
        head, found, rest = self._unread.partition(b"\r\n\r\n")
        if not found:
            return
        self._unread = rest
        status = head.split(b"\r\n", 1)[0]
        if b" 101 " not in status + b" ":
            self.opened.set_exception(NotServed(f"no WebSocket: {status.decode('latin-1')}"))
            self.close()
            return
        self.opened.set_result(None)

    def _read_frames(self) -> None:
        data, at = self._unread, 0
        while (found := _one_frame(data, at)) is not None:
            last, opcode, start, at = found
            payload = data[start:at]
            if opcode == _PING:
                self._write(frame(_PONG, payload))
            elif opcode == _CLOSE:
                self._code = struct.unpack_from("!H", payload)[0] if len(payload) >= 2 else 1005
                self._write(frame(_CLOSE, payload[:2]))
                if self._transport is not None:
                    self._transport.close()
            elif opcode != _PONG:
                whole = self._parts + payload if self._parts else payload
                self._parts = b"" if last else whole
                if last:
                    self._on_text(whole)
        self._unread = data[at:]


def frame(opcode: int, payload: bytes) -> bytes:
    """A whole client frame."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
    elif size < 65536:
        head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
    return head + _ZERO_MASK + payload


def _one_frame(data: bytes, at: int) -> tuple[bool, int, int, int] | None:
    """Whether it is the last of its message, opcode, and where the payload is; None when it is not all there yet."""
    if len(data) - at < 2:
        return None
    first, size, start = data[at], data[at + 1] & 0x7F, at + 2
    if size >= 126:
        width = 2 if size == 126 else 8
        if len(data) < start + width:
            return None
        size = int.from_bytes(data[start : start + width], "big")
        start += width
    if len(data) < start + size:
        return None
    return bool(first & 0x80), first & 0x0F, start, start + size


async def dial(
    host: str,
    port: int,
    path: str,
    *,
    on_text: OnText,
    on_end: OnEnd,
    subprotocol: str = "",
    headers: Mapping[str, str] | None = None,
    local: str | None = None,
) -> Wire:
    """Connect; ``local`` is the address to call from, of which each has ports of its own.

    Raises:
        NotServed: nobody answers there, or not with a WebSocket.
    """
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{port}", "Upgrade: websocket", "Connection: Upgrade"]
    lines += [f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}", "Sec-WebSocket-Version: 13"]
    if subprotocol:
        lines.append(f"Sec-WebSocket-Protocol: {subprotocol}")
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    loop = asyncio.get_running_loop()
    try:
        _, wire = await loop.create_connection(
            lambda: Wire(request, on_text, on_end), host, port, local_addr=(local, 0) if local else None
        )
        async with asyncio.timeout(30):
            await wire.opened
    except (OSError, TimeoutError) as error:
        raise NotServed(f"{host}:{port}: {error or type(error).__name__}") from error
    return wire
