"""A store that survives its primary: a server with replicas and the Sentinels that watch them, on free ports."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from support.live_store import free_port

from bot.runtime import embedded_store

SERVICE = "jiezhu"
DOWN_AFTER_MS = 2_500
"""Silence after which a Sentinel takes a server to be down: longer than a busy machine makes everybody pause."""


class WatchedStore:
    """The servers as processes that a test may kill, pause and start again on the same data."""

    def __init__(self, folder: Path, *, replicas: int = 2, sentinels: int = 3) -> None:
        self._folder = folder
        self.ports = [free_port() for _ in range(1 + replicas)]
        self._sentinel_ports = [free_port() for _ in range(sentinels)]
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def url(self) -> str:
        """What ``REDIS_URL`` would say."""
        hosts = ",".join(f"127.0.0.1:{port}" for port in self._sentinel_ports)
        return f"redis+sentinel://{hosts}/{SERVICE}"

    def start(self) -> None:
        """Start all servers, wait until each replica follows, then the Sentinels, and until they know each other."""
        first, *others = self.ports
        self._serve(first)
        for port in others:
            self._serve(port, "--replicaof", f"127.0.0.1 {first}")
        with Redis(port=first) as primary:
            wait_for(lambda: _online(primary) == len(others), "the replicas do not follow")
        for port in self._sentinel_ports:
            self._watch(port, first)
        for port in self._sentinel_ports:
            with Redis(port=port, decode_responses=True) as sentinel:
                wait_for(lambda asked=sentinel: self._knows_all(asked), "the Sentinels do not see each other")

    def stop(self) -> None:
        """End everything."""
        for process in self._processes.values():
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait(10)
        self._processes.clear()

    def primary(self) -> int:
        """The port of the server the Sentinels call the primary now."""
        for port in self._sentinel_ports:
            with Redis(port=port, decode_responses=True, socket_timeout=1) as sentinel:
                address = sentinel.sentinel_get_master_addr_by_name(SERVICE)
                return int(address[1])
        raise AssertionError("no Sentinel answers")

    def replicas(self) -> list[int]:
        """The ports of the others."""
        now = self.primary()
        return [port for port in self.ports if port != now]

    def kill(self, port: int) -> None:
        """End a server as a crash would; it stays dead until :meth:`restart`."""
        process = self._processes.pop(port)
        process.kill()
        process.wait(10)

    def restart(self, port: int) -> None:
        """Start a server again on its data; the Sentinels tell it whom to follow."""
        self._serve(port)

    def pause(self, port: int) -> None:
        """Stop a server in mid-air."""
        self._processes[port].send_signal(signal.SIGSTOP)

    def resume(self, port: int) -> None:
        """Let a paused server go on."""
        self._processes[port].send_signal(signal.SIGCONT)

    def _serve(self, port: int, *more: str) -> None:
        command = embedded_store.command(port=port, folder=self._folder / f"store-{port}")
        # A replica that comes is served at once, not together with those that may come in the next seconds.
        self._run(port, *command, "--repl-diskless-sync-delay", "0", *more)
        with Redis(port=port, socket_timeout=1) as client:
            wait_for(lambda: _answers(client), f"no server on {port}")

    def _watch(self, port: int, primary: int) -> None:
        conf = self._folder / f"sentinel-{port}.conf"
        quorum = len(self._sentinel_ports) // 2 + 1
        conf.write_text(
            f"port {port}\nbind 127.0.0.1\ndir {self._folder}\nloglevel warning\n"
            f"sentinel monitor {SERVICE} 127.0.0.1 {primary} {quorum}\n"
            f"sentinel down-after-milliseconds {SERVICE} {DOWN_AFTER_MS}\n"
            f"sentinel failover-timeout {SERVICE} 3000\n"
        )
        self._run(port, embedded_store.binary(), str(conf), "--sentinel")
        with Redis(port=port, socket_timeout=1) as client:
            wait_for(lambda: _answers(client), f"no Sentinel on {port}")

    def _run(self, port: int, *command: str) -> None:
        with open(self._folder / f"{port}.log", "ab") as log:
            self._processes[port] = subprocess.Popen(command, stdout=log, stderr=log)

    def _knows_all(self, sentinel: Redis) -> bool:
        state = sentinel.sentinel_master(SERVICE)
        others = len(self._sentinel_ports) - 1, len(self.ports) - 1
        return (int(state["num-other-sentinels"]), int(state["num-slaves"])) == others


def wait_for(check: Callable[[], bool], what: str, within_s: float = 20) -> None:
    """Wait until something is so."""
    until = time.monotonic() + within_s
    while not check():
        assert time.monotonic() < until, what
        time.sleep(0.05)


def _answers(client: Redis) -> bool:
    try:
        return bool(client.ping())
    except RedisError:
        return False


def _online(primary: Redis) -> int:
    known = primary.info("replication")
    return sum(1 for name, about in known.items() if name.startswith("slave") and about["state"] == "online")
