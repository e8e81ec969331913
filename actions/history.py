"""What happened in the turn before this one, read from the tracker's events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Event = dict[str, Any]


def previous_turn(events: Sequence[Event]) -> list[Event]:
    """The events after the last message but one and before the last, without either; empty in a first turn."""
    users = [at for at, event in enumerate(events) if event.get("event") == "user"]
    return list(events[users[-2] + 1 : users[-1]]) if len(users) > 1 else []


def earlier_messages(events: Sequence[Event]) -> list[Event]:
    """The customer's messages before the last one, oldest first."""
    return [event for event in events if event.get("event") == "user"][:-1]


def since_heard(events: Sequence[Event]) -> list[Event]:
    """The events after the last message."""
    users = [at for at, event in enumerate(events) if event.get("event") == "user"]
    return list(events[users[-1] + 1 :]) if users else []


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


def settled(events: Sequence[Event]) -> str:
    """What was settled last: a form carried out, or what a person decided; empty when nothing was.

    A form that was carried out forgets the customer's yes; one that ended by offering a person settled nothing.
    """
    newest, ran_last, offered = "", "", False
    for event in events:
        if event.get("event") == "action":
            ran_last, offered = f"{event.get('name')} {event.get('timestamp')}", False
        elif event.get("event") == "slot":
            name, value = event.get("name"), event.get("value")
            offered = offered or (name == "offer" and value == "human")
            if name == "decision" and isinstance(value, Mapping):
                newest = str(value.get("handoff_id") or "")
            elif name == "confirmed" and value is None and ran_last.startswith("action_submit_") and not offered:
                newest = ran_last
    return newest
