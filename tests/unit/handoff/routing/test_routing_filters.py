"""Who may be offered a matter, and what a supervisor is told of the others."""

from __future__ import annotations

from typing import Any

import pytest
from support.routing_samples import ids, matter, seat

from bot.handoff.control import Priority, State
from bot.handoff.people import Role
from bot.handoff.routing.filters import (
    FILTERS,
    WHY_TEXT,
    Filter,
    eligible,
    has_capacity,
    has_skill,
    in_group,
    nobody_left,
    not_lapsed,
    not_owner,
    on_duty,
    sift,
)
from bot.handoff.routing.seat import Seat, Status

LIN, ZHOU, CHEN = seat("lin"), seat("zhou"), seat("chen")


@pytest.mark.parametrize(
    ("keep", "wanted", "seats", "kept"),
    [
        (in_group, {}, [LIN, seat("xu", "qa")], ["lin"]),
        (in_group, {"group": "qa"}, [LIN, seat("xu", "qa"), seat("boss", "supervisor")], ["xu", "boss"]),
        (in_group, {"group": "legal"}, [LIN, seat("boss", "supervisor")], []),
        (has_skill, {}, [LIN, seat("zhou", skills=frozenset({"英语"}))], ["lin", "zhou"]),
        (has_skill, {"skill": "英语"}, [LIN, seat("zhou", skills=frozenset({"英语"}))], ["zhou"]),
        (has_skill, {"skill": "家电"}, [LIN, seat("zhou", skills=frozenset({"英语"}))], ["lin", "zhou"]),
        (not_lapsed, {}, [LIN, ZHOU], ["lin", "zhou"]),
        (not_lapsed, {"lapsed": frozenset({"lin"})}, [LIN, ZHOU], ["zhou"]),
        (not_lapsed, {"lapsed": frozenset({"lin", "zhou"})}, [LIN, ZHOU], ["lin", "zhou"]),
        (not_lapsed, {"lapsed": frozenset({"lin"}), "state": State.TRANSFERRING}, [LIN, ZHOU], ["zhou"]),
        (not_lapsed, {"lapsed": frozenset({"lin", "zhou"}), "state": State.TRANSFERRING}, [LIN, ZHOU], []),
        (not_owner, {"owner": "lin"}, [LIN, ZHOU], ["zhou"]),
        (not_owner, {"owner": "lin"}, [LIN], []),
    ],
)
def test_what_each_filter_keeps(keep: Filter, wanted: dict[str, Any], seats: list[Seat], kept: list[str]) -> None:
    """One rule at a time; nothing asked for keeps everybody."""
    assert ids(keep(matter(**wanted), seats)) == kept


@pytest.mark.parametrize(("status", "kept"), [("online", 1), ("break", 0), ("away", 0), ("lost", 0)])
def test_only_those_at_work_are_offered_customers(status: Status, kept: int) -> None:
    """A break is a break."""
    assert len(on_duty(matter(), [seat("lin", status=status)])) == kept


@pytest.mark.parametrize(
    ("role", "priority", "active", "has_room"),
    [
        ("agent", Priority.NORMAL, 4, True),
        ("agent", Priority.NORMAL, 5, False),
        ("agent", Priority.URGENT, 5, False),
        ("senior", Priority.HIGH, 5, False),
        ("senior", Priority.URGENT, 5, True),
        ("senior", Priority.URGENT, 6, False),
        ("supervisor", Priority.URGENT, 5, True),
        ("qa", Priority.URGENT, 5, False),
    ],
)
def test_full_is_full_but_somebody_senior_takes_one_urgent_more(
    role: Role, priority: Priority, active: int, has_room: bool
) -> None:
    """A threat does not wait until a senior agent is done; a second one does."""
    kept = has_capacity(matter(priority=priority), [seat("lao", role, active=active)])

    assert bool(kept) is has_room


