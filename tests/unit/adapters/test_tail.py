"""What a process remembers of a conversation is what the log says, or nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.tail import LINES, Tail
from bot.handoff.history import RECENT, customer_lines

SAID = st.tuples(st.sampled_from(["customer", "agent", "bot"]), st.sampled_from(["text", "choice", "note"]))


def log(said: list[tuple[str, str]], first: int = 1) -> list[dict[str, Any]]:
    """Events in order; each has a text of its own."""
    return [
        {"seq": first + at, "actor": {"kind": who}, "kind": kind, "text": f"第{first + at}句"}
        for at, (who, kind) in enumerate(said)
    ]


@given(st.lists(SAID, min_size=1, max_size=120), st.lists(st.integers(1, 30), max_size=8), st.integers(1, LINES))
def test_the_customers_lines_are_those_among_the_newest_events_however_these_came(
    said: list[tuple[str, str]], pieces: list[int], most: int
) -> None:
    """From the first event on: all at once, or a few at a time."""
    events = log(said)
    tail, at = Tail(events[:1]), 1
    for size in [*pieces, len(events)]:
        if piece := events[at : at + size]:
            tail.extend(piece)
            at += size

    assert tail.last == events[-1]["seq"]
    assert tail.customer_lines(most) == customer_lines(events[-RECENT:], most)


@given(st.lists(SAID, min_size=1, max_size=60), st.integers(1, RECENT), st.integers(0, 100))
def test_of_a_log_whose_beginning_is_not_known_nothing_is_guessed(
    said: list[tuple[str, str]], count: int, back: int
) -> None:
    """Fewer than are looked at: None, and the store is asked."""
    events = log(said, first=1000)
    tail, kept = Tail(events), events[-RECENT:]

    assert tail.newest(count) == (kept[-count:] if len(kept) >= count else None)
    assert tail.customer_lines(1) == (customer_lines(kept, 1) if len(kept) == RECENT else None)
    since = tail.last - back
    known = since + 1 >= tail.first
    assert tail.after(since) == ([event for event in events if event["seq"] > since] if known else None)


def test_more_lines_than_are_kept_are_not_pretended() -> None:
    """Whoever wants more looks at the events."""
    tail = Tail(log([("customer", "text")] * 20))

    assert tail.customer_lines(LINES) == [f"第{seq}句" for seq in range(13, 21)]
    assert tail.customer_lines(LINES + 1) is None
