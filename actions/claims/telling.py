"""A claim in words: what is repeated back before it is submitted, and why one is not possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions.base import Turn
from actions.claims.case import Case, case_of
from actions.claims.missing_step import what_is_missing
from actions.claims.sending import BY_MYSELF, SAME, chosen_slot, spoken_slot
from bot.commerce.days import shop_day
from bot.commerce.policies.approval import Role
from bot.commerce.policies.offering import Offer
from bot.commerce.policies.refunding import Verdict, Why
from bot.commerce.policies.solution import Solution, SolutionRule
from bot.commerce.policy import in_force
from bot.commerce.reasons import REASON_TEXT, Reason
from bot.kernel.clock import spoken_date
from bot.kernel.money import yuan

_NO_REQUEST = frozenset({Solution.RESHIP, Solution.COMPENSATION, Solution.PRICE_DIFFERENCE})
"""What no shop can be asked for by a program."""

_NO = {
    Why.TOO_LATE: "utter_claim_too_late",
    Why.CATEGORY: "utter_claim_category",
    Why.CONDITION: "utter_claim_condition_no",
}


def solution_rule(turn: Turn, solution: Solution) -> SolutionRule:
    """How a way is spoken of today."""
    return in_force().refunds.solutions.need(solution.value, shop_day(turn.now))


def either(turn: Turn, names: Sequence[str]) -> str:
    """Ways in a sentence: “拦截退回”或者“拒收退款”."""
    return turn.word("terms.or").join(f"“{name}”" for name in names)


async def repeat_back(turn: Turn, buttons: Mapping[str, str]) -> None:
    """What will be submitted, whole, with the other ways as buttons (playbook C4, F4)."""
    case = await case_of(turn)
    offer = case.offer(turn.slot("solution")) if case else None
    if case is None or offer is None:
        return
    rule = solution_rule(turn, offer.solution)
    others = {
        turn.word("button.instead", way=solution_rule(turn, other.solution).name): f"solution:{other.solution.value}"
        for other in case.offers
        if other.solution is not offer.solution
    }
    words = {
        "title": case.title,
        "reason": _why(turn),
        "solution": rule.name,
        "tell": rule.tell,
        "terms": "，".join(await _terms(turn, case, offer)),
    }
    turn.say("utter_claim_confirm", words, turn.order_card(case.order), choices={**buttons, **others})


def _why(turn: Turn) -> str:
    """The reason in brackets, with what is missing; empty while there is none."""
    if not turn.slot("reason"):
        return ""
    reason, part = REASON_TEXT[Reason(turn.slot("reason"))], what_is_missing(turn)
    return turn.word("terms.reason_lacking" if part else "terms.reason", reason=reason, part=part)


def by_a_person(turn: Turn, case: Case, offer: Offer) -> bool:
    """Whether a person takes it from the confirmation on.

    That is so for what no shop can be asked for by a program, for what the rules leave to a person
    (``data/policies/approvals.yml``), and for what has to be seen and was not shown (playbook F1). Whether a parcel
    can still be taken off the ramp is the shop's answer and nobody's leave.
    """
    if offer.solution is Solution.CANCEL_REFUND:
        return False
    unseen = bool(case.verdict.evidence) and case.signed and not turn.slot("evidence")
    return unseen or offer.solution in _NO_REQUEST or offer.approver is not Role.BOT


def _who(turn: Turn, offer: Offer) -> str:
    role = max(offer.approver, Role.AGENT, key=lambda one: one.rank)
    return in_force().approvals.roles.need(role.value, shop_day(turn.now)).name


async def _terms(turn: Turn, case: Case, offer: Offer) -> list[str]:
    terms = []
    if case.pieces is not None:
        terms.append(turn.word("terms.pieces", count=case.pieces, bought=case.lines[0].quantity))
    if offer.amount_fen:
        most = "_at_most" if offer.solution is Solution.PARTIAL_REFUND else ""
        terms.append(turn.word(f"terms.refund{most}", amount=yuan(offer.amount_fen)))
    spec = turn.slot("wanted_spec")
    if offer.solution is Solution.EXCHANGE and spec:
        # Of the wrong goods, the same again would be the wrong ones again.
        same = "right_one" if turn.slot("reason") == Reason.WRONG_ITEM.value else "same_again"
        terms.append(turn.word(f"terms.{same if spec == SAME else 'other_spec'}", spec=spec))
    if by_a_person(turn, case, offer):
        terms.append(turn.word("terms.by_colleague", who=_who(turn, offer)))
    if offer.freight is not None:
        terms.append(turn.word(f"terms.freight_{offer.freight.value}"))
    slot = await chosen_slot(turn) if offer.solution.goods_back else None
    if slot is not None:
        terms.append(turn.word("terms.fetched", slot=spoken_slot(slot)))
    elif turn.slot("pickup") == BY_MYSELF:
        terms.append(turn.word("terms.sent_by_customer"))
    if turn.slot("evidence"):
        terms.append(turn.word("terms.pictures", count=len(turn.slot("evidence"))))
    return terms or [turn.word("terms.free")]


def tell_no(turn: Turn, case: Case) -> None:
    """Why it cannot be done by the rules, with what else there is; a person is always one of the ways."""
    found: Verdict = case.verdict
    day, rules = shop_day(turn.now), in_force().categories.conditions
    words = {
        "title": case.title,
        "until": spoken_date(found.until) if found.until else "",
        "why": found.words,
        "conditions": "、".join(rules.need(one.value, day).name for one in found.conditions),
    }
    turn.say(_NO.get(found.why, "utter_claim_person"), words, turn.order_card(case.order))
    turn.offer_human()
