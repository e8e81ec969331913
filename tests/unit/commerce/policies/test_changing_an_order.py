"""May an order still be called off, may its address still be changed, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from support.policy_samples import BOOK
from support.shop_samples import NOW, an_order

from bot.commerce.orders import Order, OrderLine
from bot.commerce.policies.changing import may_cancel, may_change_address
from bot.commerce.policies.rule import Rules
from bot.commerce.policies.solution import Solution
from bot.commerce.policies.state import AddressPart, Permission
from bot.kernel.money import Fen


@pytest.mark.parametrize(
    "status, permission",
    [
        ("unpaid", Permission.AT_ONCE),
        ("paid", Permission.AT_ONCE),
        ("packed", Permission.AFTER_CHECK),
        ("shipped", Permission.CLOSED),
        ("in_transit", Permission.CLOSED),
        ("delivered", Permission.CLOSED),
        ("signed", Permission.CLOSED),
        ("refunded", Permission.CLOSED),
    ],
)
def test_both_are_possible_before_sending_only(status: str, permission: Permission) -> None:
    """And where they are not, there is something instead, and the reason to tell."""
    cancel, address = (ask(BOOK, an_order(status), NOW) for ask in (may_cancel, may_change_address))

    assert (permission, permission) == (cancel.permission, address.permission)
    if permission is Permission.CLOSED:
        assert (address.instead, address.parts) == ((Solution.INTERCEPT,), ())
        assert cancel.why
    else:
        assert address.parts == tuple(AddressPart)


def test_an_unpaid_order_can_be_called_off_until_it_lapses() -> None:
    """The shop's own word goes before the rule's 48 hours."""
    order = an_order("unpaid")

    assert may_cancel(BOOK, order, NOW).until == order.pay_by
    assert may_cancel(BOOK, replace(order, pay_by=None), NOW).until == order.placed_at + timedelta(hours=48)


@pytest.mark.parametrize(
    "hours, permission", [(0, Permission.AT_ONCE), (24, Permission.AT_ONCE), (25, Permission.CLOSED)]
)
def test_goods_made_to_order_can_be_called_off_for_a_day(hours: int, permission: Permission) -> None:
    """Counted from ordering; the customer is told until when."""
    order = made_to_order(NOW - timedelta(hours=hours))
    change = may_cancel(BOOK, order, NOW)

    assert permission is change.permission
    assert change.until == order.placed_at + timedelta(hours=24)
    assert bool(change.why) == (permission is Permission.CLOSED)


def test_without_a_rule_in_force_somebody_looks() -> None:
    """No rule is neither a yes nor a no."""
    book = replace(BOOK, address=Rules(()))

    assert may_change_address(book, an_order("paid"), NOW).permission is Permission.AFTER_CHECK


def made_to_order(placed: datetime) -> Order:
    lines = (OrderLine("收纳盒", "", 1, Fen(900)), OrderLine("定制窗帘", "2米", 1, Fen(29000), category="custom"))
    return replace(an_order("paid", placed=placed), lines=lines)
