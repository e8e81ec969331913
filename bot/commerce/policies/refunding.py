"""May this line of this order be refunded: without a reason, or for the reason given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.commerce.days import shop_day
from bot.commerce.orders import ON_ITS_WAY, OVER, TO_SHIP, Order, OrderStatus
from bot.commerce.policies.book import Policies
from bot.commerce.policies.category import CategoryRule
from bot.commerce.policies.claim import NO_REASON, Claim
from bot.commerce.policies.condition import Condition
from bot.commerce.policies.evidence import Evidence
from bot.commerce.policies.reason import Fault, ReasonRule
from bot.commerce.policies.solution import Remedy, Solution
from bot.commerce.policies.stage import Stage
from bot.commerce.policies.warranties import warranty_until
from bot.commerce.policies.windows import closes_at, still_open


class Answer(str, Enum):
    """Yes; no; ask for the goods' condition first; check the courier's record first; a person decides."""

    YES = "yes"
    NO = "no"
    ASK = "ask"
    TRACE = "trace"
    PERSON = "person"


class Why(str, Enum):
    """What an answer rests on."""

    IN_TIME = "in_time"
    NOT_SIGNED = "not_signed"
    CONDITION_UNKNOWN = "condition_unknown"
    NOT_RECEIVED = "not_received"
    NOT_PAID = "not_paid"
    IN_PROGRESS = "in_progress"
    OVER = "over"
    TOO_LATE = "too_late"
    CATEGORY = "category"
    CONDITION = "condition"
    UNKNOWN_CATEGORY = "unknown_category"
    UNKNOWN_REASON = "unknown_reason"
    REVIEW = "review"


@dataclass(frozen=True)
class Verdict:
    """Whether a line may be refunded.

    Attributes:
        stage: how far the order has come; None when there is nothing to refund.
        until: the last second it can be asked for, once the days have begun.
        conditions: those to ask for, or those that stand in the way.
        words: the reason of a category's exception, as the customer is told it.
        evidence: what is asked for before it is decided.
    """

    answer: Answer
    why: Why
    stage: Stage | None = None
    until: datetime | None = None
    conditions: tuple[Condition, ...] = ()
    words: str = ""
    evidence: tuple[Evidence, ...] = ()


def stage_of(order: Order) -> Stage | None:
    """How far an order has come; None when it is unpaid, over, or on its way back."""
    if order.status in TO_SHIP:
        return Stage.BEFORE_SHIPPING
    if order.status in ON_ITS_WAY:
        return Stage.ON_THE_WAY
    if order.status is OrderStatus.DELIVERED:
        return Stage.ARRIVED
    if order.status in (OrderStatus.SIGNED, OrderStatus.DISPUTED):
        return Stage.SIGNED
    return None


def verdict(policies: Policies, claim: Claim, now: datetime) -> Verdict:
    """Judge a claim by the rules of the day the order was placed.

    Before the goods are signed for, the answer is yes whatever the reason: the order is called off, or the parcel
    comes back (:mod:`bot.commerce.policies.changing` says how far that can still be done).
    """
    stage = stage_of(claim.order)
    if stage is None:
        return Verdict(Answer.NO, _nothing_to_refund(claim.order))
    reason = policies.refunds.reasons.get(claim.reason, shop_day(claim.order.placed_at))
    if reason is None:
        return Verdict(Answer.PERSON, Why.UNKNOWN_REASON, stage)
    if stage is not Stage.SIGNED:
        return Verdict(Answer.YES, Why.NOT_SIGNED, stage)
    if not claim.traced and (reason.trace_first or claim.order.status is OrderStatus.DISPUTED):
        return Verdict(Answer.TRACE, Why.NOT_RECEIVED, stage)
    if reason.fault is Fault.CUSTOMER:
        return without_reason(policies, claim, now)
    return _because_of_a_fault(policies, claim, reason, now)


def without_reason(policies: Policies, claim: Claim, now: datetime) -> Verdict:
    """Judge signed goods by the no-reason rule and their category's exception from it."""
    order, bought_on = claim.order, shop_day(claim.order.placed_at)
    rule = policies.refunds.no_reason.need(NO_REASON, bought_on)
    category = category_of(policies, claim)
    if order.signed_at is None or order.status is OrderStatus.DISPUTED:
        return Verdict(Answer.TRACE, Why.NOT_RECEIVED, Stage.SIGNED)
    until = closes_at(order.signed_at, rule.days)
    if category is None and claim.goods.category:
        return Verdict(Answer.PERSON, Why.UNKNOWN_CATEGORY, Stage.SIGNED, until)
    if category is not None and not category.no_reason:
        return Verdict(Answer.NO, Why.CATEGORY, Stage.SIGNED, words=category.why)
    if not still_open(until, now):
        return Verdict(Answer.NO, Why.TOO_LATE, Stage.SIGNED, until)
    conditions = category.not_when if category is not None and category.not_when else rule.not_when
    words = category.why if category else ""
    broken = tuple(one for one in conditions if claim.told.get(one))
    if broken:
        return Verdict(Answer.NO, Why.CONDITION, Stage.SIGNED, until, broken, words)
    unknown = tuple(one for one in conditions if one not in claim.told)
    if unknown:
        return Verdict(Answer.ASK, Why.CONDITION_UNKNOWN, Stage.SIGNED, until, unknown, words)
    return Verdict(Answer.YES, Why.IN_TIME, Stage.SIGNED, until)


def category_of(policies: Policies, claim: Claim) -> CategoryRule | None:
    """The rule of the goods' category on the day they were ordered; None without one, and for a category unheard of."""
    return policies.categories.categories.get(claim.goods.category, shop_day(claim.order.placed_at))


def open_until(policies: Policies, claim: Claim, remedy: Remedy) -> datetime | None:
    """The last second in which a remedy can be asked for; None when the goods are not signed for or have no such claim.

    A repair without days of its own goes by the warranty.
    """
    signed_at = claim.order.signed_at
    if remedy.solution is Solution.REPAIR and remedy.within_days is None:
        return warranty_until(policies, claim.order, claim.line)
    if signed_at is None or remedy.within_days is None:
        return None
    category = category_of(policies, claim)
    fewer = category.fault_days if category is not None and category.fault_days is not None else remedy.within_days
    return closes_at(signed_at, min(remedy.within_days, fewer))


def _because_of_a_fault(policies: Policies, claim: Claim, reason: ReasonRule, now: datetime) -> Verdict:
    ends = [open_until(policies, claim, remedy) for remedy in reason.solutions]
    until = max((end for end in ends if end is not None), default=None)
    if until is None or not still_open(until, now):
        return Verdict(Answer.NO, Why.TOO_LATE, Stage.SIGNED, until, evidence=reason.evidence)
    if reason.review:
        return Verdict(Answer.PERSON, Why.REVIEW, Stage.SIGNED, until, evidence=reason.evidence)
    return Verdict(Answer.YES, Why.IN_TIME, Stage.SIGNED, until, evidence=reason.evidence)


def _nothing_to_refund(order: Order) -> Why:
    if order.status is OrderStatus.UNPAID:
        return Why.NOT_PAID
    in_progress = order.status not in OVER and (order.refund is None or order.refund.in_progress)
    return Why.IN_PROGRESS if in_progress else Why.OVER
