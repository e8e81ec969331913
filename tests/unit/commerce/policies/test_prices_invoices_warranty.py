"""Price protection, kinds of invoices, warranty."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.policy_samples import BOOK
from support.shop_samples import NOW, an_order, day

from bot.commerce.days import last_moment, moment
from bot.commerce.invoices import InvoiceKind
from bot.commerce.orders import Order, OrderLine
from bot.commerce.policies.approval import Role
from bot.commerce.policies.invoicing import Invoicing, kinds_open, may_invoice
from bot.commerce.policies.pricing import Protection, price_difference
from bot.commerce.policies.warranties import warranty_until
from bot.kernel.money import Fen


def bought(days_ago: int, *, quantity: int = 1, category: str = "", status: str = "signed") -> Order:
    line = OrderLine("商品", "白色", quantity, Fen(29900), category=category)
    return replace(an_order(status, placed=moment(day(-days_ago), 9)), lines=(line,))


@pytest.mark.parametrize(
    "order, price, protection, difference, approver",
    [
        (bought(0), 24900, Protection.PAID_BACK, 5000, Role.BOT),
        (bought(7), 24900, Protection.PAID_BACK, 5000, Role.BOT),
        (bought(8), 24900, Protection.TOO_LATE, 0, None),
        (bought(3, quantity=2), 24900, Protection.PAID_BACK, 10000, Role.SUPERVISOR),
        (bought(3, quantity=9), 9900, Protection.PAID_BACK, 50000, Role.SUPERVISOR),
        (bought(3), 29801, Protection.TOO_LITTLE, 0, None),
        (bought(3), 29800, Protection.PAID_BACK, 100, Role.BOT),
        (bought(3), 35000, Protection.TOO_LITTLE, 0, None),
        (bought(3, category="fresh"), 9900, Protection.CATEGORY, 0, None),
        (bought(3, status="unpaid"), 9900, Protection.NOT_BOUGHT, 0, None),
        (bought(3, status="refunded"), 9900, Protection.NOT_BOUGHT, 0, None),
        (bought(3, status="in_transit"), 24900, Protection.PAID_BACK, 5000, Role.BOT),
    ],
)
def test_a_fallen_price_comes_back_within_its_days(
    order: Order, price: int, protection: Protection, difference: int, approver: Role | None
) -> None:
    """For each piece, from a least amount up to a ceiling."""
    answer = price_difference(BOOK, order, 0, Fen(price), NOW)

    assert (protection, difference, approver) == (answer.protection, answer.difference_fen, answer.approver)


def test_the_difference_is_paid_once() -> None:
    """The rule says how often."""
    answer = price_difference(BOOK, bought(3), 0, Fen(24900), NOW, times=1, given=Fen(500))

    assert (answer.protection, answer.until) == (Protection.USED_UP, last_moment(day(4)))


@pytest.mark.parametrize(
    "order, kind, when",
    [
        (bought(3), InvoiceKind.PERSONAL, Invoicing.NOW),
        (bought(3), InvoiceKind.SPECIAL, Invoicing.NOW),
        (bought(3, status="paid"), InvoiceKind.PERSONAL, Invoicing.NOW),
        (bought(3, status="paid"), InvoiceKind.SPECIAL, Invoicing.AFTER_SIGNING),
        (bought(3), InvoiceKind.COMPANY, Invoicing.NO_RULE),
        (bought(180), InvoiceKind.SPECIAL, Invoicing.NOW),
        (bought(181), InvoiceKind.SPECIAL, Invoicing.TOO_LATE),
        (bought(3, status="unpaid"), InvoiceKind.PERSONAL, Invoicing.NOTHING_SOLD),
        (bought(3, status="refunded"), InvoiceKind.PERSONAL, Invoicing.NOTHING_SOLD),
    ],
)
def test_an_invoice_is_made_out_by_kind_and_state(order: Order, kind: InvoiceKind, when: Invoicing) -> None:
    """Some at once, some when the goods are signed for, none for what was not sold."""
    assert when is may_invoice(BOOK, order, kind, NOW).when


def test_only_the_kinds_that_are_open_are_offered() -> None:
    """The customer chooses among what can be had."""
    assert kinds_open(BOOK, bought(3), NOW) == (InvoiceKind.PERSONAL, InvoiceKind.SPECIAL)
    assert kinds_open(BOOK, bought(200), NOW) == (InvoiceKind.PERSONAL,)
    assert kinds_open(BOOK, bought(3, status="cancelled"), NOW) == ()


def test_the_warranty_begins_with_signing_and_can_grow() -> None:
    """Goods without one, and goods not in hand, have none."""
    order = bought(9, category="digital")

    assert warranty_until(BOOK, order, 0) == last_moment(day(-3) + timedelta(days=365))
    assert warranty_until(BOOK, order, 0, extra_days=90) == last_moment(day(-3) + timedelta(days=455))
    assert warranty_until(BOOK, bought(9), 0) is None
    assert warranty_until(BOOK, bought(9, category="digital", status="in_transit"), 0) is None
