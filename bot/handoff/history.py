"""Reading the log backwards: what the newest events say about where a conversation stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Event = Mapping[str, Any]

RECENT = 40
"""How many of the newest events are looked at to read a message in its context."""

CUSTOMER_KINDS = frozenset({"text", "choice", "image"})


def by_customer(event: Event) -> bool:
    """Whether the customer wrote it, pressed it or sent it."""
    return event["actor"]["kind"] == "customer" and event["kind"] in CUSTOMER_KINDS


def typed_by_customer(event: Event) -> bool:
    """Whether it is the customer's own words: pressed buttons and pictures are not."""
    return bool(event["actor"]["kind"] == "customer" and event["kind"] == "text")


def customer_lines(events: Sequence[Event], most: int) -> list[str]:
    """The last lines the customer typed, oldest first."""
    found = []
    for event in reversed(events):
        if typed_by_customer(event):
            found.append(event["text"])
            if len(found) == most:
                break
    return found[::-1]


def since_last_return(events: Sequence[Event]) -> list[Event]:
    """The events of the matter at hand: those after control last went back to the bot, or all of them."""
    for index in range(len(events) - 1, -1, -1):
        event = events[index]
        data = event["data"]
        if event["kind"] == "control" and data["from"] == "returning" and data["to"] in {"bot", "closed"}:
            return list(events[index + 1 :])
    return list(events)


def last_of(events: Sequence[Event], kind: str) -> Event | None:
    """The newest event of a kind."""
    return next((event for event in reversed(events) if event["kind"] == kind), None)


def empathy_shown_lately(events: Sequence[Event], window: int = 12) -> bool:
    """Whether one of the bot's last lines was a sentence of empathy: said at every turn it is worth nothing."""
    return any(event["staff"].get("empathy") for event in events[-window:] if event["actor"]["kind"] == "bot")
