"""The rate limiter of the hub."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.hub.bucket import Bucket, Buckets
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


def test_one_customer_cannot_use_up_anothers_messages(clock: FixedClock) -> None:
    """Each conversation has a bucket of its own."""
    buckets = Buckets(1, 0.1, clock)
    buckets.take("one")

    assert (buckets.take("one"), buckets.take("other")) == (False, True)


def test_buckets_that_are_full_again_are_forgotten_and_others_kept(clock: FixedClock) -> None:
    """Memory stays bounded without letting a flood start anew."""
    buckets = Buckets(2, 1.0, clock, keep=2)
    buckets.take("quiet")
    clock.advance(seconds=10)
    buckets.take("flood")
    buckets.take("flood")

    buckets.take("new")

    assert not buckets.take("flood")
    assert set(buckets._buckets) == {"flood", "new"}
