"""Whether a person can be promised now (playbook D6): opening hours and real capacity, looked at before any promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.handoff.routing.seat import Seat
from bot.handoff.rules import ServiceRules


@dataclass(frozen=True)
class Outlook:
    """What a customer who asks for a person can be told.

    Attributes:
        kind: ``staffed``: somebody of the group is at work; ``closed``: outside its hours; ``nobody``: within its
            hours, but nobody is there.
        group: the group that will serve them: the one wanted, or the default one when only that is there.
        on_duty: how many of it are at work.
        free: how many customers they could take at once.
        serving: how many they are serving now.
        call_back_by: when a person is in touch at the latest if they are parked now (ms).
        wake_at: from when on they are queued as soon as somebody is there (ms).
    """

    kind: Literal["staffed", "closed", "nobody"]
    group: str
    on_duty: int = 0
    free: int = 0
    serving: int = 0
    call_back_by: int = 0
    wake_at: int = 0


def outlook(rules: ServiceRules, seats: Sequence[Seat], group: str, now_ms: int) -> Outlook:
    """Look at a group and, when nobody of it is there, at the default group: a person now beats the right one later."""
    for code in dict.fromkeys((group, rules.groups.default.code)):
        there = on_duty(seats, code)
        if there and rules.hours_of(code).is_open(now_ms):
            room = sum(max(0, seat.capacity - seat.active) for seat in there)
            return Outlook("staffed", code, len(there), room, sum(seat.active for seat in there))
    hours = rules.hours_of(group)
    by = hours.after(now_ms, rules.call_back_ms)
    if hours.is_open(now_ms):
        return Outlook("nobody", group, call_back_by=by, wake_at=now_ms)
    return Outlook("closed", group, call_back_by=by, wake_at=hours.next_open(now_ms))


def on_duty(seats: Sequence[Seat], group: str) -> list[Seat]:
    """Those of a group who are at work and take customers."""
    return [seat for seat in seats if group in seat.groups and seat.status == "online" and seat.capacity > 0]
