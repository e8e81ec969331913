"""What the demo shop's decisions have in common: which goods are meant, whose fault it is, when they can be fetched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.commerce.aftersales import PickupSlot
from bot.commerce.days import moment, shop_day
from bot.commerce.orders import Order
from bot.commerce.outcomes import Refusal, Refused
from bot.commerce.reasons import REASON_TEXT, Reason
from bot.commerce.requests import LineChoice
from bot.kernel.money import Fen

_FAULTS = frozenset(
    {
        Reason.QUALITY,
        Reason.MISSING,
        Reason.DAMAGED,
        Reason.WRONG_ITEM,
        Reason.NOT_AS_DESCRIBED,
        Reason.FAKE,
        Reason.EXPIRED,
    }
)
_PICKUP_HOURS = ((9, 12), (14, 18))
_PICKUP_DAYS = 3


def claims_fault(reason: Reason) -> bool:
    """Whether a reason says that the goods or the shop are at fault."""
    return reason in _FAULTS


def missing_evidence(reason: Reason, evidence: Sequence[str]) -> Refused | None:
    """The refusal of a claim that has to be shown and was not."""
    if evidence or not claims_fault(reason):
        return None
    return Refused(Refusal.EVIDENCE_NEEDED, f"“{REASON_TEXT[reason]}”需要照片或视频，补上后再提交。")


def chosen_fen(order: Order, lines: Sequence[LineChoice]) -> Fen | None:
    """What the chosen pieces cost, all of the order for none chosen; None when the order has not got them."""
    if not lines:
        return order.paid_fen
    wanted: Counter[str] = Counter()
    for choice in lines:
        wanted[choice.line_id] += choice.quantity
    bought = {line.line_id: line for line in order.lines}
    total = 0
    for line_id, quantity in wanted.items():
        line = bought.get(line_id)
        if line is None or not 0 < quantity <= line.quantity:
            return None
        total += line.unit_fen * quantity
    return Fen(min(total, order.paid_fen))


def days_since_signing(order: Order, now: datetime) -> int | None:
    """Whole days on the shop's calendar; None while it is not signed for."""
    return (shop_day(now) - shop_day(order.signed_at)).days if order.signed_at else None


def slots_after(now: datetime) -> tuple[PickupSlot, ...]:
    """When couriers fetch goods for the demo shop: mornings and afternoons of the next three days."""
    days = [shop_day(now) + timedelta(days=ahead) for ahead in range(1, _PICKUP_DAYS + 1)]
    return tuple(PickupSlot(moment(day, start), moment(day, end)) for day in days for start, end in _PICKUP_HOURS)
