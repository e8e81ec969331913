"""A line that breaks: passes TCP connections on and cuts some of them whenever it is told to."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

_CHUNK = 1 << 16


class Cutter:
    """Listens on a port of its own and passes everything on to another one. Use it as an async context."""

    def __init__(self, target_port: int, luck: random.Random) -> None:
        self._target = target_port
        self._luck = luck
        self._open: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._server: asyncio.Server | None = None
        self.port = 0
        self.cuts = 0

    async def __aenter__(self) -> Cutter:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_exc: object) -> None:
        assert self._server is not None
        self._server.close()
        for pair in list(self._open):
            self._cut(pair)

    def cut_some(self, count: int) -> None:
        """Cut so many connections, chosen by lot, both ways and without a word."""
        for pair in self._luck.sample(sorted(self._open, key=id), min(count, len(self._open))):
            self._cut(pair)
            self.cuts += 1

    def _cut(self, pair: tuple[asyncio.StreamWriter, asyncio.StreamWriter]) -> None:
        self._open.discard(pair)
        for writer in pair:
            writer.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        pair = (writer, far_writer)
        self._open.add(pair)
        pumps = [asyncio.create_task(_pump(reader, far_writer)), asyncio.create_task(_pump(far_reader, writer))]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._cut(pair)
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
