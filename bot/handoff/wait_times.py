"""How long a place in line takes, for everybody who waits: looked up once for all of them every few seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.handoff.availability import on_duty
from bot.handoff.core import Parts
from bot.handoff.waiting import estimate

FRESH_MS = 5_000


@dataclass(frozen=True)
class _Known:
    at: int
    served: Sequence[int]
    on_duty: int
    free: int
    serving: int


class WaitTimes:
    """Ranges of waiting time by group (invariant 7)."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._known: dict[str, _Known] = {}

    async def span(self, group: str, ahead: int) -> tuple[int | None, int | None]:
        """The least and the most seconds somebody with so many before them waits; nothing when it is not known."""
        known = self._known.get(group)
        if known is None or self._parts.clock.now_ms() - known.at > FRESH_MS:
            known = self._known[group] = await self._look(group)
        return estimate(ahead, known.served, known.on_duty, known.free, serving=known.serving) or (None, None)

    async def _look(self, group: str) -> _Known:
        there = on_duty(await self._parts.duty.seats(), group)
        free = sum(max(0, seat.capacity - seat.active) for seat in there)
        served = await self._parts.store.served(group)
        return _Known(self._parts.clock.now_ms(), served, len(there), free, sum(seat.active for seat in there))
