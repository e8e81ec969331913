"""Ports with a stopwatch: what is timed, what is counted, and that nothing else changes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, cast

import pytest

from bot.adapters.metered import timed_engine, timed_store
from bot.handoff.control import Control
from bot.handoff.events import BOT, SYSTEM, Draft, alert
from bot.handoff.ports import Engine, TurnAnswer
from bot.handoff.store_port import Commit, Committed, ConversationStore, Turn
from bot.kernel.errors import EngineUnavailable

PHONE = "13812345678"


class NotedMeter:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.counts: list[tuple[str, dict[str, str]]] = []
        self.times: list[tuple[str, dict[str, str]]] = []

    def count(self, name: str, n: int = 1, **labels: str) -> None:
        """See the port."""
        self.counts.append((name, labels))

    def counter(self, name: str, **labels: str) -> Callable[[], object]:
        """See the port."""
        return lambda: self.count(name, 1, **labels)

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """See the port."""
        assert seconds >= 0
        self.times.append((name, labels))

    def timer(self, name: str, **labels: str) -> Callable[[float], object]:
        """See the port."""
        return lambda seconds: self.observe(name, seconds, **labels)

    def level(self, name: str, value: float, **labels: str) -> None:
        """See the port."""


class OneAnswerStore:
    """Answers every commit in the same way."""

    name = "a store"

    def __init__(self, outcome: str, seq: int = 7) -> None:
        self.outcome, self.seq = outcome, seq

    async def commit(self, conversation: str, change: Commit) -> Committed:
        """See the port."""
        return Committed(cast(Any, self.outcome), self.seq, Control())

    async def position(self, conversation: str) -> int | None:
        """See the port."""
        return 3

    def plain(self) -> str:
        """Not a call to anything."""
        return "plain"


class BrokenEngine:
    """Always down."""

    async def turn(self, request: Any) -> TurnAnswer:
        """See the port."""
        raise EngineUnavailable()


def store_of(outcome: str, meter: NotedMeter) -> Any:
    """A timed store whose commits end like this."""
    return timed_store(cast(ConversationStore, OneAnswerStore(outcome)), meter)


async def test_every_call_is_timed_by_its_name_and_comes_back_as_it_was() -> None:
    """Also the second time, and commits among them."""
    meter = NotedMeter()
    store = store_of("done", meter)

    answers = [await store.position("c_1"), await store.position("c_1")]
    for _ in range(2):
        await store.commit("c_1", Commit(Control()))

    assert answers == [3, 3]
    assert (store.plain(), store.name) == ("plain", "a store")
    timed = [labels for name, labels in meter.times if name == "jiezhu_store_call_seconds"]
    assert timed == [{"call": call, "outcome": "ok"} for call in ("position", "position", "commit", "commit")]


async def test_a_call_that_fails_is_timed_as_failed_and_fails() -> None:
    """The error is the caller's."""
    meter = NotedMeter()
    engine = timed_engine(cast(Engine, BrokenEngine()), meter)

    with pytest.raises(EngineUnavailable):
        await engine.turn(cast(Any, None))

    assert meter.times == [("jiezhu_engine_call_seconds", {"call": "turn", "outcome": "failed"})]


async def test_what_a_change_did_is_counted_once_it_is_done() -> None:
    """Events, states, reasons of handoffs, alerts and clocks."""
    meter = NotedMeter()
    moved = Draft(SYSTEM, "control", data={"from": "bot", "to": "packing", "reason": "asked"}, visibility="staff")
    late = alert("clock_breached", "首次响应已超时。", clock="first_response")

    await store_of("done", meter).commit(
        "c_1", Commit(Control(), drafts=[Draft(BOT, "text", "好")], after=[moved, late])
    )

    assert meter.counts == [
        ("jiezhu_events_total", {"actor": "bot", "kind": "text"}),
        ("jiezhu_events_total", {"actor": "system", "kind": "control"}),
        ("jiezhu_control_changes_total", {"before": "bot", "after": "packing"}),
        ("jiezhu_handoffs_total", {"reason": "asked"}),
        ("jiezhu_events_total", {"actor": "system", "kind": "alert"}),
        ("jiezhu_alerts_total", {"code": "clock_breached"}),
        ("jiezhu_clock_strikes_total", {"clock": "first_response", "kind": "breached"}),
    ]


@pytest.mark.parametrize("outcome", ["stale", "repeated"])
async def test_a_change_that_was_not_made_counts_no_event(outcome: str) -> None:
    """A resend is not a second message."""
    meter = NotedMeter()

    await store_of(outcome, meter).commit("c_1", Commit(Control(), drafts=[Draft(BOT, "text", "好")]))

    assert meter.counts == []


async def test_an_answer_kept_back_is_counted() -> None:
    """Somebody else had taken over."""
    meter = NotedMeter()

    await store_of("stale", meter).commit("c_1", Commit(Control(), instead=[Draft(BOT, "suppressed", "好")]))

    assert meter.counts == [("jiezhu_suppressed_replies_total", {})]


async def test_the_line_of_a_taken_message_leads_from_the_page_to_the_turn(caplog: pytest.LogCaptureFixture) -> None:
    """The page's own id, the place in the log and the turn, and no word of the customer."""
    caplog.set_level(logging.INFO, "jiezhu.hub")
    turn = Turn("t_1", text=f"我的电话是{PHONE}")

    await store_of("done", NotedMeter()).commit("c_1", Commit(Control(), client_id="c:m_81", turn=turn))

    [record] = caplog.records
    assert record.__dict__["fields"] == {"seq": 7, "client_id": "c:m_81"}
    assert PHONE not in str(record.__dict__)
