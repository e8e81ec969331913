"""The small parts of the HTTP adapter: pauses asked for, paths, orders kept, outcomes read."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from support.shop_samples import NOW, an_order

from bot.adapters import outcome_json
from bot.adapters.shop_http import faults, wire
from bot.adapters.shop_http.cache import RecentOrders
from bot.commerce.outcomes import Accepted, Expected, Milestone, NeedsApproval, Refusal, Refused
from bot.kernel.clock import FixedClock
from bot.kernel.money import Fen

AT = datetime(2025, 11, 21, 2, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.0),
        ("0", 0.0),
        ("Fri, 21 Nov 2025 02:01:00 GMT", 60.0),
        ("Fri, 21 Nov 2025 01:00:00 GMT", 0.0),
        ("999999", faults.MAX_PAUSE_S),
        ("Fri, 21 Nov 2125 02:01:00 GMT", faults.MAX_PAUSE_S),
        ("soon", None),
        ("-5", None),
        ("٣", None),
        ("", None),
        (None, None),
    ],
)
def test_a_pause_is_read_in_seconds_or_until_a_date(header: str | None, seconds: float | None) -> None:
    """A date that has passed asks for none, and nobody can ask for a year."""
    assert faults.pause_asked_for(header, AT) == seconds


@pytest.mark.parametrize("text", ["u1001", "JZ251101000001", "rq_0a", "a.b-c~d", "me@shop"])
def test_ids_are_letters_digits_and_a_few_signs(text: str) -> None:
    """And are one part of a path."""
    assert wire.is_id(text)
    assert wire.path("customers", text, "orders").count("/") == 3


@pytest.mark.parametrize("text", ["", ".", "..", "a/b", "a b", "单号", "x" * 65, "a?b", "a#b", "a%2Fb", "u1001\n"])
def test_what_is_no_id_is_not_asked_about(text: str) -> None:
    """Whatever a customer types."""
    assert not wire.is_id(text)


def test_the_newer_of_two_answers_is_told() -> None:
    """An order read alone after the list, and the other way round."""
    clock = FixedClock(NOW)
    kept = RecentOrders(clock)
    kept.keep("u1001", [an_order("paid")], 20)
    clock.advance(minutes=1)
    kept.keep_one("u1001", an_order("packed"))

    order = kept.order("u1001", "JZ251120000001")

    assert order is not None
    assert (order.status.value, order.as_of) == ("packed", NOW + timedelta(minutes=1))


def test_only_so_many_customers_are_kept() -> None:
    """The oldest go first; those read again stay."""
    kept = RecentOrders(FixedClock(NOW), customers=2)
    for customer in ("u1", "u2", "u1", "u3"):
        kept.keep(customer, [an_order(owner=customer)], 20)
        kept.keep_one(customer, an_order(owner=customer))

    assert kept.orders("u2", 20) is None
    assert kept.order("u2", "JZ251120000001") is None
    assert kept.orders("u1", 20)
    assert kept.order("u3", "JZ251120000001")


@pytest.mark.parametrize(
    "outcome",
    [
        Accepted("RF1", AT),
        Accepted("RF1", AT, (Expected(Milestone.MONEY_BACK, AT + timedelta(days=3)),), Fen(0)),
        Refused(Refusal.ALREADY_SHIPPED, "已发出。"),
        Refused(Refusal.ALREADY_REQUESTED, "已申请。", "RF1"),
        NeedsApproval("RF1", "主管", "金额较大。"),
        NeedsApproval("RF1", "主管", "金额较大。", AT),
    ],
)
def test_outcomes_survive_the_way_through_json(outcome: outcome_json.Decided) -> None:
    """As they were."""
    assert outcome_json.from_json(outcome_json.to_json(outcome)) == outcome


def test_what_nobody_knows_yet_is_read_all_the_same() -> None:
    """A refusal is a refusal; a promise of something unknown is left out."""
    refused = outcome_json.from_json({"result": "refused", "code": "full_moon", "reason": "今天不行。"})
    told: dict[str, Any] = {"result": "accepted", "number": "1", "at": AT.isoformat()}
    told["expected"] = [{"milestone": "party", "by": "whenever"}, {"milestone": "answer", "by": AT.isoformat()}]

    assert refused == Refused(Refusal.OTHER, "今天不行。")
    assert outcome_json.from_json(told) == Accepted("1", AT, (Expected(Milestone.ANSWER, AT),))


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"result": "maybe"},
        {"result": "accepted", "number": "1"},
        {"result": "accepted", "number": "", "at": AT.isoformat()},
        {"result": "accepted", "number": 1, "at": AT.isoformat()},
        {"result": "accepted", "number": "1", "at": "2025-11-21T10:00:00"},
        {"result": "accepted", "number": "1", "at": "today"},
        {"result": "accepted", "number": "1", "at": AT.isoformat(), "amount_fen": 1.5},
        {"result": "accepted", "number": "1", "at": AT.isoformat(), "amount_fen": True},
        {"result": "accepted", "number": "1", "at": AT.isoformat(), "amount_fen": -1},
        {"result": "accepted", "number": "1", "at": AT.isoformat(), "expected": "soon"},
        {"result": "accepted", "number": "1", "at": AT.isoformat(), "expected": [1]},
        {"result": "accepted", "number": "1", "at": AT.isoformat(), "expected": [{"milestone": ["answer"]}]},
        {"result": "refused", "code": "other"},
        {"result": "refused", "code": "other", "reason": "长" * 501},
        {"result": "needs_approval", "number": "1", "reason": "大"},
    ],
)
def test_what_is_no_outcome_is_an_error(told: dict[str, Any]) -> None:
    """Nothing is guessed about money."""
    with pytest.raises(ValueError):
        outcome_json.from_json(told)
