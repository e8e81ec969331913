"""One WebSocket, made safe to write to, and with an honest end."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from sanic import Request, Websocket
from sanic.exceptions import SanicException

from bot.handoff.gauges import Meter, Quiet
from bot.hub.frames import Frame, dump
from bot.hub.limits import Limits
from bot.runtime.logs import get_logger

log = get_logger("hub")


class Gone(Exception):
    """Raised when the other side hung up, or was cut."""


class Link:
    """A connected socket.

    ``send`` writes at once while the network takes it and waits otherwise, so a fast source is slowed to the
    reader's pace and memory stays bounded: what the transport holds (64 KB) and one frame of each who waits. A reader
    that takes nothing for ``stall_s`` seconds is cut, which ends every wait.

    Args:
        meter, audience: where answers and cuts are counted, and as whose.
    """

    def __init__(
        self, request: Request, websocket: Websocket, limits: Limits, meter: Meter | None = None, audience: str = ""
    ) -> None:
        self._meter = meter or Quiet()
        self._audience = audience
        self._ack = self._meter.counter("jiezhu_acks_total", audience=audience)
        self._transport: Any = request.transport
        self._websocket: Any = websocket
        self._limits = limits

    async def send(self, frame: Frame) -> None:
        """Send a frame, waiting for room. Who is gone gets nothing: their reader finds that out."""
        self._count(frame)
        text = dump(frame)
        try:
            if not self._websocket.put(text):
                async with asyncio.timeout(self._limits.stall_s):
                    await self._websocket.send(text)
        except TimeoutError:
            self.cut("stalled")
        except SanicException:
            return

    def offer(self, frame: Frame) -> bool:
        """Send a frame if it leaves at once; False when the network takes no more now. Who is gone gets nothing."""
        try:
            taken: bool = self._websocket.put(dump(frame))
        except SanicException:
            return True
        return taken

    async def receive(self, timeout_s: float | None = None) -> str | bytes | None:
        """The next message, or None when the time is up.

        Raises:
            Gone: the other side hung up.
        """
        try:
            message: str | bytes | None = await self._websocket.recv(timeout_s)
        except SanicException as error:
            raise Gone from error
        return message

    async def close(self, code: int, reason: str = "") -> None:
        """Close with a code, behind what was sent. A reader that does not take it is cut."""
        try:
            async with asyncio.timeout(self._limits.stall_s):
                await self._websocket.close(code, reason)
        except TimeoutError:
            self.cut("close")
        except SanicException:
            return
        else:
            # Sanic would wait without end for the answer of somebody who is not there any more.
            asyncio.get_running_loop().call_later(self._limits.stall_s, self._transport.abort)

    def attend(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run something beside the socket. If it breaks the socket is cut: the client comes back to a fresh start."""

        def ended(task: asyncio.Task[None]) -> None:
            if not task.cancelled() and (error := task.exception()) is not None:
                log.error("socket.work_failed", exc_info=error)
                self.cut("broken")

        task = asyncio.create_task(work)
        task.add_done_callback(ended)
        return task

    def cut(self, why: str) -> None:
        """Drop the connection at once, unsent frames and all."""
        log.info("socket.cut", why=why)
        self._meter.count("jiezhu_socket_cuts_total", audience=self._audience, why=why)
        self._transport.abort()

    def _count(self, frame: Frame) -> None:
        if frame["t"] == "ack":
            self._ack()
        elif frame["t"] == "nack":
            self._meter.count("jiezhu_nacks_total", audience=self._audience, code=frame["code"])
