"""What came in and was not read yet: each event once, never more than there is room for."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.client.inbox import Inbox
from bot.kernel.errors import StoreUnavailable


def inbox(most: int = 100) -> tuple[Inbox[int], list[bool]]:
    """An inbox of numbers, and how often it asked to be filled."""
    asked: list[bool] = []
    return Inbox(most, lambda: asked.append(True)), asked


async def test_an_event_that_comes_again_is_given_once() -> None:
    """After a reconnection the hub may repeat itself."""
    box, _ = inbox()
    for seq in (1, 2, 2, 1, 3):
        box.put_event(seq, "c", seq)

    assert [await box.next() for _ in range(3)] == [1, 2, 3]


async def test_logs_are_counted_apart() -> None:
    """A desk has several conversations open."""
    box, _ = inbox()
    box.put_event(10, "c1", 1)
    box.put_event(20, "c2", 1)

    assert [await box.next(), await box.next()] == [10, 20]


async def test_what_found_no_room_is_asked_for_once_there_is() -> None:
    """And not before the reader has caught up."""
    box, asked = inbox(2)
    for seq in (1, 2, 3, 4):
        box.put_event(seq, "c", seq)
    assert [await box.next(), await box.next()] == [1, 2]
    assert asked == []
    waiting = asyncio.create_task(box.next())
    await asyncio.sleep(0)
    assert asked == [True]
    # Still on the old line: it must not move the cursor over the gap.
    box.put_event(5, "c", 5)
    box.refilling()
    for seq in (3, 4, 5):
        box.put_event(seq, "c", seq)

    assert [await waiting, await box.next()] == [3, 4]


async def test_giving_up_waiting_loses_nothing() -> None:
    """A reader with a time limit comes back."""
    box, _ = inbox()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.001):
            await box.next()
    box.put(1)

    assert await box.next() == 1


async def test_what_is_there_is_given_before_the_end_is_told() -> None:
    """The last words count."""
    box, _ = inbox()
    box.put(1)
    box.end(StoreUnavailable())

    assert await box.next() == 1
    with pytest.raises(StoreUnavailable):
        await box.next()


@given(
    st.lists(st.integers(1, 12), max_size=6),
    st.integers(1, 5),
    st.lists(st.integers(0, 4), min_size=1, max_size=30),
)
def test_whatever_breaks_each_event_is_given_once_and_in_order(breaks: list[int], most: int, reads: list[int]) -> None:
    """A log of twelve events over a line that breaks anywhere, to a reader of any pace and any room."""
    asyncio.run(_play(breaks, most, reads))


async def _play(breaks: list[int], most: int, reads: list[int]) -> None:
    box, asked = inbox(most)
    given: list[int] = []
    ends = [*breaks, 12]
    pace = iter(reads)
    while len(given) < 12:
        box.refilling()
        asked.clear()
        stop = ends.pop(0) if ends else 12
        for seq in range(box.cursors.get("c", 0) + 1, stop + 1):
            box.put_event(seq, "c", seq)
            for _ in range(next(pace, 5)):
                if not box._kept:
                    break
                given.append(await box.next())
        while box._kept:
            given.append(await box.next())

    assert given == list(range(1, 13))
