"""Who gets the offer, and one round over the queue."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.routing_samples import matter, seat

from bot.handoff.control import Priority, State
from bot.handoff.people import Role
from bot.handoff.routing.matter import Matter
from bot.handoff.routing.seat import Seat
from bot.handoff.routing.selector import choose, plan

NOW = 1_000_000


@pytest.mark.parametrize(
    ("wanted", "seats", "chosen"),
    [
        ({}, [], None),
        ({}, [seat("full", active=5)], None),
        ({"known": ("zhou",)}, [seat("lin"), seat("zhou", active=4)], "zhou"),
        ({"known": ("zhou", "chen")}, [seat("chen"), seat("zhou", active=4)], "zhou"),
        ({"known": ("gone", "chen")}, [seat("chen", active=3), seat("lin")], "chen"),
        ({"known": ("zhou",)}, [seat("lin"), seat("zhou", active=5)], "lin"),
        ({"known": ("zhou",)}, [seat("lin"), seat("zhou", status="away")], "lin"),
        ({"known": ("zhou",), "lapsed": frozenset({"zhou"})}, [seat("lin", active=4), seat("zhou")], "lin"),
        ({}, [seat("lin", active=2), seat("zhou", active=1)], "zhou"),
        ({}, [seat("lin", active=2, capacity=10), seat("zhou", active=1, capacity=4)], "lin"),
        ({}, [seat("lin", idle_since=20), seat("zhou", idle_since=10)], "zhou"),
        ({}, [seat("zhou"), seat("lin")], "lin"),
        ({"skill": "英语"}, [seat("lin"), seat("zhou", active=4, skills=frozenset({"英语"}))], "zhou"),
        ({"owner": "lin"}, [seat("lin"), seat("zhou", active=4)], "zhou"),
    ],
)
def test_who_is_chosen(wanted: dict[str, Any], seats: list[Seat], chosen: str | None) -> None:
    """Who knows the customer, then the least full hands, then the longest idle, then the id."""
    found = choose(matter(**wanted), seats)

    assert (found.agent_id if found else None) == chosen


def test_an_urgent_customer_goes_to_a_free_hand_before_a_full_senior_one() -> None:
    """One more than the capacity is the last resort, also for somebody who knows the customer."""
    urgent = matter(priority=Priority.URGENT, known=("lao",))

    first = choose(urgent, [seat("lao", "senior", active=5), seat("lin", active=4)])
    last = choose(urgent, [seat("lao", "senior", active=5), seat("lin", active=5)])

    assert first is not None
    assert last is not None
    assert (first.agent_id, last.agent_id) == ("lin", "lao")


def test_a_round_serves_the_queue_in_its_order_and_shares_it_out() -> None:
    """Urgent first, and each offer counts for the next one."""
    waiting = [
        matter("c_late", queued_at=3),
        matter("c_early", queued_at=1),
        matter("c_urgent", queued_at=9, priority=Priority.URGENT),
    ]

    offers = plan(waiting, [seat("lin", capacity=2), seat("zhou", capacity=2)], NOW)

    assert [(one.conversation, who.agent_id) for one, who in offers] == [
        ("c_urgent", "lin"),
        ("c_early", "zhou"),
        ("c_late", "lin"),
    ]


def test_an_offer_ends_the_idle_time_of_who_gets_it() -> None:
    """Of two who are equally full, the one offered longer ago is next."""
    waiting = [matter(f"c_{number}", queued_at=number) for number in range(2)]

    offers = plan(waiting, [seat("lin", idle_since=5, active=0), seat("zhou", idle_since=900, capacity=5)], NOW)

    assert [who.agent_id for _, who in offers] == ["lin", "zhou"]


def test_who_finds_nobody_holds_up_nobody() -> None:
    """The first customer waits for the legal department; the second does not."""
    waiting = [matter("c_legal", "legal", queued_at=1), matter("c_service", queued_at=2)]

    assert [(one.conversation, who.agent_id) for one, who in plan(waiting, [seat("lin")], NOW)] == [
        ("c_service", "lin")
    ]


def test_two_urgent_customers_do_not_both_go_beyond_a_seniors_capacity() -> None:
    """By one, not by one each."""
    waiting = [matter(f"c_{number}", priority=Priority.URGENT) for number in range(3)]

    assert len(plan(waiting, [seat("lao", "senior", capacity=1)], NOW)) == 2


ROLES: tuple[Role, ...] = ("agent", "senior", "supervisor", "qa")
IDS = ("a", "b", "c", "d")
SEATS = st.lists(
    st.builds(
        seat,
        st.sampled_from(IDS),
        st.sampled_from(ROLES),
        status=st.sampled_from(("online", "online", "break", "lost")),
        active=st.integers(0, 4),
        capacity=st.integers(0, 4),
        idle_since=st.integers(0, 3),
        skills=st.sampled_from((frozenset(), frozenset({"英语"}))),
    ),
    unique_by=lambda one: one.agent_id,
    max_size=4,
)
MATTERS = st.lists(
    st.builds(
        matter,
        st.integers(0, 40).map(lambda number: f"c_{number:02}"),
        st.sampled_from(("service", "senior", "qa")),
        priority=st.sampled_from(Priority),
        queued_at=st.integers(0, 5).map(lambda minutes: minutes * 60_000),
        front=st.booleans(),
        skill=st.sampled_from(("", "英语")),
        lapsed=st.frozensets(st.sampled_from(IDS), max_size=3),
        known=st.lists(st.sampled_from(IDS), unique=True, max_size=3).map(tuple),
        owner=st.sampled_from(("", *IDS)),
        state=st.sampled_from((State.QUEUED, State.TRANSFERRING)),
    ),
    unique_by=lambda one: one.conversation,
    max_size=12,
)


def one_after_the_other(matters: list[Matter], seats: list[Seat]) -> list[tuple[str, str]]:
    """A round said in the plainest way."""
    now = {one.agent_id: one for one in seats}
    offers = []
    for waiting in sorted(matters, key=lambda one: one.place):
        found = choose(waiting, list(now.values()))
        if found is not None:
            offers.append((waiting.conversation, found.agent_id))
            now[found.agent_id] = replace(found, active=found.active + 1, idle_since=NOW)
    return offers


@given(MATTERS, SEATS)
def test_a_round_is_choosing_for_one_after_the_other(matters: list[Matter], seats: list[Seat]) -> None:
    """The shortcuts of a round change nothing about who gets whom."""
    offers = plan(matters, seats, NOW)

    assert [(one.conversation, who.agent_id) for one, who in offers] == one_after_the_other(matters, seats)


@given(MATTERS, SEATS)
def test_a_round_keeps_every_rule(matters: list[Matter], seats: list[Seat]) -> None:
    """Nobody beyond their capacity but one urgent one for a senior, nobody off duty, nobody twice, no own transfer."""
    offers = plan(matters, seats, NOW)

    assert len({one.conversation for one, _ in offers}) == len(offers)
    for one in seats:
        got = [offered for offered, who in offers if who.agent_id == one.agent_id]
        beyond = one.active + len(got) - one.capacity
        assert not got or one.status == "online"
        assert not got or beyond <= (1 if one.senior else 0)
        assert not got or beyond < 1 or got[-1].priority is Priority.URGENT
        assert all(offered.owner != one.agent_id and offered.group in one.groups for offered in got)
        assert not any(offered.on_the_way and one.agent_id in offered.lapsed for offered in got)
