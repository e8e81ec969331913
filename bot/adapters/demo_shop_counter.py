"""How the demo shop decides on invoices, price differences and coupons: the merchant's side of the port, pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.adapters.demo_shop_desk import Matter
from bot.adapters.demo_shop_records import INVOICE_TAKES
from bot.commerce.coupons import Coupon
from bot.commerce.days import last_moment, shop_day
from bot.commerce.invoices import Invoice, InvoiceKind
from bot.commerce.orders import OVER, Order, OrderStatus
from bot.commerce.outcomes import Accepted, Expected, Milestone, NeedsApproval, Refusal, Refused
from bot.commerce.products import PriceChange, PriceCheck
from bot.commerce.requests import GrantCoupon, RequestInvoice
from bot.kernel.clock import spoken_date
from bot.kernel.money import Fen, yuan

PRICE_DAYS = 30
"""Days after ordering in which the demo shop gives a price difference back."""

COUPON_FREE_FEN, COUPON_MOST_FEN = 2_000, 20_000
"""Up to which amount a coupon needs nobody's word, and above which none is given."""

COUPON_DAYS = 30
_TAX_NUMBER = re.compile(r"[0-9A-HJ-NPQRTUWXY]{15,20}")
"""A taxpayer's number: 18 characters of GB 32100-2015, 15 or 20 of older kinds."""

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")


@dataclass(frozen=True)
class Granted:
    """The answer, and what came to be by it."""

    outcome: Accepted | Refused | NeedsApproval
    invoice: Invoice | None = None
    coupon: Coupon | None = None


def make_out(matter: Matter, request: RequestInvoice) -> Granted:
    """An invoice for what was paid and not given back."""
    order = matter.order
    if order.status is OrderStatus.UNPAID:
        return _no(Refusal.NOTHING_PAID, "这张订单还没有付款，付款后可以开发票。")
    if order.status in OVER:
        return _no(Refusal.ORDER_OVER, "这张订单已经取消或者全额退款，不能开发票。")
    if matter.earlier:
        refused = Refused(Refusal.ALREADY_REQUESTED, "这张订单已经申请过发票。", matter.earlier)
        return Granted(refused)
    if not _EMAIL.fullmatch(request.email):
        return _no(Refusal.BAD_DETAILS, "邮箱地址不完整，请核对后再提交。")
    if request.kind is not InvoiceKind.PERSONAL and not _TAX_NUMBER.fullmatch(request.tax_number):
        return _no(Refusal.BAD_DETAILS, "税号应为15到20位数字和大写字母，请核对后再提交。")
    back = order.refund.amount_fen if order.refund else 0
    by = matter.now + 2 * INVOICE_TAKES
    invoice = Invoice(
        number=matter.number,
        order_id=order.order_id,
        kind=request.kind,
        amount_fen=Fen(order.paid_fen - back),
        requested_at=matter.now,
        expected_by=by,
        title=request.title,
        email=request.email,
        tax_number=request.tax_number,
    )
    accepted = Accepted(matter.number, matter.now, (Expected(Milestone.INVOICE, by),), invoice.amount_fen)
    return Granted(accepted, invoice=invoice)


def check_price(order: Order, prices: Mapping[str, Fen], now: datetime, earlier: str = "") -> PriceCheck:
    """Whether a difference is given back.

    Args:
        prices: what products cost today, by their number.
        earlier: the number under which it was given back already, or empty.
    """
    lines = tuple(
        PriceChange(line.line_id, line.title, line.unit_fen, prices.get(line.sku, line.unit_fen), line.quantity)
        for line in order.lines
    )
    difference = sum(max(line.paid_fen - line.now_fen, 0) * line.quantity for line in lines)
    until = last_moment(shop_day(order.placed_at) + timedelta(days=PRICE_DAYS))
    why = _why_not(order, difference, until, now, earlier)
    return PriceCheck(order.order_id, not why, Fen(0 if why else difference), lines, until, why)


def protect_price(matter: Matter, check: PriceCheck) -> Granted:
    """The difference back to where it was paid from."""
    if matter.earlier:
        return Granted(Refused(Refusal.ALREADY_REQUESTED, check.reason, matter.earlier))
    if not check.eligible:
        return _no(Refusal.NOT_ELIGIBLE, check.reason)
    back = Expected(Milestone.MONEY_BACK, matter.in_days(3))
    return Granted(Accepted(matter.number, matter.now, (back,), check.difference_fen))


def give_coupon(request: GrantCoupon, *, number: str, earlier: str, now: datetime) -> Granted:
    """A coupon as goodwill, once for an order; above a small sum somebody has to have allowed it."""
    if earlier and request.order_id:
        return Granted(Refused(Refusal.ALREADY_REQUESTED, "这张订单已经补偿过优惠券。", earlier))
    if not 0 < request.amount_fen <= COUPON_MOST_FEN:
        return _no(Refusal.AMOUNT_TOO_HIGH, f"补偿优惠券最多{yuan(Fen(COUPON_MOST_FEN))}。")
    if request.amount_fen > COUPON_FREE_FEN and not request.approved_by:
        reason = f"超过{yuan(Fen(COUPON_FREE_FEN))}的补偿券需要主管同意。"
        return Granted(NeedsApproval(number, "店铺主管", reason, now + timedelta(hours=2)))
    until = last_moment(shop_day(now) + timedelta(days=COUPON_DAYS))
    need = "无门槛" if not request.threshold_fen else f"满{yuan(request.threshold_fen)}可用"
    title = f"{yuan(request.amount_fen)}{need}券"
    coupon = Coupon(number, title, request.amount_fen, request.threshold_fen, now, until)
    accepted = Accepted(number, now, (Expected(Milestone.VALID_UNTIL, until),), request.amount_fen)
    return Granted(accepted, coupon=coupon)


def _why_not(order: Order, difference: int, until: datetime, now: datetime, earlier: str) -> str:
    if earlier:
        return "这张订单的差价已经申请过了。"
    if order.status is OrderStatus.UNPAID:
        return "这张订单还没有付款，现在付款就是最新价格。"
    if order.status in OVER or order.refund is not None:
        return "这张订单已经取消或者在退款，没有差价可退。"
    if now > until:
        return f"价保期到{spoken_date(until)}为止，已经过了。"
    return "" if difference else "现在的价格没有比您下单时低。"


def _no(code: Refusal, reason: str) -> Granted:
    return Granted(Refused(code, reason))
