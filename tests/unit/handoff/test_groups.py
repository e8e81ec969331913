"""Which group a handoff goes to first (playbook D3, D7)."""

from __future__ import annotations

from bot.handoff.groups import Group, Groups

SERVICE = Group("service", "普通客服", 20_000, 5, "always", "senior")
SENIOR = Group("senior", "资深客服", 20_000, 5, "always")
GROUPS = Groups((SENIOR, SERVICE), "service", {"threat": "senior", "strange": "gone"})


def test_a_reason_goes_to_its_group_and_every_other_one_to_the_default() -> None:
    """A group that is gone sends nobody into nowhere."""
    assert [GROUPS.of_reason(reason) for reason in ("threat", "asked", "strange", "")] == [SENIOR, *[SERVICE] * 3]
    assert GROUPS.default is SERVICE


def test_groups_are_found_by_code_and_listed_in_their_order() -> None:
    """An unknown code is nobody."""
    assert list(GROUPS) == [SENIOR, SERVICE]
    assert len(GROUPS) == 2
    assert GROUPS.get("senior") is SENIOR
    assert GROUPS.get("legal") is None
