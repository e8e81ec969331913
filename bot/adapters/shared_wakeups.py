"""One subscription for all listeners of a process, which also feeds its memory."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from bot.adapters.memory import Memory
from bot.adapters.wakeups import Heard, RedisWakeups, signal_of
from bot.handoff.wakeups_port import Detach, OnAgain, OnSignal, Signal
from bot.kernel.errors import JiezhuError, StoreUnavailable

log = logging.getLogger("jiezhu.hub")

SURE_AFTER_S = 0.1
"""Seconds between two looks whether the subscription really hears."""

RETRY_S = 0.5
"""Seconds until a broken subscription is taken up again."""


class SharedWakeups:
    """The port :class:`bot.handoff.wakeups_port.Wakeups`.

    What this process does itself it tells its listeners at once (:meth:`did`), and passes over when it comes round.
    The memory is live from the moment a mark of our own came back over the subscription: only then is it certain
    that nothing is missed.
    """

    def __init__(self, inner: RedisWakeups, memory: Memory) -> None:
        self._inner = inner
        self._memory = memory
        self._listeners: dict[object, tuple[OnSignal, OnAgain]] = {}
        self._hearing: asyncio.Task[None] | None = None
        self._under_way: dict[str, int] = {}
        self._put_by: defaultdict[str, list[Heard]] = defaultdict(list)
        self._done: list[Signal] = []

    def listen(self, on_signal: OnSignal, on_again: OnAgain) -> Detach:
        """See the port."""
        name = object()
        self._listeners[name] = (on_signal, on_again)
        if self._hearing is None:
            self._hearing = asyncio.create_task(self._keep_hearing())
        return lambda: self._listeners.pop(name, None)

    async def close(self) -> None:
        """Hear nothing any more."""
        hearing, self._hearing = self._hearing, None
        while hearing is not None and not hearing.done():
            # More than once: see bpo-37658, by which a cancel can be lost in what waits with a timeout.
            hearing.cancel()
            await asyncio.wait({hearing}, timeout=0.1)

    async def ephemeral(self, conversation: str, frame: Mapping[str, Any]) -> None:
        """See the port."""
        await self._inner.ephemeral(conversation, frame)

    async def profile_kept(self, conversation: str) -> None:
        """Tell every process that a profile was written; also those that know the old one."""
        self.did(Signal("profile", conversation))
        await self._inner.profile_kept(conversation)

    def own_ear(self) -> str:
        """The channel by which the store can tell whether anybody else listens; empty while we may be deaf."""
        return self._inner.ear if self._memory.live else ""

    def begin(self, conversation: str) -> None:
        """This process is about to change a conversation. What is heard of it meanwhile is put by until :meth:`ended`:
        it may be that very change, whose answer says the same and need not be read twice."""
        self._under_way[conversation] = self._under_way.get(conversation, 0) + 1

    def ended(self, conversation: str) -> None:
        """The change was answered, or failed."""
        left = self._under_way.pop(conversation) - 1
        if left:
            self._under_way[conversation] = left
            return
        for heard in self._put_by.pop(conversation, ()):
            self._pass_on(heard)

    def did(self, signal: Signal) -> None:
        """This process did something: it is remembered at once, and all who listen here are told as soon as whoever did
        it has gone on, so that a sender has their answer before they see their own words.

        What is done in one round of the event loop is told together: every socket then hears of all of it in one piece.
        """
        self._memory.note_signal(signal)
        if not self._done:
            asyncio.get_running_loop().call_soon(self._tell_done)
        self._done.append(signal)

    def _tell_done(self) -> None:
        done, self._done = self._done, []
        for signal in done:
            self._tell(signal)

    def _tell(self, signal: Signal) -> None:
        for on_signal, _ in list(self._listeners.values()):
            try:
                on_signal(signal)
            except Exception as error:  # the edge: one who cannot hear must not keep the others from hearing
                log.error("wakeups.listener_failed", exc_info=error)

    async def _keep_hearing(self) -> None:
        while True:
            try:
                await self._hear()
            except JiezhuError as error:
                log.warning("wakeups.lost", extra={"fields": {"code": error.code}})
            finally:
                self._memory.interrupted()
            await asyncio.sleep(RETRY_S)

    async def _hear(self) -> None:
        mark = secrets.token_hex(8)
        knocking = asyncio.create_task(self._knock(mark))
        try:
            async for heard in self._inner.subscribe():
                if heard.letter == "e" and mark in heard.body:
                    self._sure(knocking)
                else:
                    self._pass_on(heard)
        finally:
            knocking.cancel()

    def _pass_on(self, heard: Heard) -> None:
        if heard.rev and heard.conversation in self._under_way:
            self._put_by[heard.conversation].append(heard)
        elif not (heard.rev and self._memory.has_told(heard.conversation, heard.rev)):
            signal = signal_of(heard, self._memory.records.get(heard.conversation))
            self._memory.note_signal(signal)
            self._tell(signal)

    def _sure(self, knocking: asyncio.Task[None]) -> None:
        if self._memory.live:
            return
        knocking.cancel()
        self._memory.live = True
        for _, on_again in list(self._listeners.values()):
            on_again()

    async def _knock(self, mark: str) -> None:
        while not self._memory.live:
            with suppress(StoreUnavailable):
                await self._inner.ephemeral("-", {"t": mark})
            await asyncio.sleep(SURE_AFTER_S)
