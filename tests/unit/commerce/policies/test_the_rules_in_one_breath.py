"""The general rules as they are told in three sentences, and the rules of this process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from support.policy_samples import BOOK

from bot.commerce import policy
from bot.commerce.policy import RefundPolicy
from bot.kernel.errors import SettingError

TODAY = date(2025, 11, 21)


@pytest.fixture(autouse=True)
def the_samples_in_force() -> Iterator[None]:
    """The book of the samples, and the shop's own again afterwards."""
    shops = policy.in_force()
    policy.put_in_force(BOOK)
    yield
    policy.put_in_force(shops)


def test_exceptions_noted_on_a_page_go_under_one_name() -> None:
    """Fresh and custom goods by name; underwear, digital goods and medicine together; each fault of the shop once."""
    told = policy.refund_policy(TODAY)

    assert told == RefundPolicy(7, 7, 3, ("生鲜", "定制商品", "页面注明的商品"), ("质量问题", "发错"))


def test_the_numbers_that_seeds_and_cards_share() -> None:
    """From the same book."""
    assert policy.window_days(TODAY) == 7
    assert policy.kept_unpaid(TODAY) == timedelta(hours=48)
    assert policy.sent_within(TODAY) == timedelta(days=2)


def test_a_process_that_put_no_rules_in_force_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than judge by numbers of its own."""
    monkeypatch.setattr(policy, "_here", None)

    with pytest.raises(SettingError, match="put_in_force"):
        policy.in_force()
