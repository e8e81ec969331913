"""The clocks of a conversation: what starts, stops and pauses them, and when staff are told (invariant 9, E3, D3)."""

from __future__ import annotations

import pytest
from support.service_samples import HOUR_MS, TARGETS, at, office_hours

from bot.adapters.business_calendar import MINUTE_MS
from bot.handoff.clocks import ClockRules, Clocks
from bot.handoff.hours import AlwaysOpen

T0 = at("2026-11-23 10:00")
RULES = ClockRules(TARGETS, AlwaysOpen())
NIGHTS_OFF = ClockRules(TARGETS, office_hours())


def handed_over(*, urgent: bool = False, risk: bool = False) -> Clocks:
    return RULES.handoff(Clocks(), T0, urgent=urgent, risk=risk)


def running(clocks: Clocks) -> set[str]:
    return {clock.code for clock in clocks if not clock.stopped and not clock.paused}


def told(clocks: Clocks, now_ms: int) -> list[tuple[str, str]]:
    return [(strike.code, strike.kind) for strike in RULES.strike(clocks, now_ms)[1]]


@pytest.mark.parametrize(
    ("urgent", "risk", "codes"),
    [
        (False, False, {"first_response", "resolution"}),
        (True, False, {"first_response", "resolution", "senior_10"}),
        (False, True, {"first_response", "resolution", "golden_30", "anger_2h"}),
        (True, True, {"first_response", "resolution", "senior_10", "golden_30", "anger_2h"}),
    ],
)
def test_a_handover_starts_the_clocks_that_apply(urgent: bool, risk: bool, codes: set[str]) -> None:
    """Everybody's, those of urgent ones, those of risks."""
    clocks = handed_over(urgent=urgent, risk=risk)

    assert running(clocks) == codes
    assert clocks["first_response"].due_at == T0 + 60_000
    assert clocks["first_response"].warn_at == T0 + 40_000


def test_asking_again_changes_nothing_but_what_is_new() -> None:
    """The second request gives the very same value; that it is urgent by now starts the urgent clock then."""
    clocks = handed_over()

    assert RULES.handoff(clocks, T0 + 9_000, urgent=False, risk=False) is clocks
    later = RULES.handoff(clocks, T0 + 9_000, urgent=True, risk=False)
    assert later["senior_10"].started_at == T0 + 9_000
    assert later["first_response"] == clocks["first_response"]


def test_the_golden_half_hour_begins_with_the_first_sign_and_no_later_one() -> None:
    """Even while the bot answers; the handover does not begin it anew."""
    signed = RULES.risk(Clocks(), T0)
    handed = RULES.handoff(RULES.risk(signed, T0 + 5_000), T0 + 9_000, urgent=True, risk=True)

    assert RULES.risk(signed, T0 + 5_000) is signed
    assert handed["golden_30"].due_at == T0 + 30 * MINUTE_MS


def test_the_first_line_of_a_person_answers_and_the_matter_waits_for_the_customer() -> None:
    """First response and golden half hour stop, the resolution stands still with what was left of it."""
    answered = RULES.person_spoke(handed_over(risk=True), T0 + 30_000, senior=False)

    assert running(answered) == {"anger_2h"}
    assert answered["resolution"].left_ms == 4 * HOUR_MS - 30_000
    assert answered["golden_30"].stopped
    assert not answered["golden_30"].breached


def test_time_the_customer_takes_is_not_counted() -> None:
    """An hour of the customer's silence moves the due time by an hour."""
    clocks = RULES.person_spoke(handed_over(), T0 + 30_000, senior=False)
    clocks = RULES.customer_spoke(clocks, T0 + 30_000 + HOUR_MS)

    assert clocks["resolution"].due_at == T0 + 5 * HOUR_MS


def test_an_answer_is_owed_since_the_first_unanswered_line() -> None:
    """More lines do not put it off; after the answer the next line begins anew."""
    clocks = RULES.claimed(handed_over(), T0 + 5_000, senior=False)
    clocks = RULES.customer_spoke(clocks, T0 + 10_000)
    again = RULES.customer_spoke(clocks, T0 + 99_000)
    answered = RULES.person_spoke(again, T0 + 100_000, senior=False)
    next_line = RULES.customer_spoke(answered, T0 + 200_000)

    assert again is clocks
    assert clocks["next_response"].due_at == T0 + 190_000
    assert answered["next_response"].stopped
    assert next_line["next_response"].due_at == T0 + 380_000


def test_the_customer_in_the_queue_is_owed_a_first_response_only() -> None:
    """Until a person is in charge, lines start no clock of their own."""
    assert RULES.customer_spoke(handed_over(), T0 + 10_000) == handed_over()


@pytest.mark.parametrize(("senior", "stopped"), [(True, True), (False, False)])
def test_only_a_senior_colleague_ends_the_ten_minutes(senior: bool, stopped: bool) -> None:
    """A claim by the first line does not (D3)."""
    claimed = RULES.claimed(handed_over(urgent=True), T0 + 5_000, senior=senior)

    assert claimed["senior_10"].stopped is stopped


def test_what_turns_urgent_in_senior_hands_asks_for_no_senior() -> None:
    """It has one; passed on to the first line it would."""
    claimed = RULES.claimed(handed_over(), T0 + 5_000, senior=True)
    passed_on = RULES.claimed(claimed, T0 + 6_000, senior=False)

    assert "senior_10" not in RULES.handoff(claimed, T0 + 9_000, urgent=True, risk=False)
    assert "senior_10" in RULES.handoff(passed_on, T0 + 9_000, urgent=True, risk=False)


