"""What a person decided before control came back, and whether the customer is asking about it (playbook D7)."""

from __future__ import annotations

from typing import Any

from actions.base import Turn
from bot.commerce.phrases import refers_back
from bot.commerce.wording import NOTHING
from bot.kernel.clock import from_ms, spoken_time


def decision_of(turn: Turn) -> dict[str, Any] | None:
    """What a person decided (protocol, section 4, ``outcome``), or None."""
    decision = turn.slot("decision")
    return decision if isinstance(decision, dict) and decision.get("result_text") else None


def tell_decision(turn: Turn, decision: dict[str, Any]) -> None:
    """Say what was decided, by whom and when."""
    facts = {
        "result": str(decision["result_text"]),
        "note": str(decision.get("note") or NOTHING),
        "agent": str(decision.get("agent_name") or ""),
        "at": spoken_time(from_ms(int(decision["at"]))),
    }
    turn.say("utter_decision", facts)


def told_what_was_decided(turn: Turn) -> bool:
    """Answer from the decision when there is one and the words point back at it, whatever they were taken for.

    A question after an agreed refund is near a request, a rule and a miss; with a decision at hand it is none of them.
    """
    decision = decision_of(turn)
    if decision is None or not refers_back(turn.text):
        return False
    tell_decision(turn, decision)
    return True
