"""How the demo shop decides what it is asked about an order: the merchant's side of the port, pure.

Its rules are few and plain, so that it never contradicts the shop's published policies: what an order's state makes
impossible is refused, large sums wait for a person, and nothing is granted twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.adapters.demo_shop_goods import chosen_fen, claims_fault, days_since_signing, missing_evidence, slots_after
from bot.commerce.aftersales import AfterSale, ReturnKind
from bot.commerce.days import last_moment, shop_day
from bot.commerce.orders import ON_ITS_WAY, OVER, TO_SHIP, Order, OrderStatus
from bot.commerce.outcomes import Accepted, Expected, Milestone, NeedsApproval, Refusal, Refused
from bot.commerce.reasons import REASON_TEXT, Reason
from bot.commerce.refunds import Refund
from bot.commerce.requests import CancelOrder, ChangeAddress, RemindShipping, RequestRefund, RequestReturn
from bot.kernel.clock import spoken_date
from bot.kernel.money import Fen, yuan

APPROVAL_OVER_FEN = 50_000
"""A refund above this waits for a person of the shop."""

NO_REASON_DAYS, FAULT_DAYS = 7, 30
"""Days after signing in which the demo shop takes goods back: for any reason, and for a fault of theirs."""

_MONEY_DAYS, _GOODS_DAYS = 3, 7
_MOBILE = re.compile(r"1[3-9][0-9]{9}")

_NO_SUCH_LINE = Refused(Refusal.NO_SUCH_LINE, "订单里没有这件商品，或者件数超过了购买的件数。")


@dataclass(frozen=True)
class Matter:
    """What is decided on.

    Attributes:
        number: what the case will be called.
        earlier: the number under which the same was granted for this order before, or empty.
    """

    order: Order
    now: datetime
    number: str
    earlier: str = ""

    def in_days(self, days: int) -> datetime:
        """The end of the day so many days from now, on the shop's calendar."""
        return last_moment(shop_day(self.now) + timedelta(days=days))


@dataclass(frozen=True)
class Decision:
    """The answer, and the order as it is afterwards when it was changed."""

    outcome: Accepted | Refused | NeedsApproval
    order: Order | None = None


def cancel(matter: Matter, request: CancelOrder) -> Decision:
    """Off when it was not sent; what was paid comes back."""
    del request
    order = matter.order
    if order.status not in TO_SHIP | {OrderStatus.UNPAID}:
        return _too_late(order)
    over = replace(order, status=OrderStatus.CANCELLED, cancelled_at=matter.now)
    if order.status is OrderStatus.UNPAID:
        return Decision(Accepted(matter.number, matter.now), over)
    refund = _refund(matter, order.paid_fen, "取消订单", days=_MONEY_DAYS, approved=True)
    back = Expected(Milestone.MONEY_BACK, matter.in_days(_MONEY_DAYS))
    return Decision(Accepted(matter.number, matter.now, (back,), order.paid_fen), replace(over, refund=refund))


def change_address(matter: Matter, request: ChangeAddress) -> Decision:
    """Elsewhere, as long as it was not sent."""
    order, address = matter.order, request.address
    if order.status not in TO_SHIP | {OrderStatus.UNPAID}:
        return _too_late(order)
    if not _MOBILE.fullmatch(address.phone):
        return _no(Refusal.BAD_DETAILS, "收货手机号要填11位手机号，请核对后再提交。")
    if len(address.recipient) < 2 or len(address.text) < 6:
        return _no(Refusal.BAD_DETAILS, "收货人和详细地址要写全（省市区、街道和门牌号），请核对后再提交。")
    by = order.ship_by and max(order.ship_by, shop_day(matter.now) + timedelta(days=1))
    expected = (Expected(Milestone.SHIPPING, last_moment(by)),) if by and order.status in TO_SHIP else ()
    return Decision(Accepted(matter.number, matter.now, expected), replace(order, ship_to=address))