def test_parked_customers_were_promised_a_time_but_risk_does_not_rest() -> None:
    """What pauses stands still, golden half hour and senior go on; the customer's lines change nothing of that."""
    parked = RULES.parked(handed_over(urgent=True, risk=True), T0 + 10_000)

    assert running(parked) == {"senior_10", "golden_30", "anger_2h"}
    assert running(RULES.customer_spoke(parked, T0 + 20_000)) == running(parked)
    assert RULES.parked(parked, T0 + 30_000) is parked
    assert RULES.unparked(parked, T0 + HOUR_MS)["first_response"].due_at == T0 + HOUR_MS + 50_000


def test_taking_a_parked_customer_ends_the_parking() -> None:
    """Claimed from the parked list: the shop's time runs, though a person had spoken last."""
    waiting = RULES.person_spoke(handed_over(), T0 + 10_000, senior=False)
    parked = RULES.parked(waiting, T0 + 20_000)

    assert "resolution" in running(RULES.claimed(parked, T0 + HOUR_MS, senior=False))
    assert RULES.unparked(waiting, T0 + 20_000) is waiting


def test_nights_are_not_counted() -> None:
    """Five minutes before closing: the golden half hour ends in the morning, the wall clock does not wait."""
    evening = at("2026-11-23 17:55")
    clocks = NIGHTS_OFF.handoff(Clocks(), evening, urgent=False, risk=True)

    assert clocks["golden_30"].due_at == at("2026-11-24 09:25")
    assert clocks["anger_2h"].due_at == at("2026-11-23 19:55")


def test_staff_are_warned_before_and_told_after_once_each() -> None:
    """A second look at the same moment, or later, says nothing more."""
    clocks = handed_over()
    warned, first = RULES.strike(clocks, T0 + 40_000)
    breached, second = RULES.strike(warned, T0 + 60_000)

    assert [(strike.code, strike.kind) for strike in first] == [("first_response", "warning")]
    assert [(strike.title, strike.kind, strike.level, strike.due_at) for strike in second] == [
        ("首次响应", "breach", "warning", T0 + 60_000)
    ]
    assert RULES.strike(warned, T0 + 40_000) == (warned, [])
    assert RULES.strike(breached, T0 + 61_000) == (breached, [])


def test_a_breach_nobody_looked_at_in_time_is_told_without_the_warning() -> None:
    """After an outage: late, but once and plainly."""
    assert told(handed_over(), T0 + 61_000) == [("first_response", "breach")]


@pytest.mark.parametrize("late_by", [0, 1, 5_000])
def test_an_answer_that_came_too_late_is_a_breach_though_nobody_looked_before(late_by: int) -> None:
    """The answer comes before the sweep does: the figure must not depend on which was quicker."""
    answered = RULES.person_spoke(handed_over(), T0 + 60_000 + late_by, senior=False)

    assert answered["first_response"].breached
    assert answered.next_look() == T0 + 60_000
    assert told(answered, T0 + 60_000 + late_by) == [("first_response", "breach")]


def test_settled_is_settled_until_the_next_stretch() -> None:
    """Everything stops and nothing moves; the next handover begins with new clocks and untold breaches kept."""
    settled = RULES.resolved(handed_over(risk=True), T0 + 90_000)
    anew = RULES.handoff(settled, T0 + HOUR_MS, urgent=False, risk=False)

    assert running(settled) == set()
    for still in (
        RULES.customer_spoke(settled, T0 + 91_000),
        RULES.person_spoke(settled, T0 + 91_000, senior=True),
        RULES.claimed(settled, T0 + 91_000, senior=True),
        RULES.parked(settled, T0 + 91_000),
        RULES.unparked(settled, T0 + 91_000),
        RULES.resolved(settled, T0 + 91_000),
    ):
        assert still is settled
    assert running(anew) == {"first_response", "resolution"}
    assert told(anew, T0 + HOUR_MS) == [("first_response", "breach")]


def test_without_a_handover_or_a_risk_there_is_nothing_to_keep() -> None:
    """The bot's time is not counted and takes no room in the store."""
    clocks = RULES.resolved(RULES.customer_spoke(Clocks(), T0), T0)

    assert clocks.as_json() == ""
    assert clocks.next_look() == 0
    assert Clocks.from_json("") == Clocks()


def test_a_target_that_was_taken_away_goes_quiet() -> None:
    """After an edit of the list, a clock without a target is dropped and never asks to be looked at again."""
    fewer = ClockRules([target for target in TARGETS if target.code == "resolution"], AlwaysOpen())
    clocks, strikes = fewer.strike(handed_over(), T0 + 60_000)

    assert {clock.code for clock in clocks} == {"resolution"}
    assert strikes == []
    assert clocks.next_look() == T0 + 4 * HOUR_MS - 30 * MINUTE_MS


def test_the_desk_sees_the_most_pressing_clock_first_and_standing_ones_last() -> None:
    """With what is left while it stands still; stopped ones are gone, overdue ones say so before any sweep."""
    clocks = RULES.person_spoke(handed_over(urgent=True, risk=True), T0 + 30_000, senior=False)
    shown = clocks.shown(T0 + 11 * MINUTE_MS, RULES.targets)

    assert [(clock["code"], clock["paused"], clock["breached"]) for clock in shown] == [
        ("senior_10", False, True),
        ("anger_2h", False, False),
        ("resolution", True, False),
    ]
    assert shown[1] == {
        "code": "anger_2h",
        "title": "情绪高点",
        "due_at": T0 + 2 * HOUR_MS,
        "warn_at": T0 + 90 * MINUTE_MS,
        "paused": False,
        "left_ms": 109 * MINUTE_MS,
        "breached": False,
        "level": "urgent",
    }
    assert shown[2]["left_ms"] == 4 * HOUR_MS - 30_000
