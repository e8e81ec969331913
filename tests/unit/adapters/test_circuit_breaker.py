"""Closed, open, half open: when a shop is left alone, and when it is tried again."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.adapters.shop_http.breaker import Breaker, State
from bot.kernel.clock import FixedClock


@pytest.fixture
def clock() -> FixedClock:
    """Any moment."""
    return FixedClock(datetime(2025, 11, 21, tzinfo=timezone.utc))


@pytest.fixture
def breaker(clock: FixedClock) -> Breaker:
    """Opens after three failures for ten seconds."""
    return Breaker(clock, failures=3, open_for_ms=10_000)


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        assert breaker.admit()
        breaker.failed()


def test_it_opens_after_so_many_failures_in_a_row(breaker: Breaker) -> None:
    """Not before, and an answer in between begins anew."""
    fail(breaker, 2)
    breaker.admit()
    breaker.succeeded()
    fail(breaker, 2)
    assert breaker.state is State.CLOSED

    fail(breaker, 1)

    assert breaker.state is State.OPEN
    assert not breaker.admit()


def test_half_open_admits_one_call_at_a_time(breaker: Breaker, clock: FixedClock) -> None:
    """A shop that has just come up is not stormed."""
    fail(breaker, 3)
    clock.advance(seconds=10)

    assert breaker.state is State.HALF_OPEN
    assert [breaker.admit() for _ in range(3)] == [True, False, False]


def test_the_one_call_decides(breaker: Breaker, clock: FixedClock) -> None:
    """A failure opens it for the whole time again, an answer closes it."""
    fail(breaker, 3)
    clock.advance(seconds=10)
    fail(breaker, 1)
    clock.advance(seconds=9)
    assert breaker.state is State.OPEN
    clock.advance(seconds=1)

    assert breaker.admit()
    breaker.succeeded()

    assert breaker.state is State.CLOSED
    assert breaker.admit()


def test_a_call_that_was_given_up_lets_the_next_one_try(breaker: Breaker, clock: FixedClock) -> None:
    """Otherwise a cancelled turn would leave the shop closed for ever."""
    fail(breaker, 3)
    clock.advance(seconds=10)
    assert breaker.admit()

    breaker.gave_up()

    assert breaker.state is State.HALF_OPEN
    assert breaker.admit()


def test_calls_that_end_late_do_not_prolong_it(breaker: Breaker, clock: FixedClock) -> None:
    """Those that were under way when it opened fail one after the other."""
    for _ in range(5):
        breaker.admit()
    for _ in range(3):
        breaker.failed()
    clock.advance(seconds=9)

    breaker.failed()
    breaker.failed()

    clock.advance(seconds=1)
    assert breaker.state is State.HALF_OPEN