def remind(matter: Matter, request: RemindShipping) -> Decision:
    """Put in front of the others: it leaves tomorrow at the latest. Asked again, it is the same reminder."""
    del request
    order = matter.order
    if order.status is OrderStatus.UNPAID:
        return _no(Refusal.NOTHING_PAID, "这张订单还没有付款，付款后仓库才会安排发货。")
    if order.status not in TO_SHIP:
        return _too_late(order)
    by = Expected(Milestone.SHIPPING, matter.in_days(1))
    return Decision(Accepted(matter.earlier or matter.number, matter.now, (by,)))


def refund(matter: Matter, request: RequestRefund) -> Decision:
    """Money back with the goods staying where they are; a large sum waits for a person."""
    order = matter.order
    refusal = (
        _no_case(order)
        or _goods_in_the_way(order, request)
        or missing_evidence(request.reason, request.evidence)
        or _wrong_sum(order, request)
    )
    if refusal is not None:
        return Decision(refusal)
    large = request.amount_fen > APPROVAL_OVER_FEN and not request.approved_by
    money = _refund(matter, request.amount_fen, REASON_TEXT[request.reason], days=_MONEY_DAYS, approved=not large)
    changed = replace(order, status=OrderStatus.RETURNING, refund=money)
    if large:
        return Decision(_ask_supervisor(matter, request.amount_fen), changed)
    back = Expected(Milestone.MONEY_BACK, matter.in_days(_MONEY_DAYS))
    return Decision(Accepted(matter.number, matter.now, (back,), request.amount_fen), changed)


def take_back(matter: Matter, request: RequestReturn) -> Decision:
    """Goods back, for money, others, or mended."""
    sum_fen = chosen_fen(matter.order, request.lines)
    if sum_fen is None:
        return Decision(_NO_SUCH_LINE)
    refusal = (
        _no_case(matter.order)
        or _not_returnable(matter, request.reason)
        or missing_evidence(request.reason, request.evidence)
    )
    if refusal is not None:
        return Decision(refusal)
    if request.pickup and request.pickup not in slots_after(matter.now):
        return _no(Refusal.BAD_DETAILS, "这个时段约不到上门取件了，请换一个时段。")
    return Decision(_returned(matter, request, sum_fen), _with_case(matter, request, sum_fen))


def _with_case(matter: Matter, request: RequestReturn, sum_fen: Fen) -> Order:
    order, text = matter.order, REASON_TEXT[request.reason]
    day = shop_day(matter.now) + timedelta(days=_GOODS_DAYS)
    case = AfterSale(matter.number, request.kind, text, matter.now, day, request.pickup, approved_at=matter.now)
    if request.kind is not ReturnKind.RETURN:
        return replace(order, after_sale=case)
    money = _refund(matter, sum_fen, text, days=_GOODS_DAYS, approved=True, with_goods=True)
    return replace(order, status=OrderStatus.RETURNING, after_sale=case, refund=money)


def _returned(matter: Matter, request: RequestReturn, sum_fen: Fen) -> Accepted:
    money = request.kind is ReturnKind.RETURN
    last = Milestone.MONEY_BACK if money else Milestone.NEW_GOODS
    expected = [Expected(Milestone.PICK_UP, request.pickup.end)] if request.pickup else []
    expected.append(Expected(last, matter.in_days(_GOODS_DAYS)))
    return Accepted(matter.number, matter.now, tuple(expected), sum_fen if money else None)


def _refund(matter: Matter, amount: Fen, reason: str, *, days: int, approved: bool, with_goods: bool = False) -> Refund:
    return Refund(
        order_id=matter.order.order_id,
        amount_fen=amount,
        reason=reason,
        with_goods=with_goods,
        expected_on=shop_day(matter.now) + timedelta(days=days),
        requested_at=matter.now,
        approved_at=matter.now if approved else None,
        number=matter.number,
    )


def _ask_supervisor(matter: Matter, amount: Fen) -> NeedsApproval:
    reason = f"{yuan(amount)}超过{yuan(Fen(APPROVAL_OVER_FEN))}，需要店铺主管审核。"
    return NeedsApproval(matter.number, "店铺主管", reason, matter.now + timedelta(hours=2))


