"""A real store server for tests: the product's own embedded one on a free port, its data in a temporary folder."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
from pathlib import Path

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as NotThere
from redis.retry import Retry

from bot.runtime import embedded_store


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LiveStore:
    """The server as a process that a test may stop, kill and start again on the same data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = embedded_store.command(port=self.port, folder=self.folder)
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        patient = Retry(ConstantBackoff(0.05), retries=200, supported_errors=(NotThere,))
        with Redis.from_url(self.url, retry=patient) as client:
            client.ping()

    def kill(self) -> None:
        """End it as a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(10)
            self._process = None


async def eventually(check: object, *, within_s: float = 5.0) -> object:
    """Wait for a condition: calls ``check`` until it gives something true, and returns that."""
    assert callable(check)
    async with asyncio.timeout(within_s):
        while not (found := await check()):
            await asyncio.sleep(0.01)
        return found
