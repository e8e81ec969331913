"""What became of a request, told with its number and its times (playbook B3, B4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from actions.base import Turn
from actions.forms.form import ABOUT
from actions.unsure import keep_unsure
from bot.commerce.outcomes import Accepted, Milestone, NeedsApproval, Outcome, Refused, Unconfirmed
from bot.commerce.policies.due import spoken_within
from bot.commerce.requests import request_key
from bot.kernel.clock import spoken_date
from bot.kernel.money import yuan


def wish_key(turn: Turn, what: str, *parts: str) -> str:
    """The idempotency key of what this customer confirmed in this turn: a turn that runs twice asks once."""
    return request_key(turn.context.conversation, turn.context.turn, what, *parts)


def tell_outcome(
    turn: Turn,
    outcome: Outcome,
    accepted: str,
    facts: Mapping[str, str],
    *,
    by: Milestone | None = None,
    promise: str = "",
) -> None:
    """Say what became of a request.

    Args:
        accepted: the response for a yes; it may name ``number``, ``amount``, ``by`` and the facts.
        facts: what else its sentence may name.
        by: the milestone whose time is said.
        promise: code under which that time is recorded as promised (playbook F6).
    """
    order_id = str(turn.slot(ABOUT) or "")
    match outcome:
        case Accepted():
            amount = yuan(outcome.amount_fen) if outcome.amount_fen is not None else ""
            words = {"number": outcome.number, "amount": amount, "by": _spoken(turn, outcome, by)}
            if promise and by and outcome.by(by):
                turn.promise(promise, order_id=order_id, ref=outcome.number, due=outcome.by(by))
            turn.say(accepted, {**facts, **words})
        case NeedsApproval():
            until = outcome.answer_by
            if until:
                turn.promise("refund_approval", order_id=order_id, ref=outcome.number, due=until)
            words = {"number": outcome.number, "approver": outcome.approver, "reason": outcome.reason.rstrip("。")}
            turn.say(
                "utter_request_waits",
                {**words, "by": spoken_within(turn.now, until) if until else turn.word("time.unknown")},
            )
        case Refused():
            turn.say("utter_request_refused", {"reason": outcome.reason.rstrip("。")})
            turn.offer_human()
        case Unconfirmed():
            keep_unsure(turn, outcome)
            turn.say("utter_request_unconfirmed")
            turn.offer_human()


def _spoken(turn: Turn, outcome: Accepted, by: Milestone | None) -> str:
    at: datetime | None = outcome.by(by) if by else None
    if at is None:
        return turn.word("time.unknown")
    return spoken_within(turn.now, at) if (at - turn.now).days < 2 else turn.word("time.before", day=spoken_date(at))
