"""What happened in the turn before this one, read from the tracker's events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Event = dict[str, Any]


def previous_turn(events: Sequence[Event]) -> list[Event]:
    """The events after the last message but one and before the last, without either; empty in a first turn."""
    users = [at for at, event in enumerate(events) if event.get("event") == "user"]
    return list(events[users[-2] + 1 : users[-1]]) if len(users) > 1 else []


def offered_human(turn: Sequence[Event]) -> bool:
    """Whether that turn ended with a person offered. An older offer has lapsed: "好的" then means something else."""
    offers = [event for event in turn if event.get("event") == "slot" and event.get("name") == "offer"]
    return bool(offers) and offers[-1].get("value") == "human"


def ran(turn: Sequence[Event], action: str) -> bool:
    """Whether an action ran in that turn."""
    return any(event.get("event") == "action" and event.get("name") == action for event in turn)


def said(turn: Sequence[Event], response: str) -> bool:
    """Whether a response was said in that turn."""
    bot = (event for event in turn if event.get("event") == "bot")
    return any((event.get("metadata") or {}).get("utter_action") == response for event in bot)
