"""How the demo shop's carriers decide and what they answer: the carrier's side of the port, pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.commerce.carrier import AskCarrier, CarrierWish, Inquiry, InterceptParcel, OpenTrace, Signature, SignedHow
from bot.commerce.days import last_moment, shop_day, spoken_day
from bot.commerce.outcomes import Accepted, Expected, Milestone, Refusal, Refused
from bot.commerce.parcels import Parcel, ParcelStatus, TrackingStep, is_late

ANSWER_WITHIN = timedelta(hours=1)
"""In which carriers promise news (playbook B4)."""

_ANSWERED_AFTER = timedelta(minutes=40)
_STATIONS = ("驿站", "快递柜", "物业")


@dataclass(frozen=True)
class Decision:
    """The answer, with the parcel as it is afterwards and the inquiry that was opened, where there are such."""

    outcome: Accepted | Refused
    parcel: Parcel | None = None
    inquiry: Inquiry | None = None


def signature_of(parcel: Parcel) -> Signature | None:
    """The record of a delivery; None before there was one."""
    if parcel.signed_at is None:
        return None
    how = SignedHow.IN_PERSON if parcel.signer == "本人" else SignedHow.BY_OTHERS
    if any(word in parcel.signer for word in _STATIONS):
        how = SignedHow.AT_STATION
    return Signature(parcel.signer, parcel.signed_at, how, parcel.place, f"POD{parcel.tracking_no[-8:]}")


def about(request: OpenTrace | AskCarrier) -> str:
    """What an inquiry is about, as a code."""
    return request.about.value if isinstance(request, OpenTrace) else request.wish.value


def inquire(
    parcel: Parcel, request: OpenTrace | AskCarrier, *, number: str, opened: Inquiry | None, now: datetime
) -> Decision:
    """Open an inquiry; one about the same that waits for its answer is the one meant.

    Args:
        opened: the newest inquiry about the same.
    """
    if isinstance(request, AskCarrier) and parcel.status is ParcelStatus.SIGNED:
        return Decision(Refused(Refusal.ALREADY_ARRIVED, "快件已经签收，需要的话可以发起签收核查。"))
    if opened is not None and opened.answered_at is None:
        return Decision(_awaited(opened, now))
    inquiry = Inquiry(number, parcel.tracking_no, about(request), now, now + ANSWER_WITHIN)
    return Decision(_awaited(inquiry, now), inquiry=inquiry)


def intercept(parcel: Parcel, request: InterceptParcel, *, number: str, now: datetime) -> Decision:
    """Call a parcel back while it is on its way."""
    del request
    if not parcel.on_its_way:
        return Decision(Refused(Refusal.ALREADY_ARRIVED, "快件已经送达，拦截不了了，可以拒收或者走退货。"))
    if parcel.intercepted_at is not None:
        return Decision(Refused(Refusal.ALREADY_REQUESTED, "这个快件已经在拦截了。"))
    step = TrackingStep(now, "商家已发起拦截，快件将在下一站退回")
    back = Expected(Milestone.GOODS_BACK, last_moment(shop_day(now) + timedelta(days=4)))
    stopped = replace(parcel, intercepted_at=now, steps=(step, *parcel.steps))
    return Decision(Accepted(number, now, (back,)), parcel=stopped)


def answered(inquiry: Inquiry, parcel: Parcel, now: datetime) -> Inquiry:
    """The inquiry with the carrier's answer, once its time has come."""
    at = inquiry.opened_at + _ANSWERED_AFTER
    if at > now:
        return inquiry
    inquiry = replace(inquiry, answered_at=at)
    if parcel.status is ParcelStatus.SIGNED:
        return replace(inquiry, answer=f"底单显示签收人为{parcel.signer}，派件员正在回访，底单照片已经交给商家。")
    if parcel.status is ParcelStatus.DELIVERED:
        return replace(inquiry, answer=f"快件已放在{parcel.place}，取件码已重新发送。")
    if is_late(parcel, at):
        day = shop_day(at) + timedelta(days=2)
        answer = f"中转量大，快件滞留了，已安排优先发出，预计{spoken_day(day)}送达。"
        return replace(inquiry, answer=answer, late=True, new_eta=day)
    promised = f"运输正常，预计{spoken_day(parcel.promised_on)}送达。"
    return replace(inquiry, answer=_WISHED.get(inquiry.about, "") + promised, new_eta=parcel.promised_on)


_WISHED = {
    CarrierWish.HURRY.value: "已备注优先派送。",
    CarrierWish.CALL_FIRST.value: "已备注派送前先打电话。",
    CarrierWish.DELIVER_AGAIN.value: "已安排再次派送。",
}


def _awaited(inquiry: Inquiry, now: datetime) -> Accepted:
    return Accepted(inquiry.number, now, (Expected(Milestone.ANSWER, inquiry.answer_by),))
