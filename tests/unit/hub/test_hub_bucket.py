"""The rate limiter of the hub."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.hub.bucket import Bucket, SharedBuckets
from bot.kernel.clock import FixedClock


@pytest.fixture
def clock() -> FixedClock:
    """A clock that only moves when told."""
    return FixedClock(datetime(2026, 11, 21, tzinfo=timezone.utc))


def test_a_burst_up_to_the_size_passes_and_the_next_does_not(clock: FixedClock) -> None:
    """Twenty messages at once are fine; the twenty-first is not."""
    bucket = Bucket(20, 2.0, clock)

    taken = [bucket.take() for _ in range(21)]

    assert taken == [True] * 20 + [False]


def test_tokens_come_back_at_the_rate(clock: FixedClock) -> None:
    """After half a second at two a second, one more passes, and only one."""
    bucket = Bucket(20, 2.0, clock)
    for _ in range(20):
        bucket.take()

    clock.advance(milliseconds=500)

    assert [bucket.take(), bucket.take()] == [True, False]


def test_waiting_long_gains_no_more_than_the_size(clock: FixedClock) -> None:
    """An hour of silence does not save up a flood."""
    bucket = Bucket(3, 2.0, clock)

    clock.advance(hours=1)

    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


def test_a_clock_set_back_takes_nothing_away(clock: FixedClock) -> None:
    """A correction of the machine's clock must not silence a customer."""
    bucket = Bucket(2, 1.0, clock)

    clock.advance(seconds=-3600)

    assert bucket.take()


class Book:
    """A ledger that writes down what it was asked and says what the test wants."""

    def __init__(self, says: bool = True) -> None:
        self.says = says
        self.asked: list[tuple[str, int]] = []

    async def take(self, name: str, *, size: int, per_s: float, tokens: int) -> bool:
        """See the port."""
        self.asked.append((name, tokens))
        return self.says


async def test_one_customer_cannot_use_up_anothers_messages(clock: FixedClock) -> None:
    """Each conversation has a bucket of its own."""
    buckets = SharedBuckets(Book(), "messages", 1, 0.1, clock)
    await buckets.may("one")

    assert (await buckets.may("one"), await buckets.may("other")) == (False, True)


async def test_buckets_that_are_full_again_are_forgotten_and_others_kept(clock: FixedClock) -> None:
    """Memory stays bounded without letting a flood start anew."""
    buckets = SharedBuckets(Book(), "messages", 2, 1.0, clock, keep=2)
    await buckets.may("quiet")
    clock.advance(seconds=10)
    await buckets.may("flood")
    await buckets.may("flood")

    await buckets.may("new")

    assert not await buckets.may("flood")
    assert set(buckets._buckets) == {"flood", "new"}


async def test_an_ordinary_customer_costs_the_ledger_nothing(clock: FixedClock) -> None:
    """Up to half of a burst no other hub is asked; then it is told of all that was taken."""
    book = Book()
    buckets = SharedBuckets(book, "messages", 4, 1.0, clock)

    assert [await buckets.may("one") for _ in range(2)] == [True, True]
    assert book.asked == []
    assert await buckets.may("one")
    assert book.asked == [("messages:one", 3)]


async def test_what_all_hubs_together_allow_counts(clock: FixedClock) -> None:
    """This hub's own bucket still has a token, the others' customers have used it."""
    buckets = SharedBuckets(Book(says=False), "messages", 4, 1.0, clock)

    assert [await buckets.may("one") for _ in range(3)] == [True, True, False]
