"""A request that got no answer: looked up again with its key, and told as soon as the shop knows (playbook F6, G1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commerce.outcomes import Accepted, NeedsApproval, Refused, Unconfirmed

if TYPE_CHECKING:
    from actions.turn import Turn


def keep_unsure(turn: Turn, outcome: Unconfirmed) -> None:
    """Remember to ask what became of it."""
    turn.remember(unsure=outcome.key)


async def tell_what_became(turn: Turn) -> None:
    """Say what became of the request that was left open, once it is known; it is never asked for a second time.

    Raises:
        ShopUnavailable: still not to be reached; told as any other failure is.
    """
    key = turn.slot("unsure")
    if not key or turn.customer_id is None:
        return
    found = await turn.shop.outcome(turn.customer_id, str(key)) or await turn.carrier.outcome(
        turn.customer_id, str(key)
    )
    match found:
        case Accepted() | NeedsApproval():
            turn.say("utter_request_settled", {"number": found.number})
        case Refused():
            turn.say("utter_request_refused", {"reason": found.reason.rstrip("。")})
        case None:
            turn.say("utter_request_never_arrived")
        case Unconfirmed():
            return
    turn.remember(unsure=None)
