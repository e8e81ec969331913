"""What can be promised to somebody who asks for a person (playbook D6)."""

from __future__ import annotations

from support.conversations import plain_rules, seat
from support.shift import LAOZHOU, LINA, ZHUGUAN, SwitchedHours

from bot.handoff.availability import outlook

NOW = 1_800_000_000_000
HOUR = 3_600_000


def test_somebody_at_work_within_hours_may_be_promised() -> None:
    """With how many there are, what they serve and what they have room for."""
    found = outlook(plain_rules(), [seat(LINA, active=2), seat(LAOZHOU, active=5)], "service", NOW)

    assert (found.kind, found.group, found.on_duty, found.free, found.serving) == ("staffed", "service", 2, 3, 7)


def test_the_default_group_stands_in_for_one_that_is_not_there() -> None:
    """A person now beats the right one later."""
    found = outlook(plain_rules(), [seat(LINA)], "senior", NOW)

    assert (found.kind, found.group) == ("staffed", "service")


def test_a_supervisor_alone_does_not_staff_the_first_line() -> None:
    """They oversee; what waits is on their desk all the same."""
    assert outlook(plain_rules(), [seat(ZHUGUAN)], "service", NOW).kind == "nobody"


def test_who_is_on_a_break_or_has_no_capacity_is_not_there() -> None:
    """Real capacity, not signed-in windows."""
    team = [seat(LINA, status="break"), seat(LAOZHOU, capacity=0)]

    found = outlook(plain_rules(), team, "service", NOW)

    assert (found.kind, found.call_back_by, found.wake_at) == ("nobody", NOW + HOUR // 2, NOW)


def test_outside_hours_the_time_is_counted_from_the_opening() -> None:
    """Whoever is at a desk at night has not opened the shop."""
    hours = SwitchedHours()
    hours.opens_at = NOW + 8 * HOUR

    found = outlook(plain_rules(hours=hours), [seat(LINA)], "service", NOW)

    assert found.kind == "closed"
    assert found.wake_at == hours.opens_at
    assert found.call_back_by == hours.opens_at + HOUR // 2
