"""Which solutions are offered, with freight, evidence, days, money and who approves (playbook F3, F4)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.policy_samples import BOOK
from support.shop_samples import NOW, an_order, day

from bot.commerce.days import last_moment
from bot.commerce.orders import Order, OrderLine
from bot.commerce.policies.approval import Role
from bot.commerce.policies.claim import Claim
from bot.commerce.policies.condition import Condition
from bot.commerce.policies.evidence import Evidence
from bot.commerce.policies.offering import Offer, offers
from bot.commerce.policies.payer import Payer
from bot.commerce.policies.shares import line_share
from bot.commerce.policies.solution import Solution
from bot.kernel.money import Fen

SOUND = dict.fromkeys(Condition, False)


def offered(order: Order, reason: str = "no_reason", **more: bool) -> list[Offer]:
    return list(offers(BOOK, Claim(order, reason=reason, told=SOUND, **more), NOW))


def names(found: list[Offer]) -> list[str]:
    return [offer.solution.value for offer in found]


@pytest.mark.parametrize(
    "order, reason, solutions",
    [
        (an_order("paid"), "no_reason", ["cancel_refund", "expedite"]),
        (an_order("packed"), "quality", ["cancel_refund", "expedite"]),
        (an_order("in_transit"), "not_received", ["intercept", "refuse_parcel", "expedite"]),
        (an_order("in_transit", due=-10), "not_received", ["reship", "refund_only"]),
        (an_order("delivered"), "no_reason", ["refuse_parcel"]),
        (an_order("signed"), "no_reason", ["return_refund", "exchange"]),
        (an_order("signed"), "wrong_size", ["exchange", "return_refund"]),
        (an_order("signed"), "quality", ["return_refund", "exchange", "partial_refund"]),
        (an_order("signed"), "too_slow", ["compensation", "return_refund"]),
        (an_order("signed", signed=-8), "no_reason", []),
        (an_order("signed", signed=-16), "quality", []),
        (an_order("disputed"), "not_received", []),
        (an_order("refunded"), "quality", []),
        (an_order("signed"), "martians", []),
    ],
)
def test_stage_and_reason_open_their_solutions(order: Order, reason: str, solutions: list[str]) -> None:
    """In the order of the rules, so that the better one is said first; a lost parcel need not be waited for."""
    assert solutions == names(offered(order, reason))


def test_after_the_trace_there_is_a_choice() -> None:
    """Playbook F2, F4."""
    assert names(offered(an_order("disputed"), "not_received", traced=True)) == ["reship", "refund_only"]


def test_nothing_is_offered_while_the_condition_is_unknown() -> None:
    """What is offered must hold."""
    assert offers(BOOK, Claim(an_order("signed")), NOW) == ()


def test_a_faulty_thing_travels_at_the_shops_cost_and_an_unwanted_one_at_the_customers() -> None:
    """What stays where it is has no freight."""
    faulty = {offer.solution: offer.freight for offer in offered(an_order("signed"), "quality")}
    unwanted = {offer.solution: offer.freight for offer in offered(an_order("signed"))}

    assert faulty == {
        Solution.RETURN_REFUND: Payer.SHOP,
        Solution.EXCHANGE: Payer.SHOP,
        Solution.PARTIAL_REFUND: None,
    }
    assert unwanted == {Solution.RETURN_REFUND: Payer.CUSTOMER, Solution.EXCHANGE: Payer.CUSTOMER}


def test_an_offer_says_money_days_evidence_and_who_approves() -> None:
    """¥299: the assistant may refund it, a person must approve an exchange and money without goods."""
    back, changed, part = offered(an_order("signed", signed=-3), "quality")

    assert (back.amount_fen, back.approver) == (29900, Role.BOT)
    assert (changed.amount_fen, changed.approver) == (0, Role.AGENT)
    assert (part.amount_fen, part.approver) == (8970, Role.AGENT)
    assert last_moment(day(12)) == back.until
    assert back.evidence == (Evidence.PHOTO, Evidence.VIDEO)


def test_what_a_person_decides_needs_a_person_whatever_the_amount() -> None:
    """Suspected fakes."""
    assert [offer.approver for offer in offered(an_order("signed"), "fake")] == [Role.AGENT, Role.AGENT]


def test_a_packed_order_is_called_off_by_somebody_who_looks_first() -> None:
    """The box may be gone by then."""
    assert [offer.approver for offer in offered(an_order("packed"))] == [Role.AGENT, Role.BOT]


def test_goods_in_the_making_are_not_called_off() -> None:
    """What was ordered to measure goes on; waiting is what is left."""
    made = replace(an_order("paid"), lines=(OrderLine("定制窗帘", "2米", 1, Fen(29900), category="custom"),))

    assert names(offered(made)) == ["expedite"]


def test_a_fallen_price_comes_back_first_even_when_the_goods_stay() -> None:
    """The difference needs no condition of the goods."""
    order = an_order("signed")
    claim = Claim(order, reason="price_drop", price_now=Fen(25000))
    [difference] = offers(BOOK, claim, NOW)
    with_goods = offers(BOOK, replace(claim, told=SOUND), NOW)

    assert (difference.solution, difference.amount_fen) == (Solution.PRICE_DIFFERENCE, 4900)
    assert names(list(with_goods)) == ["price_difference", "return_refund", "exchange"]


@pytest.mark.parametrize(
    "prices, paid, shares",
    [
        ([29900], 29900, [29900]),
        ([10000, 20000], 30000, [10000, 20000]),
        ([10000, 20000], 25000, [8334, 16666]),
        ([3333, 3333, 3333], 10000, [3334, 3333, 3333]),
        ([10000, 0], 9999, [9999, 0]),
        ([0, 0], 500, [500, 0]),
        ([100, 100, 100], 2, [1, 1, 0]),
    ],
)
def test_the_shares_of_the_lines_make_up_what_was_paid(prices: list[int], paid: int, shares: list[int]) -> None:
    """To the last fen, whatever discount was on the whole."""
    lines = tuple(OrderLine("商品", "", 1, Fen(price)) for price in prices)
    order = replace(an_order("signed"), lines=lines, paid_fen=Fen(paid))

    assert shares == [line_share(order, at) for at in range(len(prices))]
    assert sum(shares) == paid
