"""A real PostgreSQL for tests: Debian's server on a free loopback port, its data in a folder of its own.

PostgreSQL refuses to run as root, so root runs it as ``nobody``; anybody else as themselves.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from support.live_store import free_port

USER = "nobody"


def programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, where Debian puts it or on PATH; the newest version of several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


class LivePostgres:
    """The server as a process that a test may kill and start again on the same data."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._binaries = binaries
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0

    def make(self) -> None:
        """Make the data folder."""
        if os.geteuid() == 0:
            shutil.chown(self._folder, USER, "nogroup")
        # The tests kill the process, not the machine: what it wrote is there without a flush.
        command = [self._binaries / "initdb", "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale"]
        subprocess.run([*command, "-D", self._folder / "data"], check=True, stdout=subprocess.DEVNULL, **_as_user())

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = {"port": str(self.port), "listen_addresses": "127.0.0.1", "fsync": "off", "max_connections": "60"}
        options["unix_socket_directories"] = str(self._folder)
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with open(self._folder / "postgres.log", "ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", self._folder / "data", *words],
                stdout=log,
                stderr=log,
                **_as_user(),
            )
        self._await()

    def kill(self) -> None:
        """End the server and what it forked as a crash would."""
        self._end(signal.SIGQUIT)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGINT)

    def url(self, database: str = "postgres") -> str:
        """The address of a database in SQLAlchemy's async spelling."""
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/{database}"

    async def fresh(self) -> str:
        """The address of a new, empty database."""
        self._databases += 1
        name = f"test_{self._databases}"
        connection = await asyncpg.connect(user="postgres", host="127.0.0.1", port=self.port, database="postgres")
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        return self.url(name)

    def _await(self, within_s: float = 20) -> None:
        until = time.monotonic() + within_s
        asked = [self._binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(asked, check=False).returncode != 0:
            if time.monotonic() > until or (self._process and self._process.poll() is not None):
                raise AssertionError((self._folder / "postgres.log").read_text("utf-8"))
            time.sleep(0.05)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(20)
            self._process = None


@contextmanager
def serving() -> Iterator[LivePostgres]:
    """A server while the block runs; the test is skipped where PostgreSQL is not installed."""
    binaries = programs()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    # Not below pytest's own folder, which only its owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="jiezhu-postgres-"))
    server = LivePostgres(folder, binaries)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _as_user() -> dict[str, Any]:
    return {"user": USER, "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
