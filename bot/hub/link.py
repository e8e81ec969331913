"""One WebSocket, made safe to write to: a bounded line of outgoing frames with one writer, and an honest end.

Sanic tells a handler that its socket is gone by raising CancelledError inside ``recv``; here that is :class:`Gone`,
and CancelledError keeps its one meaning.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Any

from sanic import Request, Websocket
from sanic.exceptions import SanicException

from bot.hub.frames import Frame, dump
from bot.hub.limits import Limits
from bot.hub.tasks import end
from bot.runtime.logs import get_logger

log = get_logger("hub")


class Gone(Exception):
    """Raised when the other side hung up, or was cut."""


class Link:
    """A connected socket. Use it as a context; leaving the context stops the writer.

    ``send`` waits for room, so a fast source is slowed to the reader's pace and memory stays bounded. A reader that
    takes nothing for ``stall_s`` seconds is cut, which ends every wait.
    """

    def __init__(self, request: Request, websocket: Websocket, limits: Limits) -> None:
        self._transport: Any = request.transport
        self._websocket = websocket
        self._limits = limits
        self._line: asyncio.Queue[str | None] = asyncio.Queue(limits.outbox_frames)
        self._last_words = (1000, "")
        self._writer: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Link:
        self._writer = asyncio.create_task(self._write())
        return self

    async def __aexit__(self, *exc: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._writer is not None:
            await end(self._writer)

    async def send(self, frame: Frame) -> None:
        """Put a frame in line, waiting for room."""
        await self._line.put(dump(frame))

    def offer(self, frame: Frame) -> None:
        """Put a frame in line if there is room; for what is not worth waiting for."""
        if not self._line.full():
            self._line.put_nowait(dump(frame))

    async def receive(self, timeout_s: float | None = None) -> str | bytes | None:
        """The next message, or None when the time is up.

        Raises:
            Gone: the other side hung up.
        """
        try:
            return await self._websocket.recv(timeout_s)
        except SanicException as error:
            raise Gone from error
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise Gone from None

    async def close(self, code: int, reason: str = "") -> None:
        """Send what is in line, then close with a code. A reader that does not take it is cut."""
        self._last_words = (code, reason)
        try:
            async with asyncio.timeout(self._limits.stall_s):
                await self._line.put(None)
                if self._writer is not None:
                    # Not awaited itself: Sanic may end it with a CancelledError of its own, which is not ours.
                    await asyncio.wait({self._writer})
        except TimeoutError:
            self.cut("close")

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
        self._transport.abort()

    async def _write(self) -> None:
        try:
            while (frame := await self._line.get()) is not None:
                async with asyncio.timeout(self._limits.stall_s):
                    await self._websocket.send(frame)
            code, reason = self._last_words
            async with asyncio.timeout(self._limits.stall_s):
                await self._websocket.close(code, reason)
            # Sanic would wait without end for the answer of somebody who is not there any more.
            asyncio.get_running_loop().call_later(self._limits.stall_s, self._transport.abort)
        except TimeoutError:
            self.cut("stalled")
        except SanicException:
            # Closed under our hands; the reader notices it too and ends the handler.
            return
