"""What a customer said as a visitor, as if they had said it here: a brief is about the matter, not about one log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.handoff.history import CUSTOMER_KINDS, Event
from bot.handoff.ports import Reader


def with_visitors_lines(events: Sequence[Event], read: Reader) -> list[Event]:
    """The events, with the customer's lines of each ``merged`` event before it; all cite that event's ``seq``.

    The lines are read anew: what a visitor's words felt like was not copied.
    """
    found: list[Event] = []
    for event in events:
        if event["kind"] == "merged":
            found += _lines(event, read)
        found.append(event)
    return found


def _lines(merged: Event, read: Reader) -> list[dict[str, Any]]:
    data = merged["data"]
    said: list[dict[str, Any]] = []
    earlier: list[str] = []
    for line in data["lines"]:
        if line["actor"] != "customer" or line["kind"] not in CUSTOMER_KINDS:
            continue
        staff = {}
        if line["kind"] == "text":
            staff["reading"] = read(line["text"], tuple(earlier)).as_dict()
            earlier.append(line["text"])
        shown = {"evidence": line["evidence"], "conversation": data["from"]} if "evidence" in line else {}
        said.append(
            {
                "seq": merged["seq"],
                "at": line["at"],
                "actor": {"kind": "customer", "id": "", "name": line["name"]},
                "kind": line["kind"],
                "text": line["text"],
                "data": shown,
                "staff": staff,
            }
        )
    return said
