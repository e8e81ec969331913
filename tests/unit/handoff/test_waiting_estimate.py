"""How long a waiting customer will wait: honest ranges (invariant 7)."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from itertools import product

import pytest

from bot.handoff.waiting import ACCEPT_S, LEAST_KNOWN, error, estimate

EIGHT_MINUTES = [300_000, 360_000, 420_000, 480_000, 480_000, 540_000, 600_000, 660_000] * 3

DRAWS: dict[str, Callable[[random.Random], float]] = {
    "exponential": lambda rnd: rnd.expovariate(1 / 480),
    "lognormal": lambda rnd: rnd.lognormvariate(5.9, 0.8),
    "long tail": lambda rnd: rnd.lognormvariate(5.6, 1.2),
    "even": lambda rnd: rnd.uniform(120, 840),
}


@pytest.mark.parametrize(
    ("ahead", "known", "on_duty", "free"),
    [(0, EIGHT_MINUTES, 0, 0), (0, EIGHT_MINUTES, 0, 5), (0, EIGHT_MINUTES[: LEAST_KNOWN - 1], 2, 0), (3, [], 2, 3)],
)
def test_nothing_is_said_when_too_little_is_known_or_nobody_is_there(
    ahead: int, known: list[int], on_duty: int, free: int
) -> None:
    """No number is better than a made-up one."""
    assert estimate(ahead, known, on_duty, free) is None


def test_with_a_place_open_only_the_accepting_takes_time() -> None:
    """Also in a shop that has no past yet."""
    assert estimate(0, [], 1, 1) == (0, ACCEPT_S)
    assert estimate(4, [], 2, 5) == (0, ACCEPT_S)


def test_the_range_holds_the_mean_and_is_in_steps_people_speak_in() -> None:
    """Three before, four conversations of eight minutes going on: about eight minutes."""
    found = estimate(3, EIGHT_MINUTES, 2, 0, serving=4)

    assert found == (240, 780)


def test_more_people_and_fewer_before_mean_less_waiting() -> None:
    """Both ends of the range move the right way."""
    long, short = estimate(9, EIGHT_MINUTES, 2, 0), estimate(9, EIGHT_MINUTES, 4, 0)
    front = estimate(2, EIGHT_MINUTES, 2, 0)

    assert long is not None
    assert short is not None
    assert front is not None
    assert short[0] < long[0]
    assert short[1] < long[1]
    assert front[1] < long[1]


def test_one_conversation_left_open_overnight_does_not_carry_the_estimate_away() -> None:
    """A single service time of half a day among many of eight minutes."""
    usual, odd = estimate(3, EIGHT_MINUTES, 2, 0), estimate(3, [*EIGHT_MINUTES[1:], 43_200_000], 2, 0)

    assert usual is not None
    assert odd is not None
    assert odd[1] <= usual[1] * 1.25


@pytest.mark.parametrize(
    ("real_ms", "wrong_s"), [(119_000, -1), (120_000, 0), (240_000, 0), (240_001, 1), (300_000, 60), (0, -120)]
)
def test_the_error_says_how_wrong_and_which_way(real_ms: int, wrong_s: int) -> None:
    """Nothing within the range, above 0 for waiting longer than said."""
    assert error((120, 240), real_ms) == wrong_s


def test_the_range_covers_the_real_wait_most_of_the_time() -> None:
    """In simulated shops of several sizes and kinds of service times: two of three at worst, four of five in all."""
    rnd, rounds = random.Random(7), 120
    covered: dict[tuple[str, int, int, int], float] = {}
    for shop in product(DRAWS, (1, 3, 10), (1, 5), (LEAST_KNOWN, 20, 100)):
        waits = [_simulated(rnd, *shop) for _ in range(rounds)]
        covered[shop] = sum(error(promised, int(real_s * 1000)) == 0 for promised, real_s in waits) / rounds

    assert {shop: share for shop, share in covered.items() if share < 0.66} == {}
    assert sum(covered.values()) / len(covered) >= 0.8


def _simulated(rnd: random.Random, kind: str, people: int, each: int, known: int) -> tuple[tuple[int, int], float]:
    """A shop whose places are all taken: what a customer is told on joining the queue, and how long they wait."""

    def draw() -> float:
        return DRAWS[kind](rnd)

    places = [draw() for _ in range(people * each)]
    heapq.heapify(places)
    past: list[float] = []
    now = 0.0
    while len(past) < known + 4 * len(places):
        now, lasts = places[0], draw()
        past.append(lasts)
        heapq.heapreplace(places, now + lasts)
    now += (places[0] - now) * rnd.random()
    ahead = rnd.choice([0, 0, 1, 2, 3, 5, 8, 15, 30])
    promised = estimate(ahead, [int(s * 1000) for s in past[-known:]], people, 0, serving=len(places))
    assert promised is not None
    for _ in range(ahead):
        heapq.heapreplace(places, places[0] + draw())
    return promised, places[0] - now + rnd.uniform(2, 20)