def test_a_capacity_of_nothing_takes_nobody_however_urgent() -> None:
    """Somebody who only oversees."""
    boss = seat("boss", "supervisor", capacity=0)

    assert has_capacity(matter(priority=Priority.URGENT), [boss]) == []
    assert not boss.free


def test_who_let_it_lapse_is_offered_it_again_when_the_others_are_full_or_gone() -> None:
    """Invariant 6: nobody else is left among those who could take the customer now."""
    full, resting = seat("zhou", active=5), seat("chen", status="break")

    assert ids(eligible(matter(lapsed=frozenset({"lin"})), [LIN, full, resting])) == ["lin"]


@pytest.mark.parametrize(
    ("lapsed", "seats", "is_over"),
    [
        ((), [], False),
        ((), [LIN], False),
        (("lin",), [LIN], True),
        (("lin",), [], True),
        (("lin",), [LIN, ZHOU], False),
        (("lin",), [LIN, seat("zhou", active=5)], False),
        (("lin",), [LIN, seat("zhou", status="break")], True),
        (("lin",), [LIN, seat("xu", "qa")], True),
        (("lin",), [LIN, seat("owner")], True),
        (("lin", "zhou"), [LIN, ZHOU, CHEN], False),
        (("lin", "zhou"), [LIN, ZHOU], True),
    ],
)
def test_a_group_is_through_when_all_of_it_who_are_at_work_were_asked(
    lapsed: tuple[str, ...], seats: list[Seat], is_over: bool
) -> None:
    """Full hands may get free in time, and a group nobody is at work in may fill: neither ends a request."""
    asked = matter(lapsed=frozenset(lapsed), owner="owner", state=State.TRANSFERRING)

    assert nobody_left(asked, seats) is is_over


def test_a_lapse_counts_for_more_than_a_skill() -> None:
    """The skilled one did not answer; the next customer-minute belongs to somebody who does."""
    skilled = seat("zhou", skills=frozenset({"英语"}))

    kept = eligible(matter(skill="英语", lapsed=frozenset({"zhou"})), [LIN, skilled])

    assert ids(kept) == ["lin"]


def test_a_skill_does_not_let_the_customer_wait_for_one_who_is_busy() -> None:
    """A wish of the router, not a condition."""
    busy = seat("zhou", skills=frozenset({"英语"}), active=5)

    assert ids(eligible(matter(skill="英语"), [LIN, busy])) == ["lin"]


def test_a_supervisor_is_told_why_each_of_the_others_was_not_asked() -> None:
    """The first reason in the order of the filters, in the words of the desk."""
    seats = [
        seat("owner"),
        seat("xu", "qa"),
        seat("resting", status="break"),
        seat("gone", status="lost"),
        seat("full", active=5),
        seat("lapsed"),
        seat("plain"),
        seat("skilled", skills=frozenset({"英语"})),
    ]

    found = sift(matter(skill="英语", owner="owner", lapsed=frozenset({"lapsed"})), seats)

    assert ids(found.kept) == ["skilled"]
    assert {one.seat.agent_id: one.why for one in found.dropped} == {
        "owner": "owner",
        "xu": "group",
        "resting": "duty",
        "gone": "duty",
        "full": "full",
        "lapsed": "lapsed",
        "plain": "skill",
    }
    assert {one.text for one in found.dropped} == set(WHY_TEXT.values())


def test_sifting_parts_all_seats_and_keeps_the_eligible_ones() -> None:
    """Nobody is lost between the two lists, and both functions agree."""
    seats = [LIN, ZHOU, CHEN, seat("full", active=5)]
    asked = matter(lapsed=frozenset({"chen"}))

    found = sift(asked, seats)

    assert found.kept == eligible(asked, seats)
    assert {*ids(found.kept), *(one.seat.agent_id for one in found.dropped)} == {*ids(seats)}


def test_every_filter_has_words_for_the_desk() -> None:
    """A new filter cannot drop people silently."""
    assert [why for why, _ in FILTERS] == list(WHY_TEXT)
