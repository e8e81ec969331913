"""What the service wants to reach in time: from what, to what, within how long (playbook A2, D3, E3; invariant 9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Starts = Literal["handoff", "risk", "customer"]
Stops = Literal["first_reply", "reply", "senior", "resolved"]
Level = Literal["info", "warning", "urgent"]
Applies = Literal["all", "urgent", "risk"]


@dataclass(frozen=True)
class Target:
    """One target; a :class:`bot.handoff.clocks.Clock` runs for it in each stretch it applies to.

    Attributes:
        code: stable word for programs, e.g. ``first_response``.
        title: as agents read it, e.g. 首次响应.
        within_ms: how long it may take.
        warn_ms: how long before the end staff are warned; 0 for no warning.
        starts: ``handoff`` when the customer is handed over, ``risk`` at the first sign of risk, ``customer`` at each
            first unanswered line of the customer while a person is in charge.
        stops: ``first_reply`` and ``reply`` at a line of a person, ``senior`` when a senior colleague has it,
            ``resolved`` when the matter is settled.
        business: counted in opening time only; else on the wall clock.
        pauses: stands still while the shop waits for the customer and while the customer is parked (who has been
            promised another time).
        level: how loudly staff are told.
        applies: ``all``, only ``urgent`` ones, only those with a sign of ``risk``.
    """

    code: str
    title: str
    within_ms: int
    warn_ms: int
    starts: Starts
    stops: Stops
    business: bool
    pauses: bool
    level: Level
    applies: Applies = "all"
