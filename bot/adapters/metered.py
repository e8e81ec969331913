"""Ports with a stopwatch: every call is timed, and what a change did to a conversation is counted.

Around the adapters, not inside them: an adapter knows how to do its work, this knows what to tell about it.
"""

from __future__ import annotations

import inspect
import logging
import time
from collections.abc import Callable
from typing import Any, Literal, cast

from bot.adapters.stand_in import take_over
from bot.handoff.control import State
from bot.handoff.events import Draft
from bot.handoff.gauges import Meter
from bot.handoff.lines import REASONS
from bot.handoff.ports import Engine
from bot.handoff.store_port import Commit, Committed, ConversationStore
from bot.kernel.trace import tracing

log = logging.getLogger("jiezhu.hub")

_COUNTED_MORE = frozenset({"alert", "control"})

CallTimes = Literal["jiezhu_store_call_seconds", "jiezhu_engine_call_seconds"]


class Timed:
    """Stands in for an adapter; its asynchronous methods are timed by their names, everything else is the adapter's."""

    def __init__(self, inner: object, meter: Meter, times: CallTimes) -> None:
        self._meter = meter
        self._times: CallTimes = times
        take_over(self, inner, self._timed)

    def _timed(self, name: str, found: Any) -> Any:
        if not inspect.iscoroutinefunction(found):
            return found
        meter, times = self._meter, self._times

        async def timed(*args: Any, **options: Any) -> Any:
            start, outcome = time.perf_counter(), "failed"
            try:
                answer = await found(*args, **options)
                outcome = "ok"
                return answer
            finally:
                meter.observe(times, time.perf_counter() - start, call=name, outcome=outcome)

        return timed


class _TimedStore(Timed):
    """Also tells what the changes were: events, calls for a person, changes of state, alerts, what was kept back."""

    def __init__(self, inner: object, meter: Meter, times: CallTimes) -> None:
        super().__init__(inner, meter, times)
        self._store = cast(ConversationStore, inner)
        self._went_well = meter.timer(times, call="commit", outcome="ok")
        self._failed = meter.timer(times, call="commit", outcome="failed")
        self._events: dict[tuple[str, str], Callable[[], object]] = {}

    async def commit(self, conversation: str, change: Commit) -> Committed:
        """See :class:`bot.handoff.store_port.ConversationStore`."""
        start, ended = time.perf_counter(), self._failed
        try:
            done = await self._store.commit(conversation, change)
            ended = self._went_well
        finally:
            ended(time.perf_counter() - start)
        if done.outcome == "done":
            for draft in (*change.drafts, *change.after):
                self._count(draft)
            if change.turn is not None:
                with tracing(change.turn.turn_id, conversation):
                    log.info("turn.taken", extra={"fields": {"seq": done.seq, "client_id": change.client_id}})
        elif done.outcome == "stale" and change.instead and done.seq:
            self._meter.count("jiezhu_suppressed_replies_total")
        return done

    def _count(self, draft: Draft) -> None:
        what = (draft.actor.kind, draft.kind)
        if (one_more := self._events.get(what)) is None:
            one_more = self._meter.counter("jiezhu_events_total", actor=draft.actor.kind, kind=draft.kind)
            self._events[what] = one_more
        one_more()
        if draft.kind in _COUNTED_MORE:
            _count_more(self._meter, draft)


def timed_store(store: ConversationStore, meter: Meter) -> ConversationStore:
    """The store, timed and counted."""
    return cast(ConversationStore, _TimedStore(store, meter, "jiezhu_store_call_seconds"))


def timed_engine(engine: Engine, meter: Meter) -> Engine:
    """The engine, timed."""
    return cast(Engine, Timed(engine, meter, "jiezhu_engine_call_seconds"))


def _count_more(meter: Meter, draft: Draft) -> None:
    if draft.kind == "alert":
        code, clock = str(draft.data.get("code", "")), draft.data.get("clock")
        meter.count("jiezhu_alerts_total", code=code)
        if clock:
            meter.count("jiezhu_clock_strikes_total", clock=str(clock), kind=code.removeprefix("clock_"))
    if draft.kind == "control":
        after = str(draft.data.get("to", ""))
        meter.count("jiezhu_control_changes_total", before=str(draft.data.get("from", "")), after=after)
        if after == State.PACKING:
            reason = str(draft.data.get("reason", ""))
            meter.count("jiezhu_handoffs_total", reason=reason if reason in REASONS else "other")
