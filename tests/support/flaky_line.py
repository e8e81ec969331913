"""A line between a client and a hub that breaks where chance wants it to, also in the middle of a frame."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class FlakyLine:
    """Passes bytes on both ways, and drops each connection after a number of them.

    Attributes:
        drops: connections dropped so far.
        breaks: while False, nothing is dropped.
    """

    def __init__(self, target: str, *, seed: int, least: int = 400, most: int = 6000) -> None:
        self._host, _, port = target.partition(":")
        self._target_port = int(port)
        self._chance = random.Random(seed)
        self._least, self._most = least, most
        self.drops = 0
        self.breaks = True
        self.port = 0

    @property
    def address(self) -> str:
        """Where to connect instead of the hub."""
        return f"127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        to_hub = await asyncio.open_connection(self._host, self._target_port)
        left = self._chance.randint(self._least, self._most)

        async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            nonlocal left
            while piece := await source.read(256):
                left -= len(piece)
                if self.breaks and left <= 0:
                    # A part of a frame, so that the other side meets a torn one.
                    sink.write(piece[: self._chance.randint(0, len(piece))])
                    self.drops += 1
                    return
                sink.write(piece)
                await sink.drain()

        ways = {asyncio.create_task(pump(reader, to_hub[1])), asyncio.create_task(pump(to_hub[0], writer))}
        with suppress(OSError):
            _, rest = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in rest:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        for end in (writer, to_hub[1]):
            end.transport.abort()


@asynccontextmanager
async def flaky(target: str, *, seed: int, **bounds: int) -> AsyncIterator[FlakyLine]:
    """The line on a free port."""
    line = FlakyLine(target, seed=seed, **bounds)
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
