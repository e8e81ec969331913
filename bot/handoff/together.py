"""Work of one kind that many ask for at the same time, done one after the other without anything in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Generic, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Together(Generic[Asked, Answer]):
    """Does at the end of a round of the event loop what was asked for in it.

    A busy process takes up many messages in one round, and each step of a message drives the tables of the step before
    it out of the processor's caches. Reading feeling and risk, which needs many tables, costs a third less when it is
    done for all messages at once (docs/decisions/0016); whoever is alone waits no longer than for the round to end.

    Args:
        work: done for each who asks, with what they gave; it does not wait for anything.
    """

    def __init__(self, work: Callable[Asked, Answer]) -> None:
        self._work = work
        self._asked: list[tuple[asyncio.Future[Answer], Callable[[], Answer]]] = []

    def __call__(self, *args: Asked.args, **options: Asked.kwargs) -> asyncio.Future[Answer]:
        """Ask for the work; the future is its answer, or what it raised."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        if not self._asked:
            loop.call_soon(self._do)
        self._asked.append((answer, partial(self._work, *args, **options)))
        return answer

    def _do(self) -> None:
        asked, self._asked = self._asked, []
        for answer, work in asked:
            if answer.done():
                continue
            try:
                answer.set_result(work())
            except Exception as error:  # the edge: each hears of their own failure, and no other
                answer.set_exception(error)
