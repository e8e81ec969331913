"""How much for a delay, an overdue promise or a complaint, and who has to approve it (playbook B4, F3, F7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.policy_rules import ALWAYS
from support.policy_samples import BOOK
from support.shop_samples import NOW, an_order, day

from bot.commerce.days import moment
from bot.commerce.orders import Order
from bot.commerce.policies.approval import Role
from bot.commerce.policies.compensating import for_broken_promise, for_complaint, for_delay
from bot.commerce.policies.compensation import Gift
from bot.commerce.policies.lateness import Late, Lateness, lateness
from bot.commerce.policies.rule import Rules
from bot.kernel.money import Fen


@pytest.mark.parametrize(
    "order, late",
    [
        (an_order("paid", due=0), Lateness(Late.IN_TIME, 0)),
        (an_order("paid", due=-1), Lateness(Late.NOT_SENT, 1)),
        (an_order("in_transit", due=0), Lateness(Late.IN_TIME, 0)),
        (an_order("in_transit", due=-1), Lateness(Late.DELAYED, 1)),
        (an_order("shipped", due=-9), Lateness(Late.DELAYED, 9)),
        (an_order("shipped", due=-10), Lateness(Late.LOST, 10)),
        (an_order("delivered", due=-5), Lateness(Late.IN_TIME, 0)),
        (an_order("signed", due=-5), Lateness(Late.IN_TIME, 0)),
        (an_order("unpaid", due=-5), Lateness(Late.IN_TIME, 0)),
    ],
)
def test_how_late_an_order_is(order: Order, late: Lateness) -> None:
    """Counted from the promised day; what arrived is not late any more."""
    assert late == lateness(BOOK, order, NOW)


@pytest.mark.parametrize(
    "order, paid, gift, amount, approver",
    [
        (an_order("in_transit", due=-2), 29900, Gift.COUPON, 1000, Role.BOT),
        (an_order("paid", due=-1), 29900, Gift.MONEY, 1495, Role.AGENT),
        (an_order("paid", due=-3), 29900, Gift.MONEY, 4485, Role.SENIOR),
        (an_order("paid", due=-6), 29900, Gift.MONEY, 8970, Role.SENIOR),
        (an_order("paid", due=-20), 29900, Gift.MONEY, 8970, Role.SENIOR),
        (an_order("paid", due=-20), 100000, Gift.MONEY, 20000, Role.SUPERVISOR),
        (an_order("paid", due=-1), 10001, Gift.MONEY, 500, Role.BOT),
        (an_order("in_transit", due=-2), 600, Gift.COUPON, 600, Role.BOT),
    ],
)
def test_a_delay_on_the_road_gives_a_coupon_and_a_late_dispatch_money_by_the_day(
    order: Order, paid: int, gift: Gift, amount: int, approver: Role
) -> None:
    """5 % a day, rounded down to the fen, up to two ceilings; never more than was paid."""
    given = for_delay(BOOK, replace(order, paid_fen=Fen(paid)), NOW)

    assert given is not None
    assert (gift, amount, approver) == (given.gift, given.amount_fen, given.approver)


def test_a_coupon_comes_with_its_terms_and_money_has_none() -> None:
    """Without a threshold, for thirty days."""
    coupon, money = for_delay(BOOK, an_order("in_transit", due=-1), NOW), for_delay(BOOK, an_order("paid", due=-1), NOW)

    assert coupon is not None
    assert (coupon.rule, coupon.threshold_fen, coupon.usable_days) == ("delay", 0, 30)
    assert money is not None
    assert (money.rule, money.usable_days) == ("overdue", 0)


@pytest.mark.parametrize("status", ["paid", "in_transit", "signed", "refunded"])
def test_nothing_is_given_for_an_order_in_time(status: str) -> None:
    """Nor for one that is over."""
    assert for_delay(BOOK, an_order(status, due=1), NOW) is None


@pytest.mark.parametrize("over, amount", [(0, None), (1, 1495), (2, 2990), (6, 8970), (60, 8970)])
def test_a_broken_promise_is_paid_for_by_the_day(over: int, amount: int | None) -> None:
    """The day it was due is still in time, however late the hour (playbook F7)."""
    due = moment(day(-over), 23, 59)
    given = for_broken_promise(BOOK, an_order("signed"), due, NOW)

    assert amount == (given.amount_fen if given else None)


@pytest.mark.parametrize(
    "complaint, paid, amount, most",
    [
        ("delay", 29900, 1000, 3000),
        ("quality", 10000, 1000, 10000),
        ("quality", 100000, 5000, 10000),
        ("quality", 900000, 10000, 10000),
        ("quality", 500, 500, 500),
        ("explained", 29900, None, None),
        ("martians", 29900, None, None),
    ],
)
def test_a_complaint_gives_the_larger_of_its_two_amounts(
    complaint: str, paid: int, amount: int | None, most: int | None
) -> None:
    """Up to its own ceiling and what the order came to."""
    given = for_complaint(BOOK, replace(an_order("signed"), paid_fen=Fen(paid)), complaint, NOW)

    assert (amount, most) == ((given.amount_fen, given.most_fen) if given else (None, None))


def test_what_was_given_before_counts() -> None:
    """For the order's ceiling, and for who has to approve: small gifts add up."""
    order = an_order("in_transit", due=-2)
    second, last = for_delay(BOOK, order, NOW, Fen(1000)), for_delay(BOOK, order, NOW, Fen(29500))

    assert second is not None
    assert (second.amount_fen, second.approver) == (1000, Role.AGENT)
    assert last is not None
    assert (last.amount_fen, last.most_fen) == (400, 400)
    assert for_delay(BOOK, order, NOW, Fen(29900)) is None


def test_an_expired_rule_gives_nothing() -> None:
    """A coupon of a campaign that is over is not promised (playbook A6)."""
    [coupon] = BOOK.compensation.delay.versions
    over = replace(coupon, validity=replace(ALWAYS, valid_until=day(-1)))
    book = replace(BOOK, compensation=replace(BOOK.compensation, delay=Rules((over,))))

    assert for_delay(book, an_order("in_transit", due=-2), NOW) is None
    assert for_delay(book, an_order("in_transit", due=-3), NOW - timedelta(days=1)) is not None
