"""One hub process: both audiences on one event loop (docs/decisions/0003-hub-processes.md)."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sanic import Sanic

from bot.hub.assets import Assets
from bot.hub.base_app import App, load_static
from bot.hub.customer_app import customer_app
from bot.hub.limits import Limits
from bot.hub.services import Services
from bot.hub.staff_app import staff_app
from bot.hub.tasks import end
from bot.hub.wire import HubProtocol
from bot.kernel.errors import JiezhuError, SettingError
from bot.runtime.logs import get_logger

log = get_logger("hub")

BACKLOG = 512


SWEEP_S = 1.0
"""Seconds between two looks at what is due (invariant 9). Each hub process looks; twice is harmless."""

Server = Any
"""Sanic's AsyncioServer, whose methods are not typed."""


@dataclass(frozen=True)
class Running:
    """A hub that serves; the ports are the real ones, also where 0 was asked for."""

    public_port: int
    staff_port: int
    _services: Services
    _limits: Limits
    _servers: tuple[Server, ...]
    _sweeping: asyncio.Task[None]

    def drain(self) -> None:
        """Say on ``/ready`` that nobody new should be sent here; everybody is served as before."""
        for server in self._servers:
            server.app.ctx.health.drain()

    async def stop(self) -> None:
        """Take no more callers, ask the connected ones to come back (1012), let what runs end, then cut."""
        self.drain()
        for server in self._servers:
            server.server.close()
        await end(self._sweeping)
        await asyncio.gather(*(_end(server, self._limits.drain_s) for server in self._servers))
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.drain_s):
                await self._services.conversations.background.drain()


async def start(services: Services, *, limits: Limits | None = None, assets: Assets | None = None) -> Running:
    """Open both ports and serve.

    Args:
        limits: bounds other than the usual ones.
        assets: built pages other than the committed ones.

    Raises:
        SettingError: a port is taken or not ours to open.
    """
    limits, assets = limits or Limits(), assets or load_static()
    knobs = services.settings
    public = _listen(knobs.public_host, knobs.public_port, "JIEZHU_PUBLIC_PORT")
    try:
        staff = _listen(knobs.staff_host, knobs.staff_port, "JIEZHU_STAFF_PORT")
    except SettingError:
        public.close()
        raise
    # The names are asked for first: the sockets belong to the servers afterwards.
    ports = public.getsockname()[1], staff.getsockname()[1]
    servers = (
        await _begin(customer_app(services, limits=limits, assets=assets), public),
        await _begin(staff_app(services, limits=limits, assets=assets), staff),
    )
    sweeping = asyncio.create_task(_sweep(services))
    log.info("hub.serving", public_port=ports[0], staff_port=ports[1])
    return Running(*ports, services, limits, servers, sweeping)


async def serve(services: Services, limits: Limits | None = None) -> None:
    """Serve until the process is asked to stop (SIGTERM, Ctrl-C)."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wish in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(wish, stopping.set)
    running = await start(services, limits=limits)
    # What is there now stays: it need not be looked through again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 5, 20)
    await stopping.wait()
    log.info("hub.stopping")
    running.drain()
    await asyncio.sleep(services.settings.drain_notice_s)
    await running.stop()


async def _begin(app: App, sock: socket.socket) -> Server:
    # Not listening until the app is ready: an early caller would meet an app without routes.
    server: Server = await app.create_server(
        sock=sock, protocol=HubProtocol, backlog=BACKLOG, asyncio_server_kwargs={"start_serving": False}
    )
    await server.startup()
    await server.before_start()
    await server.start_serving()
    await server.after_start()
    return server


async def _end(server: Server, drain_s: float) -> None:
    await server.before_stop()
    for connection in list(server.connections):
        connection.close_if_idle()
    with suppress(TimeoutError):
        async with asyncio.timeout(drain_s):
            # Sanic keeps a plain set and tells nobody when it empties.
            while server.connections:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    for connection in list(server.connections):
        connection.abort()
    await server.after_stop()
    Sanic.unregister_app(server.app)


async def _sweep(services: Services) -> None:
    metrics, loop = services.metrics, asyncio.get_running_loop()
    while True:
        for name in ("clocks", "promises", "merges"):
            start, outcome = loop.time(), "failed"
            # Looked up anew each time: whoever serves these may put others in their place.
            look = {
                "clocks": services.conversations.sweep.run_once,
                "promises": services.promises.run_once,
                "merges": services.conversations.merge_what_is_due,
            }[name]
            try:
                await look()
                outcome = "ok"
            except JiezhuError as error:
                log.warning("sweep.skipped", code=error.code)
            except Exception as error:  # the edge: one bad conversation must not stop the clocks of all others
                log.error("sweep.failed", exc_info=error)
            metrics.observe("jiezhu_sweep_seconds", loop.time() - start, look=name, outcome=outcome)
        due = loop.time() + SWEEP_S
        await asyncio.sleep(SWEEP_S)
        metrics.observe("jiezhu_loop_late_seconds", max(0.0, loop.time() - due))


def _listen(host: str, port: int, knob: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        sentence = f"端口 {host}:{port} 打不开：{error.strerror}。请关掉占用它的程序，或设置 {knob}。"
        raise SettingError(sentence, setting=knob) from error
    return sock
