"""Waiting for news over HTTP, for apps that cannot hold a socket (docs/customer-api.yaml, ``/v1/events``)."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.handoff.wakeups_port import Signal
from bot.kernel.errors import TooMuch

if TYPE_CHECKING:
    from bot.hub.customer_room import CustomerRoom

LONGEST_WAIT_S = 25
"""Shorter than what proxies and phones cut off (30 seconds is usual)."""


class Polls:
    """All who wait in this process: no more than ``waiters`` of them, and ``windows`` of one conversation."""

    def __init__(self, room: CustomerRoom) -> None:
        self._room = room
        self._talk = room.services.conversations
        self._waiting: Counter[str] = Counter()
        self._stopping = asyncio.Event()

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return self._waiting.total()

    @property
    def stopping(self) -> bool:
        """Whether the hub is about to stop."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """The hub stops: everybody gets what there is."""
        self._stopping.set()

    async def news(self, conversation: str, *, since: int, known: str, wait_s: float) -> dict[str, Any]:
        """Events after ``since`` and who speaks, at once if there is anything new, or when there is, or after a while.

        Args:
            known: the ``control_tag`` of the caller's last answer; empty: who speaks is news only beside events.

        Raises:
            TooMuch: too many wait already.
            StoreUnavailable: it cannot be told now.
        """
        with self._seat(conversation):
            return await self._wait(conversation, since, known, wait_s)

    async def _wait(self, conversation: str, since: int, known: str, wait_s: float) -> dict[str, Any]:
        woken = asyncio.Event()

        def on_signal(signal: Signal) -> None:
            if signal.kind == "conversation":
                woken.set()

        loop = asyncio.get_running_loop()
        ends = loop.time() + wait_s
        detach = self._room.switchboard.listen(conversation, on_signal)
        try:
            while True:
                # Before the read: a wake-up that comes while we read must lead to another read.
                woken.clear()
                answer = await self._look(conversation, since)
                is_news = answer["events"] or (known and answer["control_tag"] != known)
                left = ends - loop.time()
                if is_news or left <= 0 or self._stopping.is_set():
                    return answer
                await self._pause(woken, min(left, self._room.limits.sweep_s))
        finally:
            detach()

    async def _look(self, conversation: str, since: int) -> dict[str, Any]:
        last_seq = await self._talk.last_seq(conversation)
        # Who claims to have more than there is has it from another conversation: they get all of this one.
        cursor = since if since <= last_seq else 0
        events = await self._talk.events(conversation, since=cursor, audience="customer")
        control = await self._talk.customer_control(conversation)
        return {
            "conversation": conversation,
            "events": events,
            "since": events[-1]["seq"] if events else cursor,
            "control": control,
            "control_tag": _tag(control),
        }

    async def _pause(self, woken: asyncio.Event, within_s: float) -> None:
        ends = [asyncio.ensure_future(woken.wait()), asyncio.ensure_future(self._stopping.wait())]
        try:
            await asyncio.wait(ends, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()

    @contextmanager
    def _seat(self, conversation: str) -> Iterator[None]:
        limits = self._room.limits
        if self._waiting.total() >= limits.waiters or self._waiting[conversation] >= limits.windows:
            raise TooMuch("同时等待消息的连接太多了，请稍后再试。", retry_after_s=1)
        self._waiting[conversation] += 1
        try:
            yield
        finally:
            self._waiting[conversation] -= 1
            if not self._waiting[conversation]:
                del self._waiting[conversation]


def _tag(control: dict[str, Any]) -> str:
    """A short name of a control record, by which a change is seen."""
    return hashlib.sha256(json.dumps(control, sort_keys=True).encode()).hexdigest()[:16]
