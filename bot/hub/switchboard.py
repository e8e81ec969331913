"""Passes the store's wake-ups on to the sockets of this process. A wake-up may be lost: the log is the truth."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable

from bot.handoff.wakeups_port import Detach, OnSignal, Signal, Wakeups
from bot.hub.tasks import end

OnQueue = Callable[[], None]


class Switchboard:
    """Listeners by conversation, and listeners to the queue.

    Args:
        queue_every_s: least seconds between two calls to the listeners to the queue, however often it changes.
    """

    def __init__(self, wakeups: Wakeups, *, queue_every_s: float) -> None:
        self._wakeups = wakeups
        self._queue_every_s = queue_every_s
        self._queue_changed = asyncio.Event()
        self._of: defaultdict[str, set[OnSignal]] = defaultdict(set)
        self._of_queue: set[OnQueue] = set()
        self._of_agent: defaultdict[str, set[OnQueue]] = defaultdict(set)
        self._telling: asyncio.Task[None] | None = None
        self._hang_up: Detach | None = None

    def listen(self, conversation: str, on_signal: OnSignal) -> Detach:
        """Call back at each signal of a conversation, until the returned function is called."""
        self._of[conversation].add(on_signal)

        def detach() -> None:
            self._of[conversation].discard(on_signal)
            if not self._of[conversation]:
                del self._of[conversation]

        return detach

    def listen_to_queue(self, on_queue: OnQueue) -> Detach:
        """Call back after the queue, or the control of any conversation, changed."""
        self._of_queue.add(on_queue)
        return lambda: self._of_queue.discard(on_queue)

    def listen_to_mine(self, agent_id: str, on_mine: OnQueue) -> Detach:
        """Call back when something was said in a conversation of this agent, which changes no list but their own."""
        self._of_agent[agent_id].add(on_mine)

        def detach() -> None:
            self._of_agent[agent_id].discard(on_mine)
            if not self._of_agent[agent_id]:
                del self._of_agent[agent_id]

        return detach

    def start(self) -> None:
        """Begin to work."""
        self._telling = asyncio.create_task(self._tell_queue())
        self._hang_up = self._wakeups.listen(self._pass_on, self._wake_all)

    async def stop(self) -> None:
        """Stop working."""
        if self._hang_up is not None:
            self._hang_up()
        if self._telling is not None:
            await end(self._telling)

    async def _tell_queue(self) -> None:
        while True:
            await self._queue_changed.wait()
            self._queue_changed.clear()
            for on_queue in list(self._of_queue):
                on_queue()
            await asyncio.sleep(self._queue_every_s)

    def _pass_on(self, signal: Signal) -> None:
        if signal.kind == "queue":
            self._queue_changed.set()
            return
        # Most signals are of conversations nobody here looks at.
        for on_signal in tuple(self._of.get(signal.conversation, ())):
            on_signal(signal)
        if signal.kind == "conversation":
            self._pass_on_lists(signal)

    def _pass_on_lists(self, signal: Signal) -> None:
        if signal.lists == "all":
            self._queue_changed.set()
        elif signal.lists == "mine" and signal.record is not None:
            for on_mine in tuple(self._of_agent.get(signal.record.agent_id, ())):
                on_mine()

    def _wake_all(self) -> None:
        self._queue_changed.set()
        for conversation in list(self._of):
            self._pass_on(Signal("conversation", conversation))
