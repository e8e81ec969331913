"""A turn put to the engine, and what the customer reads of its result."""

from __future__ import annotations

from typing import Any

from bot.engine.turns import Turn


def turn(conversation: str, text: str = "", **fields: Any) -> Turn:
    """A turn with the fields a test does not care about filled in."""
    number = fields.pop("turn_id", None) or f"t_{abs(hash((text, tuple(sorted(fields.items())))))}"
    return Turn(
        conversation=conversation,
        turn_id=number,
        text=text,
        payload=fields.get("payload"),
        context=fields.get("context", "signed"),
        empathy=fields.get("empathy"),
    )


def texts(result: dict[str, Any]) -> list[str]:
    """What the customer reads."""
    return [message["text"] for message in result["messages"]]
