"""The measurements' own WebSocket client against a real server: what it sends arrives, what comes is read whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.server import ServerConnection, serve

from bot.runtime.bench.trouble import NotServed
from bot.runtime.bench.wire import Wire, dial


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """A server that says back what it hears, and closes with 4409 when asked to."""

    async def answer(socket: ServerConnection) -> None:
        async for message in socket:
            if message == "close":
                await socket.close(4409, "enough")
                return
            await socket.send(message)

    async with serve(answer, "127.0.0.1", 0, ping_interval=0.05, ping_timeout=1) as server:
        yield next(iter(server.sockets)).getsockname()[1]


class Ear:
    """What a wire heard, and how it ended."""

    def __init__(self) -> None:
        self.texts: asyncio.Queue[str] = asyncio.Queue()
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def dial(self, port: int, path: str = "/") -> Wire:
        """Connect."""
        return await dial(
            "127.0.0.1",
            port,
            path,
            on_text=lambda raw: self.texts.put_nowait(raw.decode()),
            on_end=lambda code: self.ended.done() or self.ended.set_result(code),
        )


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 300_000])
async def test_a_message_of_any_length_comes_back_whole(port: int, size: int) -> None:
    """The three ways to write a length, and messages that arrive in pieces."""
    ear = Ear()
    wire = await ear.dial(port)

    wire.send(b"x" * size)

    assert await asyncio.wait_for(ear.texts.get(), 5) == "x" * size
    wire.close()


async def test_many_messages_in_one_piece_are_read_one_by_one(port: int) -> None:
    """The network joins what was sent apart."""
    ear = Ear()
    wire = await ear.dial(port)

    for number in range(500):
        wire.send(f"第{number}条".encode())

    assert [await asyncio.wait_for(ear.texts.get(), 5) for _ in range(500)] == [
        f"第{number}条" for number in range(500)
    ]
    wire.close()


async def test_pings_are_answered(port: int) -> None:
    """A server that hears no pong hangs up within a second."""
    ear = Ear()
    wire = await ear.dial(port)
    loop = asyncio.get_running_loop()
    until = loop.time() + 1.5

    while loop.time() < until:
        wire.send(b"still here")
        await asyncio.wait_for(ear.texts.get(), 5)

    assert not ear.ended.done()
    wire.close()


async def test_the_close_code_is_told(port: int) -> None:
    """4409 and its like mean something to the load."""
    ear = Ear()
    wire = await ear.dial(port)

    wire.send(b"close")

    assert await asyncio.wait_for(ear.ended, 5) == 4409


async def test_where_nobody_listens_no_figures_can_be_had() -> None:
    """An error that names the place."""
    with pytest.raises(NotServed):
        await Ear().dial(1)
