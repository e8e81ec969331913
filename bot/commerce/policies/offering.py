"""Which solutions a customer is offered for a claim: what each does, who pays, what is needed, who approves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.commerce.days import shop_day
from bot.commerce.policies.approval import Deed, Role
from bot.commerce.policies.approving import approver
from bot.commerce.policies.book import Policies
from bot.commerce.policies.changing import may_cancel
from bot.commerce.policies.claim import Claim
from bot.commerce.policies.compensating import for_complaint
from bot.commerce.policies.evidence import Evidence
from bot.commerce.policies.lateness import LATENESS, Late, lateness
from bot.commerce.policies.payer import Payer
from bot.commerce.policies.pricing import price_difference
from bot.commerce.policies.reason import Fault, ReasonRule
from bot.commerce.policies.refunding import Answer, Verdict, open_until, verdict
from bot.commerce.policies.solution import Remedy, Solution
from bot.commerce.policies.stage import Stage
from bot.commerce.policies.state import Permission
from bot.commerce.policies.windows import still_open
from bot.kernel.money import Fen

_COMES_BACK = frozenset({Solution.INTERCEPT, Solution.REFUSE_PARCEL})
_SENT_ANEW = frozenset({Solution.EXCHANGE, Solution.RESHIP, Solution.REPAIR})
_KEPT = frozenset({Solution.PARTIAL_REFUND, Solution.REFUND_ONLY})


@dataclass(frozen=True)
class Offer:
    """One way to settle it.

    Attributes:
        freight: who pays when the goods travel back; None when they do not.
        until: the last second it can be taken, where days are counted.
        amount_fen: money that goes to the customer, at most; 0 when none does.
        approver: who has to approve it.
    """

    solution: Solution
    freight: Payer | None
    evidence: tuple[Evidence, ...]
    until: datetime | None
    amount_fen: Fen
    approver: Role


def offers(policies: Policies, claim: Claim, now: datetime) -> tuple[Offer, ...]:
    """The solutions open for a claim, in the order of the rules (playbook F3, F4).

    Where the verdict is no, or where the goods' condition or the courier's record must be known first, nothing is
    offered but the difference of a price that fell. Where a person decides, each offer needs an agent at least.
    """
    return (*_difference(policies, claim, now), *_solutions(policies, claim, now))


def _difference(policies: Policies, claim: Claim, now: datetime) -> Iterator[Offer]:
    if claim.price_now is None:
        return
    answer = price_difference(policies, claim.order, claim.line, claim.price_now, now)
    if answer.approver is not None:
        yield Offer(
            Solution.PRICE_DIFFERENCE,
            None,
            (Evidence.SCREENSHOT,),
            answer.until,
            answer.difference_fen,
            answer.approver,
        )


def _solutions(policies: Policies, claim: Claim, now: datetime) -> Iterator[Offer]:
    judged = verdict(policies, claim, now)
    if judged.answer in (Answer.NO, Answer.ASK, Answer.TRACE):
        return
    if judged.stage is not Stage.SIGNED:
        lost = lateness(policies, claim.order, now).kind is Late.LOST
        yield from _lost(policies, claim, now) if lost else _on_its_way(policies, claim, judged, now)
        return
    reason = policies.refunds.reasons.get(claim.reason, shop_day(claim.order.placed_at))
    if reason is not None:
        yield from _signed(policies, claim, reason, judged, now)


def _on_its_way(policies: Policies, claim: Claim, judged: Verdict, now: datetime) -> Iterator[Offer]:
    rule = policies.refunds.stages.get(judged.stage.value, shop_day(now)) if judged.stage else None
    if rule is None:
        return
    at_least = Role.AGENT if judged.answer is Answer.PERSON else Role.BOT
    for solution in rule.solutions:
        needed = at_least
        if solution is Solution.CANCEL_REFUND:
            change = may_cancel(policies, claim.order, now)
            if change.permission is Permission.CLOSED:
                continue
            needed = needed if change.permission is Permission.AT_ONCE else Role.AGENT
        amount = claim.worth if solution.money_back else Fen(0)
        role = approver(policies, Deed.REFUND, amount, now, at_least=needed)
        yield Offer(solution, rule.freight if solution in _COMES_BACK else None, (), None, amount, role)


def _lost(policies: Policies, claim: Claim, now: datetime) -> Iterator[Offer]:
    rule = policies.delivery.lateness.get(LATENESS, shop_day(now))
    reason = policies.refunds.reasons.get(rule.lost_reason, shop_day(now)) if rule else None
    for remedy in reason.solutions if reason else ():
        amount = claim.worth if remedy.solution.money_back else Fen(0)
        deed, value = _measured(claim, remedy, amount)
        yield Offer(remedy.solution, None, (), None, amount, approver(policies, deed, value, now))


def _signed(policies: Policies, claim: Claim, reason: ReasonRule, judged: Verdict, now: datetime) -> Iterator[Offer]:
    at_least = Role.AGENT if judged.answer is Answer.PERSON else Role.BOT
    for remedy in reason.solutions:
        until = judged.until if reason.fault is Fault.CUSTOMER else open_until(policies, claim, remedy)
        amount = _amount(policies, claim, reason, remedy, now)
        if until is None or amount is None or not still_open(until, now):
            continue
        deed, value = _measured(claim, remedy, amount)
        yield Offer(
            solution=remedy.solution,
            freight=reason.freight if remedy.solution.goods_back else None,
            evidence=reason.evidence,
            until=until,
            amount_fen=amount,
            approver=approver(policies, deed, value, now, at_least=at_least),
        )


def _amount(policies: Policies, claim: Claim, reason: ReasonRule, remedy: Remedy, now: datetime) -> Fen | None:
    """Money of a remedy; None when it is compensation and there is none to give."""
    paid = claim.worth
    if remedy.solution is Solution.COMPENSATION:
        gratuity = for_complaint(policies, claim.order, reason.complaint, now)
        return gratuity.amount_fen if gratuity else None
    if remedy.solution is Solution.PARTIAL_REFUND:
        return Fen(paid * remedy.up_to_percent // 100)
    return paid if remedy.solution.money_back else Fen(0)


def _measured(claim: Claim, remedy: Remedy, amount: Fen) -> tuple[Deed, Fen]:
    """What is approved, and the value it is measured by: goods sent anew count with what was paid for them."""
    if remedy.solution in _SENT_ANEW:
        return Deed.REPLACEMENT, claim.worth
    if remedy.solution is Solution.COMPENSATION:
        return Deed.COMPENSATION, amount
    return (Deed.REFUND_KEEP_GOODS if remedy.solution in _KEPT else Deed.REFUND), amount
