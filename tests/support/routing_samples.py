"""Seats and matters for tests of the router, with only what a test is about spelled out."""

from __future__ import annotations

from typing import Any

from bot.handoff.people import GROUPS_OF_ROLE, Role
from bot.handoff.routing.matter import Matter
from bot.handoff.routing.seat import Seat


def seat(agent_id: str, role: Role = "agent", **values: Any) -> Seat:
    """Somebody on duty with room for five and nobody yet."""
    usual: dict[str, Any] = {
        "name": agent_id,
        "groups": GROUPS_OF_ROLE[role],
        "skills": frozenset(),
        "status": "online",
        "active": 0,
        "capacity": 5,
        "idle_since": 0,
    }
    return Seat(agent_id, role=role, **usual | values)


def matter(conversation: str = "c_1", group: str = "service", **values: Any) -> Matter:
    """A calm customer in the ordinary queue."""
    return Matter(conversation, group, **values)


def ids(seats: list[Seat]) -> list[str]:
    """Who they are."""
    return [seat.agent_id for seat in seats]
