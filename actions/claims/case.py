"""What is known of a claim, and what the rules of the shop make of it (playbook F2, F3, F4)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from actions.base import Turn
from actions.forms.order_step import chosen_order
from bot.commerce.orders import Order, OrderLine, title_of
from bot.commerce.policies.claim import NO_REASON, Claim
from bot.commerce.policies.condition import Condition
from bot.commerce.policies.evidence import Evidence
from bot.commerce.policies.offering import Offer, offers
from bot.commerce.policies.refunding import Answer, Verdict, verdict
from bot.commerce.policies.stage import Stage
from bot.commerce.policy import in_force
from bot.kernel.money import Fen

ALL = "all"
INTACT = "intact"


@dataclass(frozen=True)
class Case:
    """A claim on one or all lines of an order.

    Attributes:
        lines: those it is about.
        pieces: how many of a single line bought several times; None for all of it.
        verdict: of the line that stands worst: what holds up one holds up all.
        offers: the ways open for every line, amounts added up.
    """

    order: Order
    lines: tuple[OrderLine, ...]
    verdict: Verdict
    offers: tuple[Offer, ...]
    pieces: int | None = None

    @property
    def signed(self) -> bool:
        """Whether the goods are in the customer's hands."""
        return self.verdict.stage is Stage.SIGNED

    @property
    def title(self) -> str:
        """What it is about, short."""
        return title_of(self.lines)

    def offer(self, solution: str | None) -> Offer | None:
        """The way of that code, if it is open."""
        return next((one for one in self.offers if one.solution.value == solution), None)


_WORST_FIRST = (Answer.NO, Answer.TRACE, Answer.ASK, Answer.PERSON, Answer.YES)


async def case_of(turn: Turn) -> Case | None:
    """The claim as far as it is known; None while no order is."""
    order = await chosen_order(turn)
    if order is None:
        return None
    places = _places(turn, order)
    pieces = _pieces(turn, order, places)
    claims = [Claim(order, at, turn.slot("reason") or NO_REASON, _told(turn), pieces=pieces) for at in places]
    policies = in_force()
    verdicts = sorted((verdict(policies, one, turn.now) for one in claims), key=lambda v: _WORST_FIRST.index(v.answer))
    return Case(order, tuple(order.lines[at] for at in places), verdicts[0], _common(turn, claims), pieces)


def needs_a_look(case: Case) -> tuple[Evidence, ...]:
    """The kinds of evidence asked for before this is decided."""
    return case.verdict.evidence


def _places(turn: Turn, order: Order) -> list[int]:
    chosen = turn.slot("claim_line")
    named = [at for at, line in enumerate(order.lines) if line.line_id == chosen]
    return named or list(range(len(order.lines)))


def _pieces(turn: Turn, order: Order, places: list[int]) -> int | None:
    """Fewer than were bought of the one line it is about."""
    told = turn.slot("claim_pieces")
    if told is None or len(places) > 1:
        return None
    return int(told) if 0 < told < order.lines[places[0]].quantity else None


def _told(turn: Turn) -> dict[Condition, bool]:
    """What was said of the goods' condition. An answer to the question settles all of it."""
    said = turn.slot("condition")
    if said is None:
        return {}
    return dict.fromkeys(Condition, False) | {Condition(code): True for code in said if code != INTACT}


def _common(turn: Turn, claims: list[Claim]) -> tuple[Offer, ...]:
    found = [offers(in_force(), claim, turn.now) for claim in claims]
    common: list[Offer] = []
    for offer in found[0]:
        same = [next((one for one in other if one.solution is offer.solution), None) for other in found]
        those = [one for one in same if one is not None]
        if len(those) == len(found):
            amount = Fen(sum(one.amount_fen for one in those))
            role = max((one.approver for one in those), key=lambda role: role.rank)
            common.append(replace(offer, amount_fen=amount, approver=role))
    return tuple(common)
