"""The line that breaks: what it passes on, and that it really breaks."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from bot.runtime.drill.cutter import Cutter


@pytest.fixture
async def echo() -> AsyncIterator[int]:
    """A port that says back what it hears."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1000):
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def ended(reader: asyncio.StreamReader) -> bool:
    """Whether the other side is gone, with a word or without one."""
    try:
        async with asyncio.timeout(5):
            return await reader.read(1) == b""
    except ConnectionError:
        return True


async def test_what_is_said_passes_both_ways(echo: int) -> None:
    """As long as it is not cut, nobody notices it."""
    async with Cutter(echo, random.Random(1)) as cutter:
        reader, writer = await asyncio.open_connection("127.0.0.1", cutter.port)
        writer.write(b"hello")

        assert await reader.readexactly(5) == b"hello"
        writer.close()


async def test_a_cut_connection_is_gone_and_a_new_one_works(echo: int) -> None:
    """Both ends are dropped at once."""
    async with Cutter(echo, random.Random(1)) as cutter:
        reader, writer = await asyncio.open_connection("127.0.0.1", cutter.port)
        writer.write(b"a")
        await reader.readexactly(1)

        cutter.cut_some(5)

        assert await ended(reader)
        assert cutter.cuts == 1
        reader, writer = await asyncio.open_connection("127.0.0.1", cutter.port)
        writer.write(b"b")
        assert await reader.readexactly(1) == b"b"
        writer.close()


async def test_a_port_nobody_listens_on_ends_the_connection() -> None:
    """The hub is being started again: the client tries later."""
    async with Cutter(1, random.Random(1)) as cutter:
        reader, _ = await asyncio.open_connection("127.0.0.1", cutter.port)

        assert await ended(reader)
