"""What is asked of shop and carrier for each way a claim can be settled."""

from __future__ import annotations

from actions.base import Turn
from actions.claims.case import Case, case_of
from actions.claims.missing_step import what_is_missing
from actions.claims.sending import SAME, chosen_slot
from actions.claims.telling import by_a_person, solution_rule
from actions.forms.outcome import tell_outcome, wish_key
from bot.commerce.aftersales import ReturnKind
from bot.commerce.carrier import AskCarrier, CarrierWish, InterceptParcel
from bot.commerce.orders import TO_SHIP
from bot.commerce.outcomes import Accepted, Milestone, Outcome
from bot.commerce.policies.offering import Offer
from bot.commerce.policies.solution import Solution
from bot.commerce.reasons import Reason
from bot.commerce.requests import CancelOrder, LineChoice, RemindShipping, RequestRefund, RequestReturn, ShopRequest

_KINDS = {
    Solution.RETURN_REFUND: ReturnKind.RETURN,
    Solution.EXCHANGE: ReturnKind.EXCHANGE,
    Solution.REPAIR: ReturnKind.REPAIR,
}
_MONEY = frozenset({Solution.REFUND_ONLY, Solution.PARTIAL_REFUND})

_ACCEPTED: dict[Solution, tuple[str, Milestone, str]] = {
    Solution.CANCEL_REFUND: ("utter_cancel_done", Milestone.MONEY_BACK, "money_back"),
    Solution.REFUND_ONLY: ("utter_claim_refunded", Milestone.MONEY_BACK, "money_back"),
    Solution.PARTIAL_REFUND: ("utter_claim_refunded", Milestone.MONEY_BACK, "money_back"),
    Solution.RETURN_REFUND: ("utter_claim_return", Milestone.MONEY_BACK, "money_back"),
    Solution.EXCHANGE: ("utter_claim_exchange", Milestone.NEW_GOODS, "reship"),
    Solution.REPAIR: ("utter_claim_repair", Milestone.NEW_GOODS, "repair"),
    Solution.INTERCEPT: ("utter_claim_intercept", Milestone.GOODS_BACK, "intercept"),
    Solution.EXPEDITE: ("utter_claim_expedite", Milestone.SHIPPING, "warehouse_check"),
}
"""The response for a yes, the milestone whose time it names, and the promise that this time is."""


async def submit_claim(turn: Turn) -> None:
    """Ask for what was confirmed. What no shop or carrier can be asked for goes to a person, everything known."""
    case = await case_of(turn)
    offer = case.offer(turn.slot("solution")) if case else None
    if case is None or offer is None or turn.customer_id is None:
        turn.hand_off("offered")
        return
    facts = {"title": case.title, "solution": solution_rule(turn, offer.solution).name}
    if offer.solution is Solution.REFUSE_PARCEL:
        turn.say("utter_claim_refuse", facts)
        return
    outcome = None if by_a_person(turn, case, offer) else await _asked(turn, case, offer)
    if outcome is None:
        turn.hand_off("offered")
        return
    accepted, milestone, promise = _ACCEPTED[offer.solution]
    if offer.solution is Solution.EXPEDITE and case.order.status not in TO_SHIP:
        accepted, milestone, promise = "utter_claim_hurried", Milestone.ANSWER, "courier_news"
    tell_outcome(turn, outcome, accepted, facts, by=milestone, promise=promise)
    if isinstance(outcome, Accepted) and offer.solution.goods_back and await chosen_slot(turn) is None:
        turn.say("utter_claim_send_to", {"address": turn.word("shop.returns_to"), "number": outcome.number})


async def _asked(turn: Turn, case: Case, offer: Offer) -> Outcome | None:
    customer, parcel, key = turn.customer_id or "", case.order.parcel, _key(turn, case, offer)
    if offer.solution is Solution.INTERCEPT and parcel:
        return await turn.carrier.carry_out(customer, InterceptParcel(parcel.tracking_no, _reason(turn)), key=key)
    if offer.solution is Solution.EXPEDITE and parcel:
        return await turn.carrier.carry_out(customer, AskCarrier(parcel.tracking_no, CarrierWish.HURRY), key=key)
    request = await _request(turn, case, offer)
    return await turn.shop.carry_out(customer, request, key=key) if request else None


async def _request(turn: Turn, case: Case, offer: Offer) -> ShopRequest | None:
    order, evidence, note = case.order, tuple(turn.slot("evidence") or ()), _note(turn)
    whole = len(case.lines) == len(order.lines) and case.pieces is None
    lines = () if whole else tuple(LineChoice(line.line_id, case.pieces or line.quantity) for line in case.lines)
    if offer.solution is Solution.CANCEL_REFUND:
        return CancelOrder(order.order_id, _reason(turn))
    if offer.solution is Solution.EXPEDITE:
        return RemindShipping(order.order_id)
    if offer.solution in _MONEY:
        return RequestRefund(order.order_id, offer.amount_fen, _reason(turn), lines, evidence, note=note)
    if offer.solution in _KINDS:
        spec = turn.slot("wanted_spec")
        return RequestReturn(
            order.order_id,
            _KINDS[offer.solution],
            _reason(turn),
            lines,
            pickup=await chosen_slot(turn),
            wanted_spec="" if spec in (None, SAME) else str(spec),
            evidence=evidence,
            note=note,
        )
    return None


def _key(turn: Turn, case: Case, offer: Offer) -> str:
    return wish_key(turn, offer.solution.value, case.order.order_id, *(line.line_id for line in case.lines))


def _note(turn: Turn) -> str:
    """What the shop should know beyond the reason's code: what is missing, and the customer's own words."""
    part = what_is_missing(turn)
    missing = turn.word("terms.lacking", part=part) if part else ""
    return "；".join(words for words in (missing, str(turn.slot("reason_note") or "")) if words)


def _reason(turn: Turn) -> Reason:
    return Reason(turn.slot("reason") or Reason.OTHER.value)
