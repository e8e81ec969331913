"""Every drill, small: a few people talk, something is done to the product, and it costs nothing."""

from __future__ import annotations

import pytest

from bot.runtime.drill.run import DRILLS, play
from bot.runtime.drill.scene import Size
from bot.runtime.drill.stack import Stack

SMALL = Size(customers=6, agents=2, seconds=2, claims=20, pause_s=2)


@pytest.mark.parametrize("name", DRILLS)
async def test_nothing_is_lost_doubled_or_said_over_a_person(stack: Stack, name: str) -> None:
    """The drill's name says what is done; it must have had something to judge, and the product must have recovered."""
    report = await play(name, stack, SMALL, lambda _line: None)

    found = report.as_dict()
    assert found["complaints"] == {}
    assert report.passed
    assert found["acknowledged"] >= SMALL.customers


async def test_the_drill_of_claims_had_every_race_won_once(stack: Stack) -> None:
    """A race that nobody won would prove nothing."""
    report = await play("claims", stack, SMALL, lambda _line: None)

    assert report.extras["claims"] == SMALL.claims
    assert report.extras["refused_claims"] == SMALL.claims
