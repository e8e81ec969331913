"""What became of a request as JSON: how the demo shop keeps it, and a merchant's system says it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.commerce.outcomes import Accepted, Expected, Milestone, NeedsApproval, Refusal, Refused
from bot.kernel.money import Fen

Decided = Accepted | Refused | NeedsApproval
"""The outcomes a shop can give; not having heard is none of them."""

MAX_NUMBER, MAX_REASON = 64, 500


def to_json(outcome: Decided) -> dict[str, Any]:
    """An outcome as JSON."""
    if isinstance(outcome, Accepted):
        expected = [{"milestone": one.milestone.value, "by": one.by.isoformat()} for one in outcome.expected]
        told = {"result": "accepted", "number": outcome.number, "at": outcome.at.isoformat(), "expected": expected}
        return told if outcome.amount_fen is None else told | {"amount_fen": outcome.amount_fen}
    if isinstance(outcome, Refused):
        told = {"result": "refused", "code": outcome.code.value, "reason": outcome.reason}
        return told | {"number": outcome.number} if outcome.number else told
    told = {"result": "needs_approval", "number": outcome.number, "approver": outcome.approver}
    told |= {"reason": outcome.reason}
    return told | {"answer_by": outcome.answer_by.isoformat()} if outcome.answer_by else told


def from_json(told: Mapping[str, Any]) -> Decided:
    """The outcome of what :func:`to_json` made, or a merchant's system said.

    A refusal for a reason nobody knows is a refusal; a promise of something nobody knows is left out.

    Raises:
        ValueError: it is not an outcome.
    """
    match told.get("result"):
        case "accepted":
            amount = told.get("amount_fen")
            if amount is not None and (type(amount) is not int or amount < 0):
                raise ValueError("amount_fen")
            return Accepted(_text(told, "number", MAX_NUMBER), _time(told, "at"), _expected(told), _fen(amount))
        case "refused":
            code = next((one for one in Refusal if one.value == told.get("code")), Refusal.OTHER)
            number = _text(told, "number", MAX_NUMBER) if told.get("number") else ""
            return Refused(code, _text(told, "reason", MAX_REASON), number)
        case "needs_approval":
            until = _time(told, "answer_by") if told.get("answer_by") else None
            number, approver = _text(told, "number", MAX_NUMBER), _text(told, "approver", MAX_NUMBER)
            return NeedsApproval(number, approver, _text(told, "reason", MAX_REASON), until)
    raise ValueError("result")


def _expected(told: Mapping[str, Any]) -> tuple[Expected, ...]:
    entries = told.get("expected") or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError("expected")
    known = {milestone.value: milestone for milestone in Milestone}
    named = [(_text(entry, "milestone", MAX_NUMBER), entry) for entry in entries]
    return tuple(Expected(known[name], _time(entry, "by")) for name, entry in named if name in known)


def _text(told: Mapping[str, Any], name: str, at_most: int) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= at_most:
        raise ValueError(name)
    return value


def _time(told: Mapping[str, Any], name: str) -> datetime:
    value = told.get(name)
    at = datetime.fromisoformat(value) if isinstance(value, str) else None
    if at is None or at.tzinfo is None:
        raise ValueError(name)
    return at


def _fen(amount: int | None) -> Fen | None:
    return None if amount is None else Fen(amount)
