"""What is asked about a claim in passing, answered from the rules and from what is known of this claim."""

from __future__ import annotations

from actions.base import Turn
from actions.claims.case import Case, case_of
from actions.claims.sending import pickup_slots, spoken_slot
from actions.claims.under_way import tell_progress
from actions.forms.order_step import chosen_order
from actions.forms.passing import term_of
from bot.commerce.days import shop_day
from bot.commerce.passing_questions import Passing
from bot.commerce.policies.payer import Payer
from bot.commerce.policies.solution import Solution
from bot.commerce.policies.warranties import warranty_until
from bot.commerce.policy import in_force, refund_policy
from bot.kernel.clock import spoken_date
from bot.kernel.money import yuan

_GOODS_ANEW = {Solution.EXCHANGE: "reship", Solution.RESHIP: "reship", Solution.REPAIR: "repair"}
"""Ways after which goods come, and the promise that says when."""


async def answer_about_claim(turn: Turn, asked: Passing) -> bool:
    """Say what is asked; False when it is nothing that can be said of a claim."""
    case = await case_of(turn)
    if asked is Passing.PROGRESS:
        await tell_progress(turn)
    elif asked is Passing.FREIGHT:
        turn.say(_freight(turn, case), {"title": case.title if case else ""})
    elif asked is Passing.MONEY_WHEN:
        _tell_when_money_comes(turn, case)
    elif asked is Passing.EXTRA:
        _tell_what_comes_back(turn, case)
    elif asked is Passing.PICKUP:
        return await _told_of_pickup(turn)
    elif asked is Passing.HOW_LONG:
        _tell_how_long(turn, case)
    elif asked is Passing.WARRANTY:
        return _told_warranty(turn, case)
    elif asked in _PLAIN:
        turn.say(_PLAIN[asked], {"address": turn.word("shop.returns_to")})
    else:
        return False
    return True


_PLAIN = {
    Passing.MONEY_WHERE: "utter_aside_money_where",
    Passing.PACKING: "utter_aside_packing",
    Passing.SEND_TO: "utter_aside_send_to",
    Passing.PHOTO_HOW: "utter_aside_photo_how",
}


def _freight(turn: Turn, case: Case | None) -> str:
    if case is None:
        return "utter_aside_freight"
    if not case.signed:
        return "utter_aside_freight_unsigned"
    reason = in_force().refunds.reasons.get(str(turn.slot("reason") or ""), shop_day(case.order.placed_at))
    if reason is None:
        return "utter_aside_freight"
    return "utter_aside_freight_shop" if reason.freight is Payer.SHOP else "utter_aside_freight_customer"


def _tell_when_money_comes(turn: Turn, case: Case | None) -> None:
    rule = refund_policy(shop_day(turn.now))
    terms = {"days": str(rule.money_back_days), "bank_days": str(rule.bank_days)}
    if case is not None and not case.signed:
        turn.say("utter_aside_money_when_unsigned", terms | {"term": term_of(turn, "money_back")})
    else:
        turn.say("utter_aside_money_when", terms)


def _tell_what_comes_back(turn: Turn, case: Case | None) -> None:
    offer = case.offer(turn.slot("solution")) if case else None
    if offer is None or not offer.amount_fen or offer.solution is Solution.PARTIAL_REFUND:
        turn.say("utter_aside_no_fee")
    else:
        turn.say("utter_aside_amount", {"amount": yuan(offer.amount_fen)})


async def _told_of_pickup(turn: Turn) -> bool:
    """Whether it is told that goods are fetched; while a time is being chosen, the question is an answer."""
    chosen = turn.slot("solution")
    if turn.slot("requested_slot") == "pickup" or (chosen and not Solution(chosen).goods_back):
        return False
    order = await chosen_order(turn)
    slots = await pickup_slots(turn) if order else []
    if order and not slots:
        turn.say("utter_aside_no_pickup")
    elif slots:
        turn.say("utter_aside_pickup_from", {"slot": spoken_slot(slots[0])})
    else:
        turn.say("utter_aside_pickup")
    return True


def _tell_how_long(turn: Turn, case: Case | None) -> None:
    chosen = turn.slot("solution")
    promise = _GOODS_ANEW.get(Solution(chosen)) if chosen else None
    if case is not None and promise:
        response = "utter_aside_repair_when" if promise == "repair" else "utter_aside_new_goods_when"
        turn.say(response, {"term": term_of(turn, promise), "title": case.title})
    else:
        turn.say("utter_aside_how_long", {"term": term_of(turn, "refund_approval")})


def _told_warranty(turn: Turn, case: Case | None) -> bool:
    """The warranty of the goods in hand; without any, the knowledge base has it for all kinds."""
    if case is None or len(case.lines) > 1:
        return False
    line, order = case.lines[0], case.order
    rule = in_force().warranty.get(line.category, shop_day(order.placed_at))
    until = warranty_until(in_force(), order, order.lines.index(line))
    if rule is None or until is None:
        turn.say("utter_aside_no_warranty", {"title": line.title})
        return True
    facts = {"until": spoken_date(until), "covers": rule.covers, "not_covered": rule.not_covered}
    turn.say("utter_aside_warranty", facts | {"title": line.title})
    return True
