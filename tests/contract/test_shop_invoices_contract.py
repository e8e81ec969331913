"""Invoices: asked for once, issued in time, refused where they cannot be made out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.shop_requests import accepted, asked, refused

from bot.commerce.invoices import InvoiceKind
from bot.commerce.orders import OrderStatus
from bot.commerce.outcomes import Refusal, Refused
from bot.commerce.requests import RequestInvoice

if TYPE_CHECKING:
    from contract.conftest import World


async def test_an_invoice_is_asked_for_once_and_is_issued_in_time(world: World) -> None:
    """Its title and tax number are what was given; a second one is told the number of the first."""
    order = world.an_order(OrderStatus.SIGNED)
    request = RequestInvoice(
        order.order_id, InvoiceKind.COMPANY, "杭州某某科技有限公司", "a@b.cn", "91330100MA27XXXX1Y"
    )

    outcome = await accepted(world, order, request, "rq_1")

    [invoice] = await world.shop.invoices(order.customer_id, order.order_id)
    assert (invoice.number, invoice.title, invoice.tax_number) == (outcome.number, request.title, request.tax_number)
    assert (invoice.amount_fen, invoice.issued_at) == (order.paid_fen, None)
    world.clock.advance(minutes=30)
    [issued] = await world.shop.invoices(order.customer_id, order.order_id)
    assert issued.issued_at is not None
    assert issued.issued_at <= invoice.expected_by
    again = await asked(world, order, request, "rq_2")
    assert isinstance(again, Refused)
    assert again.number == outcome.number


@pytest.mark.parametrize(
    ("kind", "email", "tax_number"),
    [
        (InvoiceKind.PERSONAL, "nowhere", ""),
        (InvoiceKind.COMPANY, "a@b.cn", ""),
        (InvoiceKind.SPECIAL, "a@b.cn", "12345"),
    ],
)
async def test_an_invoice_that_cannot_be_made_out_is_refused(
    world: World, kind: InvoiceKind, email: str, tax_number: str
) -> None:
    """No address to send it to, no tax number."""
    order = world.an_order(OrderStatus.SIGNED)
    request = RequestInvoice(order.order_id, kind, "某某", email, tax_number)

    assert await refused(world, order, request) is Refusal.BAD_DETAILS
