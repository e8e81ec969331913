"""What comes in over a WebSocket is what was sent, however the network cuts it."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from sanic.server.websockets.impl import WebsocketImplProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from bot.hub.wire import HubWebsocket


@dataclass(frozen=True)
class Said:
    """One message of a client, in one frame or in several."""

    body: str | bytes
    parts: int = 1

    def frames(self) -> bytes:
        """As it travels."""
        raw = self.body.encode() if isinstance(self.body, str) else self.body
        kind = Opcode.TEXT if isinstance(self.body, str) else Opcode.BINARY
        size = max(1, -(-len(raw) // self.parts))
        pieces = [raw[at : at + size] for at in range(0, len(raw), size)] or [b""]
        frames = [
            Frame(kind if place == 0 else Opcode.CONT, piece, fin=place == len(pieces) - 1)
            for place, piece in enumerate(pieces)
        ]
        return b"".join(frame.serialize(mask=True) for frame in frames)


TEXTS = st.one_of(st.text(max_size=60), st.integers(0, 400).map(lambda size: "字" * size))
MESSAGES = st.lists(
    st.one_of(
        st.builds(Said, TEXTS),
        st.builds(Said, TEXTS, st.integers(2, 4)),
        st.builds(Said, st.binary(max_size=200)),
    ),
    max_size=8,
)


def socket(max_size: int = 65536) -> HubWebsocket:
    """A socket that is open, without a network."""
    protocol = ServerProtocol(state=State.OPEN, max_size=max_size)
    return HubWebsocket.adopt(WebsocketImplProtocol(protocol))


@given(MESSAGES, st.lists(st.integers(1, 300), min_size=1, max_size=20))
def test_messages_arrive_whole_and_in_order_however_they_are_cut(messages: list[Said], cuts: list[int]) -> None:
    """One frame in one packet is read by ourselves, everything else by the library: nobody can tell which."""
    stream, heard = b"".join(message.frames() for message in messages), deque[str | bytes]()
    asked = deque(cuts)
    one = socket()

    while stream:
        size = asked[0]
        asked.rotate(-1)
        one.data_received(stream[:size])
        stream = stream[size:]
        heard.extend(one._unread)
        one._unread.clear()

    assert list(heard) == [message.body for message in messages]


@given(MESSAGES)
def test_messages_that_come_one_by_one_arrive_as_they_were_sent(messages: list[Said]) -> None:
    """The usual case: each in a packet of its own."""
    one, heard = socket(), list[str | bytes]()

    for message in messages:
        one.data_received(message.frames())
        heard += one._unread
        one._unread.clear()

    assert heard == [message.body for message in messages]


def test_a_message_longer_than_is_allowed_is_left_to_the_library_to_refuse() -> None:
    """The limit holds for what we read ourselves, too."""

    async def received() -> ServerProtocol:
        one = socket(max_size=100)
        one.async_data_received = lambda *_args: asyncio.sleep(0)  # type: ignore[assignment]
        one.data_received(Said("字" * 40).frames())
        assert not one._unread
        return one.ws_proto

    assert asyncio.run(received()).close_sent is not None


def test_a_frame_that_is_not_masked_is_left_to_the_library_to_refuse() -> None:
    """RFC 6455, section 5.1: a server must not take one."""

    async def received() -> ServerProtocol:
        one = socket()
        one.async_data_received = lambda *_args: asyncio.sleep(0)  # type: ignore[assignment]
        one.data_received(Frame(Opcode.TEXT, b"hi").serialize(mask=False))
        assert not one._unread
        return one.ws_proto

    assert asyncio.run(received()).close_sent is not None
