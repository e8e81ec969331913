"""Clocks under any sequence of events: paused time is never counted, restarts and double looks are harmless."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st
from support.service_samples import HOUR_MS, TARGETS, at, office_hours

from bot.handoff.clocks import ClockRules, Clocks
from bot.handoff.hours import AlwaysOpen, Hours

OFFICE_HOURS = office_hours()
RULES = ClockRules(TARGETS, OFFICE_HOURS)
START = at("2026-11-27 16:00")

_EVENTS: dict[str, Callable[[Clocks, int], Clocks]] = {
    "handoff": lambda clocks, now: RULES.handoff(clocks, now, urgent=False, risk=False),
    "urgent": lambda clocks, now: RULES.handoff(clocks, now, urgent=True, risk=True),
    "risk": RULES.risk,
    "customer": RULES.customer_spoke,
    "person": lambda clocks, now: RULES.person_spoke(clocks, now, senior=False),
    "senior": lambda clocks, now: RULES.person_spoke(clocks, now, senior=True),
    "claimed": lambda clocks, now: RULES.claimed(clocks, now, senior=False),
    "resolved": RULES.resolved,
    "parked": RULES.parked,
    "unparked": RULES.unparked,
}


@dataclass(frozen=True)
class Step:
    """Something happens ``gap_ms`` after what happened before."""

    event: str
    gap_ms: int


_GAPS = st.one_of(st.integers(0, 90_000), st.integers(0, 3 * HOUR_MS), st.integers(0, 70 * HOUR_MS))
_STORIES = st.lists(st.builds(Step, st.sampled_from(sorted(_EVENTS)), _GAPS), max_size=25)


@given(_STORIES)
@settings(max_examples=300, deadline=None)
def test_a_clock_has_run_for_exactly_the_time_it_was_not_standing_still(story: list[Step]) -> None:
    """A stopwatch beside each clock, in opening time where the target says so: the clock agrees at every step."""
    clocks, now, watches = Clocks(), START, dict[tuple[str, int], int]()
    for step in story:
        before, now = now, now + step.gap_ms
        for clock in clocks:
            if not clock.paused and not clock.stopped:
                watches[clock.code, clock.started_at] = watches.get((clock.code, clock.started_at), 0)
                watches[clock.code, clock.started_at] += _hours(clock.code).between(before, now)
        clocks = _EVENTS[step.event](clocks, now)
        for clock in clocks:
            target, used = RULES.targets[clock.code], watches.get((clock.code, clock.started_at), 0)
            if clock.breached or clock.overdue(now):
                assert used >= target.within_ms
            elif clock.paused:
                assert clock.left_ms == target.within_ms - used
            elif not clock.stopped:
                assert _hours(clock.code).between(now, clock.due_at) == target.within_ms - used
            else:
                assert used < target.within_ms


@given(_STORIES, st.lists(st.booleans(), min_size=25, max_size=25))
@settings(max_examples=200, deadline=None)
def test_a_restart_at_any_point_changes_nothing(story: list[Step], restarts: list[bool]) -> None:
    """Written to the store and read back, between any two events."""
    straight, restarted, now = Clocks(), Clocks(), START
    for step, restart in zip(story, restarts, strict=False):
        now += step.gap_ms
        straight = _EVENTS[step.event](straight, now)
        restarted = _EVENTS[step.event](Clocks.from_json(restarted.as_json()) if restart else restarted, now)

    assert restarted == straight
    assert Clocks.from_json(straight.as_json()) == straight


@given(_STORIES, st.lists(st.booleans(), min_size=25, max_size=25))
@settings(max_examples=200, deadline=None)
def test_how_often_somebody_looks_does_not_change_what_is_breached(story: list[Step], looks: list[bool]) -> None:
    """Looked at between events or only at the end, twice or once: the same breaches, each told once."""
    often, seldom, now = Clocks(), Clocks(), START
    told = list[tuple[str, int]]()
    for step, look in zip(story, looks, strict=False):
        now += step.gap_ms
        if look:
            often, strikes = RULES.strike(often, now)
            told += [(strike.code, strike.due_at) for strike in strikes if strike.kind == "breach"]
            again, nothing = RULES.strike(often, now)
            assert again is often
            assert nothing == []
        often, seldom = _EVENTS[step.event](often, now), _EVENTS[step.event](seldom, now)
    told += [(strike.code, strike.due_at) for strike in RULES.strike(often, now)[1] if strike.kind == "breach"]
    at_the_end = [(strike.code, strike.due_at) for strike in RULES.strike(seldom, now)[1] if strike.kind == "breach"]

    assert sorted(told) == sorted(at_the_end)
    assert len(set(told)) == len(told)


@given(_STORIES)
@settings(max_examples=200, deadline=None)
def test_the_next_look_is_when_there_is_something_to_tell(story: list[Step]) -> None:
    """Nothing to tell a millisecond before it, something at it, and looking on and on comes to an end."""
    clocks, now = Clocks(), START
    for step in story:
        now += step.gap_ms
        clocks = _EVENTS[step.event](clocks, now)
    for _ in range(3 * len(TARGETS) + len(clocks.late)):
        look = clocks.next_look()
        if not look:
            break
        if not clocks.late:
            assert RULES.strike(clocks, look - 1)[1] == []
        clocks, strikes = RULES.strike(clocks, look)
        assert strikes

    assert clocks.next_look() == 0


@given(_STORIES)
@settings(max_examples=100, deadline=None)
def test_the_same_event_twice_at_once_is_the_same_as_once(story: list[Step]) -> None:
    """What is delivered twice does no harm, and gives back the very same value."""
    clocks, now = Clocks(), START
    for step in story:
        now += step.gap_ms
        clocks = _EVENTS[step.event](clocks, now)
        assert _EVENTS[step.event](clocks, now) is clocks


def _hours(code: str) -> Hours:
    return OFFICE_HOURS if RULES.targets[code].business else AlwaysOpen()
