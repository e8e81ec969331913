"""Promises between the bot's answer and the brief: what is taken out, what is listed, and in which state."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.handoff.ports import BotMessage
from bot.handoff.promising import promises_in, promises_made

PART = {"code": "courier_news", "text": "联系快递后给您回话", "due_at": 200, "keeper": "agent", "order_id": "JZ1"}


def made(seq: int, at: int = 100, due_at: int = 200, **data: Any) -> dict[str, Any]:
    """A promise in a log."""
    body = {"code": "courier_news", "due_at": due_at, "keeper": "agent", "order_id": "JZ1", "ref": ""} | data
    actor = {"kind": "bot", "id": "", "name": "小接"}
    event = {"id": f"e_{seq}", "seq": seq, "at": at, "kind": "promise", "actor": actor}
    return event | {"text": "联系快递后给您回话", "data": body}


def kept(seq: int, at: int, promise: str) -> dict[str, Any]:
    """The note that one was kept."""
    actor = {"kind": "agent", "id": "s_1", "name": "小林"}
    event = {"id": f"e_{seq}", "seq": seq, "at": at, "kind": "promise_kept", "actor": actor}
    return event | {"text": "", "data": {"promise": promise}}


def test_a_promise_of_an_answer_becomes_an_event_only_staff_see() -> None:
    """Its words are the event's; numbers that are not given are empty."""
    (draft,) = promises_in([BotMessage("text", "好的", {}), BotMessage("promise", "", PART)])

    assert (draft.kind, draft.visibility, draft.actor.kind, draft.text) == (
        "promise",
        "staff",
        "bot",
        "联系快递后给您回话",
    )
    assert draft.data == {"code": "courier_news", "due_at": 200, "keeper": "agent", "order_id": "JZ1", "ref": ""}


def test_a_part_without_a_time_promises_nothing_and_the_log_says_so(caplog: pytest.LogCaptureFixture) -> None:
    """The answer goes out all the same."""
    with caplog.at_level(logging.ERROR):
        assert promises_in([BotMessage("promise", "", {"code": "courier_news"})]) == []

    assert "promise.unusable" in caplog.text


@pytest.mark.parametrize(
    ("events", "now", "state"),
    [
        ([made(1)], 200, "open"),
        ([made(1)], 201, "broken"),
        ([made(1), kept(2, 150, "e_1")], 500, "kept"),
        ([made(1), kept(2, 300, "e_1")], 500, "broken"),
    ],
)
def test_a_promise_is_open_kept_or_broken(events: list[dict[str, Any]], now: int, state: str) -> None:
    """By its time, and by when it was kept."""
    (promise,) = promises_made(events, now)

    assert (promise["id"], promise["by"], promise["seq"], promise["state"]) == ("e_1", "小接", 1, state)


def test_a_promise_repeated_while_it_is_open_is_listed_once_with_its_first_time() -> None:
    """The customer goes by what they heard first."""
    (promise,) = promises_made([made(1), made(4, at=150, due_at=250)], 160)

    assert (promise["id"], promise["due_at"]) == ("e_1", 200)


def test_a_promise_made_anew_after_the_first_was_kept_or_broken_is_another() -> None:
    """As is one about another order."""
    after_kept = promises_made([made(1), kept(2, 150, "e_1"), made(4, at=160, due_at=260)], 170)
    after_broken = promises_made([made(1), made(4, at=210, due_at=310)], 220)
    other_order = promises_made([made(1), made(4, at=110, order_id="JZ2")], 120)

    assert [one["state"] for one in after_kept] == ["kept", "open"]
    assert [one["state"] for one in after_broken] == ["broken", "open"]
    assert [one["order_id"] for one in other_order] == ["JZ1", "JZ2"]


def test_promises_are_listed_by_when_they_are_due() -> None:
    """What is due first is read first."""
    found = promises_made([made(1, due_at=300), made(2, due_at=200, order_id="JZ2")], 100)

    assert [one["order_id"] for one in found] == ["JZ2", "JZ1"]
