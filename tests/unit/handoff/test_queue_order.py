"""The order of the queue: class, membership, feeling, time, and who lost their agent."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handoff.control import Priority
from bot.handoff.queue_order import (
    EMOTION_HEAD_START_S,
    HEAD_START_S,
    LEVEL_HEAD_START_S,
    LONGEST_HEAD_START_S,
    score,
)
from bot.kernel.reading import EMOTIONS, Emotion

NOON = 1_795_320_000_000
MINUTE = 60_000

PRIORITIES = st.sampled_from(Priority)
LEVELS = st.sampled_from(["", "访客", *(f"{word}会员" for word in LEVEL_HEAD_START_S)])
FEELINGS = st.sampled_from(EMOTIONS)
MOMENTS = st.integers(0, 4_102_444_800_000)
"""Until the year 2100, in ms."""


@pytest.mark.parametrize(
    ("level", "seconds"),
    [
        ("普通会员", 0),
        ("银卡会员", 60),
        ("金卡会员", 120),
        ("金卡", 120),
        ("plus会员", 120),
        ("VIP", 120),
        ("铂金会员", 180),
        ("钻石会员", 240),
        ("黑金会员", 240),
        ("", 0),
        ("会员", 0),
        ("至尊宝会员", 0),
    ],
)
def test_what_a_membership_is_worth(level: str, seconds: int) -> None:
    """In seconds of waiting; a word the shop made up is worth nothing."""
    assert score(Priority.NORMAL, NOON, level=level) == NOON - seconds * 1000


@pytest.mark.parametrize(("emotion", "seconds"), [*EMOTION_HEAD_START_S.items(), ("", 0), ("joy", 0)])
def test_what_a_feeling_is_worth(emotion: str, seconds: int) -> None:
    """The worse, the sooner."""
    assert score(Priority.NORMAL, NOON, emotion=emotion) == NOON - seconds * 1000


def test_every_feeling_has_its_worth_and_worse_ones_have_more() -> None:
    """Also one that is added to the readings later."""
    worth = [EMOTION_HEAD_START_S[emotion] for emotion in EMOTIONS]

    assert worth == sorted(set(worth))


def test_a_minute_of_waiting_weighs_a_minute() -> None:
    """The same card and feeling: who asked first comes first, and no head start is bought by asking again."""
    assert score(Priority.HIGH, NOON) < score(Priority.HIGH, NOON + MINUTE)


def test_membership_and_feeling_together_are_worth_at_most_half_of_the_smallest_class_difference() -> None:
    """No card and no temper lifts a calm question above a threat."""
    worth = sorted(HEAD_START_S.values())
    smallest = min(higher - lower for lower, higher in pairwise(worth))

    assert 2 * (max(LEVEL_HEAD_START_S.values()) + max(EMOTION_HEAD_START_S.values())) <= smallest


@given(PRIORITIES, MOMENTS, LEVELS, FEELINGS, st.booleans())
def test_a_place_is_a_number_that_a_sorted_set_keeps_exactly(
    priority: Priority, at: int, level: str, emotion: Emotion, front: bool
) -> None:
    """Scores there are doubles."""
    place = score(priority, at, level=level, emotion=emotion, front=front)

    assert isinstance(place, int)
    assert abs(place) < 2**53


@given(MOMENTS, LEVELS, FEELINGS, LEVELS, FEELINGS)
def test_of_two_who_came_together_the_more_urgent_class_comes_first(
    at: int, level: str, mood: Emotion, other_level: str, other_mood: Emotion
) -> None:
    """Whatever card the other holds, and however they feel."""
    for more, less in ((Priority.URGENT, Priority.HIGH), (Priority.HIGH, Priority.NORMAL)):
        first = score(more, at, level=level, emotion=mood)
        assert first < score(less, at, level=other_level, emotion=other_mood)


@given(PRIORITIES, PRIORITIES, MOMENTS, LEVELS, FEELINGS, LEVELS, FEELINGS)
def test_whoever_waited_longer_than_every_head_start_together_comes_first(
    mine: Priority, theirs: Priority, at: int, level: str, mood: Emotion, other_level: str, other_mood: Emotion
) -> None:
    """Ageing: nobody waits for ever behind newer and more urgent ones."""
    later = at + LONGEST_HEAD_START_S * 1000 + 1

    waited = score(mine, at, level=level, emotion=mood)

    assert waited < score(theirs, later, level=other_level, emotion=other_mood)


@given(PRIORITIES, PRIORITIES, MOMENTS, MOMENTS, LEVELS, FEELINGS)
def test_who_lost_their_agent_comes_before_everybody_who_did_not(
    mine: Priority, theirs: Priority, at: int, other_at: int, level: str, mood: Emotion
) -> None:
    """Also before those who have waited longer than every head start."""
    lost = score(mine, at, front=True)

    assert lost < score(theirs, other_at, level=level, emotion=mood)


@given(PRIORITIES, PRIORITIES, MOMENTS, MOMENTS)
def test_those_who_lost_their_agents_stand_as_usual_among_themselves(
    mine: Priority, theirs: Priority, at: int, other_at: int
) -> None:
    """One lost desk brings several to the front: class and time count there too."""
    usual = score(mine, at) < score(theirs, other_at)

    assert (score(mine, at, front=True) < score(theirs, other_at, front=True)) is usual
