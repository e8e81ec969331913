"""What each audience gets to see of an event (invariant 11: default deny).

The customer's view is made by naming what goes out. A kind or a field that nobody named here does not leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ORDER_CARD = frozenset(
    {
        *("order_id", "status", "status_text", "title", "spec", "quantity"),
        *("paid_fen", "placed_at", "late", "note", "buttons"),
    }
)
LOGISTICS_CARD = frozenset(
    {
        *("order_id", "carrier", "tracking_no", "status", "status_text"),
        *("late", "late_days", "eta_text", "steps", "buttons"),
    }
)

FOR_CUSTOMERS: dict[str, frozenset[str]] = {
    "text": frozenset({"buttons"}),
    "choice": frozenset({"choice_id"}),
    "image": frozenset({"evidence", "width", "height", "bytes", "thumb"}),
    "order_card": ORDER_CARD,
    "order_choices": frozenset({"orders", "buttons"}),
    "logistics_card": LOGISTICS_CARD,
    "notice": frozenset({"code", "buttons", "agent_name"}),
}
"""Kinds a customer may see, and the fields of their data."""


def for_customer(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """The event as the customer's stream carries it, or None when it is not for customers."""
    allowed = FOR_CUSTOMERS.get(event["kind"])
    if allowed is None or event.get("visibility") != "all":
        return None
    actor = event["actor"]
    mine = actor["kind"] == "customer"
    return {
        "v": event["v"],
        "id": event["id"],
        "conversation": event["conversation"],
        "seq": event["seq"],
        "epoch": event["epoch"],
        "at": event["at"],
        "actor": {"kind": actor["kind"], "id": "", "name": actor["name"]},
        "kind": event["kind"],
        "text": event["text"],
        "data": {name: value for name, value in event["data"].items() if name in allowed},
        "client_id": event["client_id"] if mine else "",
    }


def for_staff(event: Mapping[str, Any]) -> dict[str, Any]:
    """The event as the desk sees it: whole."""
    return dict(event)
