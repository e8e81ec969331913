"""How a merchant's system says that something is not there, not offered, or asked wrongly."""

from __future__ import annotations

from pydantic import ValidationError

from bot.adapters.shop_http.wire import Doc


class ProblemDoc(Doc):
    """``Problem``: the body of every answer that is not a success."""

    code: str


def problem_of(body: bytes) -> str:
    """The problem the shop itself names; empty for what something in front of it says."""
    try:
        return ProblemDoc.model_validate_json(body).code
    except ValidationError:
        return ""
