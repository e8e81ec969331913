"""What each role may do and serves."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.handoff.people import GROUPS_OF_ROLE, ROLE_TITLES, Agent, Role


@pytest.mark.parametrize(
    ("role", "oversees", "senior", "groups"),
    [
        ("agent", False, False, {"service"}),
        ("senior", False, True, {"senior", "service"}),
        ("qa", True, False, {"qa"}),
        ("legal", False, False, {"legal"}),
        ("supervisor", True, True, {"senior", "qa"}),
    ],
)
def test_what_a_role_brings(role: Role, oversees: bool, senior: bool, groups: set[str]) -> None:
    """Playbook D3 and E2; the groups are those of somebody who was given none."""
    somebody = Agent("a_1", "小林", role)

    assert (somebody.oversees, somebody.senior, somebody.groups) == (oversees, senior, groups)


def test_groups_of_ones_own_stand_for_those_of_the_role() -> None:
    """They are all the groups somebody serves in, not more of them."""
    assert Agent("a_1", "小林", "senior", frozenset({"legal"})).groups == {"legal"}


def test_every_role_has_groups_and_a_title() -> None:
    """A new role cannot be forgotten in one of the tables."""
    assert set(GROUPS_OF_ROLE) == set(ROLE_TITLES) == set(get_args(Role))
