"""The demo shop deciding in its own file: who asks, what about, what stood in the way before, and what comes of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.adapters import demo_shop_counter as counter
from bot.adapters import demo_shop_desk as desk
from bot.adapters import demo_shop_ledger as ledger
from bot.adapters import demo_shop_records as records
from bot.adapters import demo_shop_rows as rows
from bot.adapters import demo_shop_stock as stocks
from bot.adapters import demo_shop_tables as t
from bot.adapters.demo_shop_desk import Matter
from bot.adapters.outcome_json import Decided
from bot.commerce.orders import Order
from bot.commerce.outcomes import Refusal, Refused
from bot.commerce.requests import (
    CancelOrder,
    ChangeAddress,
    GrantCoupon,
    OrderRequest,
    RemindShipping,
    RequestInvoice,
    RequestPriceProtection,
    RequestRefund,
    RequestReturn,
    ShopRequest,
)
from bot.kernel.money import Fen

NOT_THEIRS = Refused(Refusal.NOT_FOUND, "没有找到这张订单，请核对订单号。")
"""The same words for somebody else's order and for none at all."""

_PREFIX: dict[type[ShopRequest], str] = {
    RequestRefund: "RF",
    RequestReturn: "SH",
    CancelOrder: "QX",
    ChangeAddress: "DZ",
    RequestInvoice: "FP",
    RequestPriceProtection: "JB",
    RemindShipping: "CF",
    GrantCoupon: "YQ",
}


def decide(db: Connection, customer_id: str, request: ShopRequest, now: datetime) -> Decided:
    """Decide on a request that was not decided on before, and write down what came of it."""
    number = ledger.new_number(db, _PREFIX[type(request)], now)
    earlier = ledger.granted_before(db, request, request.order_id)
    order = own_order(db, customer_id, request.order_id, now)
    if isinstance(request, GrantCoupon):
        known = db.execute(select(t.customers).where(t.customers.c.customer_id == customer_id)).first()
        if known is None or (request.order_id and order is None):
            return NOT_THEIRS
        return _give_coupon(
            db, customer_id, order, counter.give_coupon(request, number=number, earlier=earlier, now=now), now
        )
    if order is None:
        return NOT_THEIRS
    return _about_an_order(db, Matter(order, now, number, earlier), request)


def own_order(db: Connection, customer_id: str, order_id: str, now: datetime) -> Order | None:
    """That order of that customer, or None."""
    theirs = select(t.orders).where(t.orders.c.order_id == order_id, t.orders.c.customer_id == customer_id)
    found = rows.read_orders(db, db.execute(theirs).all(), now)
    return found[0] if found else None


def _give_coupon(
    db: Connection, customer_id: str, order: Order | None, given: counter.Granted, now: datetime
) -> Decided:
    if given.coupon is not None:
        db.execute(insert(t.coupons).values(records.coupon_row(customer_id, given.coupon, now)))
        if order is not None:
            stocks.save(db, order, now)
    return given.outcome


def _about_an_order(db: Connection, matter: Matter, request: OrderRequest) -> Decided:
    """Decide, and write down what came of it. An order something was granted for is kept as it is, changed or not:
    the seed would give it another number tomorrow."""
    if isinstance(request, RequestInvoice | RequestPriceProtection):
        granted = _at_the_counter(db, matter, request)
        if granted.invoice is not None:
            db.execute(insert(t.invoices).values(records.invoice_row(granted.invoice)))
        outcome, order = granted.outcome, matter.order
    else:
        decision = _at_the_desk(matter, request)
        outcome, order = decision.outcome, decision.order or matter.order
    if not isinstance(outcome, Refused):
        stocks.save(db, order, matter.now)
    return outcome


def _at_the_desk(
    matter: Matter, request: RequestRefund | RequestReturn | CancelOrder | ChangeAddress | RemindShipping
) -> desk.Decision:
    match request:
        case RequestRefund():
            return desk.refund(matter, request)
        case RequestReturn():
            return desk.take_back(matter, request)
        case CancelOrder():
            return desk.cancel(matter, request)
        case ChangeAddress():
            return desk.change_address(matter, request)
        case RemindShipping():
            return desk.remind(matter, request)


def _at_the_counter(
    db: Connection, matter: Matter, request: RequestInvoice | RequestPriceProtection
) -> counter.Granted:
    if isinstance(request, RequestInvoice):
        return counter.make_out(matter, request)
    return counter.protect_price(matter, counter.check_price(matter.order, prices(db), matter.now, matter.earlier))


def prices(db: Connection) -> dict[str, Fen]:
    """What every product costs today."""
    return {row.sku: Fen(row.price_fen) for row in db.execute(select(t.products.c.sku, t.products.c.price_fen))}
