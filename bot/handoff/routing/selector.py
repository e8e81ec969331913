"""Who of those who may be offered a matter gets the offer, and one round over the whole queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.handoff.control import Priority
from bot.handoff.routing.filters import eligible, has_room
from bot.handoff.routing.matter import Matter
from bot.handoff.routing.seat import Seat


def choose(matter: Matter, seats: Sequence[Seat]) -> Seat | None:
    """The one to offer the matter to, or None when nobody may have it now.

    First whoever served this customer before and is free, the latest first; then whose hands are least full; then
    who has been idle longest; then by id, so that two workers that look at the same staff choose the same one.
    """
    return min(eligible(matter, seats), key=lambda seat: _rank(matter, seat), default=None)


def plan(matters: Iterable[Matter], seats: Iterable[Seat], now_ms: int) -> list[tuple[Matter, Seat]]:
    """One round over the queue in its order: whom to offer whom, each seat as it was before that offer.

    The same as calling :func:`choose` for one matter after the other with the loads brought up to date. No seat gets
    more than its capacity; an urgent matter may go beyond that of somebody senior by one (``filters.SENIOR_EXTRA``).
    Whoever finds nobody stays where they are, and holds up nobody behind them.
    """
    rooms = _Rooms(seats)
    offers: list[tuple[Matter, Seat]] = []
    for matter in sorted(matters, key=lambda one: one.place):
        open_to = rooms.of(matter)
        seat = choose(matter, open_to) if open_to else None
        if seat is not None:
            offers.append((matter, seat))
            rooms.offered(seat, now_ms)
    return offers


def _rank(matter: Matter, seat: Seat) -> tuple[int, float, int, str]:
    known = matter.known.index(seat.agent_id) if seat.free and seat.agent_id in matter.known else len(matter.known)
    return known, seat.load, seat.idle_since, seat.agent_id


class _Rooms:
    """The seats of each group that still have room, as one round goes on: a full group costs nothing to look at."""

    def __init__(self, seats: Iterable[Seat]) -> None:
        self._free: dict[str, dict[str, Seat]] = defaultdict(dict)
        self._for_urgent: dict[str, dict[str, Seat]] = defaultdict(dict)
        for seat in seats:
            self._put(seat)

    def of(self, matter: Matter) -> list[Seat]:
        """The seats on duty in the matter's group that have room for it."""
        rooms = self._for_urgent if matter.priority is Priority.URGENT else self._free
        return list(rooms[matter.group].values())

    def offered(self, seat: Seat, now_ms: int) -> None:
        """Count one more customer for a seat."""
        for group in seat.groups:
            self._free[group].pop(seat.agent_id, None)
            self._for_urgent[group].pop(seat.agent_id, None)
        self._put(seat.with_one_more(now_ms))

    def _put(self, seat: Seat) -> None:
        if seat.status != "online":
            return
        for group in seat.groups:
            if has_room(Priority.NORMAL, seat):
                self._free[group][seat.agent_id] = seat
            if has_room(Priority.URGENT, seat):
                self._for_urgent[group][seat.agent_id] = seat
