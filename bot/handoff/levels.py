"""How full the lines are and who is at work, set on the meter when somebody looks. Its cost does not grow with a line.

All hub processes read the same store, so each tells the same: take the largest, not the sum.
"""

from __future__ import annotations

from collections import Counter
from typing import get_args

from bot.handoff.core import Parts
from bot.handoff.routing.seat import Status
from bot.handoff.store_port import PARKED_LINE, waiting_line

LEVELS = (
    "jiezhu_queue_length",
    "jiezhu_queue_first_wait_seconds",
    "jiezhu_parked",
    "jiezhu_agents",
    "jiezhu_agents_customers",
    "jiezhu_due_late_seconds",
    "jiezhu_turns_unattended",
)
"""The gauges that are set here."""

MOST_COUNTED = 1_000


async def look(parts: Parts) -> None:
    """Read the lines and set the gauges.

    Raises:
        StoreUnavailable: the store does not answer.
    """
    now = parts.clock.now_ms()
    for group in parts.rules.groups:
        await _line(parts, group.code, now)
    parts.meter.level("jiezhu_parked", await parts.store.length(PARKED_LINE))
    await _staff(parts)
    late = 0
    for conversation in await parts.store.due(now, limit=1):
        control = await parts.store.control(conversation)
        late = max(0, now - control.look_at) if control.look_at else 0
    parts.meter.level("jiezhu_due_late_seconds", late / 1000)
    unattended = await parts.store.with_turns(now, limit=MOST_COUNTED)
    parts.meter.level("jiezhu_turns_unattended", len(unattended))


async def _line(parts: Parts, group: str, now: int) -> None:
    line = waiting_line(group)
    parts.meter.level("jiezhu_queue_length", await parts.store.length(line), group=group)
    first = await parts.store.line(line, limit=1)
    waited = max(0, now - first[0].control.queued_at) if first else 0
    parts.meter.level("jiezhu_queue_first_wait_seconds", waited / 1000, group=group)


async def _staff(parts: Parts) -> None:
    seats = await parts.duty.seats()
    by_status = Counter(seat.status for seat in seats)
    for status in get_args(Status):
        parts.meter.level("jiezhu_agents", by_status[status], status=status)
    parts.meter.level("jiezhu_agents_customers", sum(seat.active for seat in seats))
