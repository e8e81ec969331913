"""The form of a claim; the skills differ in what opens it and in what they take for granted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from actions.base import Turn
from actions.claims.case import case_of, needs_a_look
from actions.claims.missing_step import MissingPartStep
from actions.claims.passing import answer_about_claim
from actions.claims.pieces_step import PiecesStep
from actions.claims.sending import PickupStep, SpecStep
from actions.claims.solution_step import SolutionStep, wish_of
from actions.claims.steps import ConditionStep, LineStep
from actions.claims.submitting import submit_claim
from actions.claims.telling import repeat_back, tell_no
from actions.claims.under_way import tell_under_way
from actions.forms.confirm_step import ConfirmStep
from actions.forms.evidence_step import EvidenceStep
from actions.forms.form import ABOUT, Form
from actions.forms.goods_of_others import goods_not_bought
from actions.forms.order_step import OrderStep, chosen_order, orders_of
from actions.forms.reason_step import ReasonStep
from actions.forms.step import Step
from actions.heard import Heard
from bot.commerce.orders import ON_ITS_WAY, TO_SHIP, Order, OrderStatus
from bot.commerce.passing_questions import Passing
from bot.commerce.policies.evidence import Evidence
from bot.commerce.policies.refunding import Answer
from bot.commerce.reasons import Reason
from bot.commerce.wording import order_words

_NOTHING_TO_CLAIM = frozenset({OrderStatus.UNPAID, OrderStatus.CANCELLED, OrderStatus.REFUNDED})

USUAL = (Reason.NOT_WANTED, Reason.WRONG_SIZE, Reason.QUALITY, Reason.DAMAGED, Reason.WRONG_ITEM, Reason.MISSING)


class ReasonOfClaim(ReasonStep):
    """Why goods in the customer's hands go back; before that no reason is needed, and none is asked for."""

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        case = await case_of(turn)
        return case is not None and case.signed

    def _in_own_words(self, turn: Turn, heard: Heard) -> bool:
        # 补发 says what is wanted, and not what is wrong.
        return wish_of(heard.text) is None and super()._in_own_words(turn, heard)


async def _evidence(turn: Turn) -> Sequence[Evidence]:
    case = await case_of(turn)
    return needs_a_look(case) if case and case.signed else ()


def claimable(turn: Turn, order: Order) -> bool:
    """Whether there can be anything to settle about an order."""
    del turn
    return order.status not in _NOTHING_TO_CLAIM


def arrived(turn: Turn, order: Order) -> bool:
    """Whether there can be something wrong with the goods of an order."""
    return claimable(turn, order) and order.status not in TO_SHIP | ON_ITS_WAY


def claim_steps(
    reason: ReasonOfClaim | None = None,
    also: frozenset[str] = frozenset(),
    suits: Callable[[Turn, Order], bool] = claimable,
) -> tuple[Step, ...]:
    """The steps of a claim.

    Args:
        reason: how the reason is found out; the usual ones on buttons unless given.
        also: intents that mean yes when all is repeated back.
        suits: the orders it can be about.
    """
    return (
        OrderStep(suits),
        LineStep(),
        reason or ReasonOfClaim(USUAL),
        MissingPartStep(),
        PiecesStep(),
        ConditionStep(),
        EvidenceStep(_evidence),
        SolutionStep(),
        SpecStep(),
        PickupStep(),
        ConfirmStep(
            repeat_back, redo={"redo_order": ABOUT, "redo_reason": "reason", "redo_solution": "solution"}, also=also
        ),
    )


class ClaimForm(Form):
    """What every claim has in common."""

    steps = claim_steps()
    only_on_request = True
    about_goods: ClassVar[bool] = False
    """Whether it is about goods the customer has seen, so that they must have arrived."""

    async def opens(self, turn: Turn) -> bool:
        """See :class:`actions.forms.form.Form`."""
        turn.remember(wish=None)
        if turn.customer_id is None:
            turn.say("utter_please_sign_in")
            return False
        if not any(claimable(turn, order) for order in await orders_of(turn)):
            turn.say("utter_claim_no_orders" if await orders_of(turn) else "utter_no_orders")
            turn.offer_human()
            return False
        orders = await orders_of(turn)
        if self.about_goods and not any(arrived(turn, order) for order in orders):
            if goods := goods_not_bought(turn, orders):
                turn.say("utter_claim_goods_not_bought", {"goods": goods})
                turn.offer_human()
                return False
            _not_arrived(turn, next(order for order in orders if claimable(turn, order)))
            return False
        return True

    async def ready(self, turn: Turn) -> bool:
        """What stands in the way of a claim is told as soon as it is known."""
        order = await chosen_order(turn)
        if order is None:
            return True
        if not await self._open_case(turn, order):
            return False
        case = await case_of(turn)
        if case is None:
            return True
        chosen = turn.slot("solution")
        settled = not case.signed or (turn.slot("reason") is not None and case.verdict.answer is not Answer.ASK)
        if chosen is not None and settled and case.offer(chosen) is None:
            # Another order, reason or condition closed the way that was chosen.
            turn.remember(solution=None)
        if not case.signed or turn.slot("reason") is None:
            return True
        if case.verdict.answer is Answer.NO and not case.offers:
            tell_no(turn, case)
            return False
        if case.verdict.answer is Answer.TRACE:
            _to_the_courier(turn)
            return False
        if case.verdict.answer is not Answer.ASK and not case.offers:
            turn.hand_off("offered")
            return False
        return True

    async def submit(self, turn: Turn) -> None:
        """See :class:`actions.forms.form.Form`."""
        await submit_claim(turn)
        turn.remember(wish=None, reason_note=None)

    async def _open_case(self, turn: Turn, order: Order) -> bool:
        """Whether nothing is under way for the order yet; else how that stands is told."""
        facts, case = order_words(order, turn.now), order.after_sale
        if order.refund is not None or (case is not None and case.in_progress):
            tell_under_way(turn, order)
            return False
        if order.status is OrderStatus.UNPAID:
            turn.say("utter_order_unpaid", facts, turn.order_card(order), intents=["cancel_order"])
            return False
        if order.status is OrderStatus.DISPUTED:
            _to_the_courier(turn)
            return False
        if self.about_goods and order.status in TO_SHIP | ON_ITS_WAY:
            _not_arrived(turn, order)
            return False
        if order.status is OrderStatus.CANCELLED:
            turn.say("utter_order_cancelled", facts, turn.order_card(order))
            return False
        return True

    async def answers(self, turn: Turn, asked: Passing) -> bool:
        """See :class:`actions.forms.form.Form`."""
        return await answer_about_claim(turn, asked)


def _not_arrived(turn: Turn, order: Order) -> None:
    turn.say(
        "utter_claim_not_arrived", order_words(order, turn.now), turn.order_card(order), intents=["request_refund"]
    )
    turn.offer_human()


def _to_the_courier(turn: Turn) -> None:
    """What is said to be signed for and was not received is first looked for (playbook F2)."""
    turn.say("utter_claim_trace")
    turn.go_on_with("not_received_form")