def _no_case(order: Order) -> Refused | None:
    """Why there is nothing to give back for, or something is being given back already."""
    if order.status is OrderStatus.UNPAID:
        return Refused(Refusal.NOTHING_PAID, "这张订单还没有付款，没有可以退的款。")
    if order.refund is not None and order.refund.in_progress:
        return Refused(Refusal.ALREADY_REQUESTED, "这张订单的退款正在处理中。", order.refund.number)
    if order.status in OVER or order.refund is not None:
        return Refused(
            Refusal.ORDER_OVER, "这张订单已经退过款或者取消了。", order.refund.number if order.refund else ""
        )
    if order.after_sale is not None and order.after_sale.in_progress:
        return Refused(Refusal.ALREADY_REQUESTED, "这张订单的售后正在处理中。", order.after_sale.number)
    return None


def _goods_in_the_way(order: Order, request: RequestRefund) -> Refused | None:
    """Money without the goods is for what never left or never came, and for a fault that is shown."""
    if order.status in TO_SHIP | {OrderStatus.DISPUTED}:
        return None
    lost = request.reason in (Reason.NOT_RECEIVED, Reason.TOO_SLOW)
    if order.status in ON_ITS_WAY | {OrderStatus.DELIVERED}:
        return None if lost else Refused(Refusal.ALREADY_SHIPPED, "包裹已经寄出，需要先拦截，或者收到后再退。")
    if claims_fault(request.reason) or request.approved_by:
        return None
    return Refused(Refusal.GOODS_FIRST, "商品已经签收，需要先退回商品，收到后退款。")


def _wrong_sum(order: Order, request: RequestRefund) -> Refused | None:
    most = chosen_fen(order, request.lines)
    if most is None:
        return _NO_SUCH_LINE
    if 0 < request.amount_fen <= most:
        return None
    return Refused(Refusal.AMOUNT_TOO_HIGH, f"这次最多可以退{yuan(most)}。")


def _not_returnable(matter: Matter, reason: Reason) -> Refused | None:
    order = matter.order
    if order.status in TO_SHIP:
        return Refused(Refusal.NOT_SHIPPED_YET, "商品还没有寄出，可以直接取消订单。")
    days = days_since_signing(order, matter.now)
    if days is None:
        return Refused(Refusal.NOT_ARRIVED_YET, "商品还没有签收，收到后才能退换。")
    allowed = FAULT_DAYS if claims_fault(reason) else NO_REASON_DAYS
    if days <= allowed:
        return None
    signed = spoken_date(order.signed_at) if order.signed_at else ""
    return Refused(Refusal.WINDOW_CLOSED, f"商品{signed}签收，已经超过{allowed}天。")


_PASSED: dict[OrderStatus, tuple[Refusal, str]] = {
    OrderStatus.SHIPPED: (Refusal.ALREADY_SHIPPED, "包裹已经寄出了。"),
    OrderStatus.IN_TRANSIT: (Refusal.ALREADY_SHIPPED, "包裹已经在路上了。"),
    OrderStatus.DELIVERED: (Refusal.ALREADY_SHIPPED, "包裹已经送到取件点了。"),
    OrderStatus.SIGNED: (Refusal.ALREADY_ARRIVED, "包裹已经签收了。"),
    OrderStatus.DISPUTED: (Refusal.ALREADY_ARRIVED, "包裹显示已签收，正在核实。"),
    OrderStatus.RETURNING: (Refusal.ALREADY_REQUESTED, "这张订单正在退款。"),
    OrderStatus.REFUNDED: (Refusal.ORDER_OVER, "这张订单已经退款了。"),
    OrderStatus.CANCELLED: (Refusal.ORDER_OVER, "这张订单已经取消了。"),
}


def _too_late(order: Order) -> Decision:
    code, reason = _PASSED[order.status]
    return Decision(Refused(code, reason, order.refund.number if order.refund else ""))


def _no(code: Refusal, reason: str) -> Decision:
    return Decision(Refused(code, reason))
