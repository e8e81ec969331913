"""A rule is quoted on the days it holds, and on no other (playbook A6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.commerce.policies.rule import Rules, Validity
from bot.commerce.policies.state import UnpaidRule
from bot.kernel.errors import SettingError

JUNE, END_OF_JUNE, JULY = date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1)
OLD = UnpaidRule(code="unpaid", validity=Validity("订单组", JUNE, END_OF_JUNE), keep_hours=48)
NEW = UnpaidRule(code="unpaid", validity=Validity("订单组", JULY, None), keep_hours=24)


@pytest.mark.parametrize(
    "day, hours",
    [
        (JUNE - timedelta(days=1), None),
        (JUNE, 48),
        (END_OF_JUNE, 48),
        (JULY, 24),
        (date(2036, 1, 1), 24),
    ],
)
def test_the_version_of_the_day_holds_from_its_first_to_its_last_day(day: date, hours: int | None) -> None:
    """Both ends count; before the first version there is no rule."""
    rule = Rules((OLD, NEW)).get("unpaid", day)

    assert hours == (rule.keep_hours if rule else None)


def test_a_rule_that_is_over_is_never_quoted() -> None:
    """Nor is one that is needed: the shop is told to mend its rules."""
    only_old = Rules((OLD,))

    assert list(only_old.on(JULY)) == []
    assert only_old.get("unpaid", JULY) is None
    with pytest.raises(SettingError, match="unpaid"):
        only_old.need("unpaid", JULY)


@pytest.mark.parametrize(
    "first, second, overlap",
    [
        ((JUNE, END_OF_JUNE), (JULY, None), False),
        ((JUNE, JULY), (JULY, None), True),
        ((JUNE, None), (JULY, None), True),
        ((JULY, None), (JUNE, END_OF_JUNE), False),
        ((JUNE, JUNE), (JUNE, JUNE), True),
    ],
)
def test_two_spans_overlap_when_they_share_a_day(
    first: tuple[date, date | None], second: tuple[date, date | None], overlap: bool
) -> None:
    """Whichever comes first."""
    assert overlap == Validity("a", *first).overlaps(Validity("b", *second))
    assert overlap == Validity("b", *second).overlaps(Validity("a", *first))
