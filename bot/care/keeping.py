"""Keeping an eye on promises: filed from the log, marked as kept, called in when their time has passed (F6)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from bot.care.ports import PromiseBook, PromiseLog
from bot.care.promise import Promise, PromiseState, promise_of
from bot.kernel.clock import Clock, from_ms, spoken_time
from bot.kernel.errors import BadInput, NotFound

log = logging.getLogger("jiezhu.care")

AT_ONCE = 100
"""Events filed, and promises called in, in one round."""
LISTED = 200


class PromiseKeeping:
    """The book of promises and the logs it is filed from.

    Every step may be done twice and by several processes: whoever dies between the log and the book leaves the event
    noted as unfiled, and the next round of any other files it.
    """

    def __init__(self, book: PromiseBook, logs: PromiseLog, clock: Clock) -> None:
        self._book = book
        self._logs = logs
        self._clock = clock

    async def run_once(self) -> int:
        """File what is new, then call in what is overdue; gives how many promises and notes were looked at.

        Raises:
            StoreUnavailable: the store or the database is away; the next round goes on.
        """
        return await self._file() + await self._call_in()

    async def keep(self, promise_id: str, *, agent_id: str, name: str, note: str) -> Promise:
        """Mark a promise as kept by a member of staff; of several who do, the first counts.

        Raises:
            NotFound: there is no such promise.
            StoreUnavailable: it could not be noted.
        """
        promise = await self._book.find(promise_id)
        if promise is None:
            raise NotFound("没有找到这条承诺，请刷新后再看。")
        if promise.owed:
            where = promise.conversation
            seq = await self._logs.say_kept(where, promise.promise_id, agent_id=agent_id, name=name, note=note)
            await self._enter(await self._logs.event(where, seq))
        return await self._book.find(promise_id) or promise

    async def owed(self) -> list[Promise]:
        """What is still to be done, in time or not: earliest due first."""
        return await self._book.owed(LISTED)

    async def ended(self, state: PromiseState) -> list[Promise]:
        """Promises that were kept, or broken: latest due first."""
        return await self._book.ended(state, LISTED)

    async def _file(self) -> int:
        waiting = await self._logs.unfiled(AT_ONCE)
        for conversation, seq in waiting:
            await self._enter(await self._logs.event(conversation, seq))
            await self._logs.filed(conversation, seq)
        return len(waiting)

    async def _enter(self, event: Mapping[str, Any] | None) -> None:
        """Bring one event into the book. What cannot be read is only in the log: it must not hold up all others."""
        try:
            if event is not None and event["kind"] == "promise":
                await self._book.record(promise_of(event))
            elif event is not None:
                by, promise_id = event["actor"]["name"], event["data"]["promise"]
                await self._book.keep(promise_id, at_ms=event["at"], by=by, note=event["text"])
        except (BadInput, KeyError, TypeError) as error:
            log.error("promise.not_filed", exc_info=error)

    async def _call_in(self) -> int:
        late = await self._book.due(self._clock.now_ms(), AT_ONCE)
        for promise in late:
            await self._logs.say_broken(promise.conversation, promise.promise_id, _called_in(promise))
            await self._book.mark_broken(promise.promise_id)
        return len(late)


def _called_in(promise: Promise) -> str:
    by = spoken_time(from_ms(promise.due_at))
    about = f"（{promise.order_id or promise.ref}）" if promise.order_id or promise.ref else ""
    return f"答应客户“{promise.text}”{about}，说好{by}前，时间已过还没有兑现，请马上办，并主动向客户说明。"
