"""The clocks of one conversation as a value: kept with its control record, written whole, read whole (invariant 9).

Due times are absolute, so any process can look after them and a restart loses none. What moves the clocks is in
:mod:`bot.handoff.clocks`, from where both are imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from bot.handoff.targets import Level, Target

_NEVER = 1 << 62


class Clock(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One clock. Times in ms since 1970, 0 for none.

    Attributes:
        code: of its target.
        started_at: when it began.
        due_at: when its time is up; 0 while it stands still.
        left_ms: what is left of its time (opening time, if its target counts that) while it stands still.
        paused: it stands still.
        warned: staff were warned, or need not be any more.
        breached: its time was up before it was stopped. Stays, as a figure of the stretch.
        warn_at: when staff are to be warned; 0 for never, and while it stands still.
        stopped_at: when it was stopped for good; 0 while it runs or stands still.
    """

    code: str
    started_at: int
    due_at: int
    left_ms: int = 0
    paused: bool = False
    warned: bool = False
    breached: bool = False
    warn_at: int = 0
    stopped_at: int = 0

    @property
    def stopped(self) -> bool:
        """Whether it is stopped for good."""
        return self.stopped_at > 0

    def overdue(self, now_ms: int) -> bool:
        """Whether its time is up and nobody has noted it yet."""
        return not (self.paused or self.stopped or self.breached) and self.due_at <= now_ms


class Strike(msgspec.Struct, frozen=True):
    """What staff are told of a clock, once: that its time is nearly up (``warning``) or up (``breach``)."""

    code: str
    title: str
    kind: Literal["warning", "breach"]
    level: Level
    due_at: int


class Clocks(msgspec.Struct, frozen=True, omit_defaults=True):
    """All clocks of a stretch, with what the rules remember of it.

    Attributes:
        all: the clocks, in the order they began; the stopped ones stay until the next stretch begins.
        late: clocks that were stopped or paused after their time was up, before anybody looked: code and due time.
            They are told of at the next look.
        handed_at: when the customer was handed over; 0 before.
        risk_at: when the first sign of risk was seen; 0 before.
        ended_at: when the matter was settled: from then on nothing moves until a new stretch begins.
        urgent: the handover is an urgent one.
        person: a person is in charge, or has been.
        senior: that person is a senior colleague or a supervisor.
        waiting: the shop has answered and waits for the customer.
        parked: the customer was promised another time.
    """

    all: tuple[Clock, ...] = ()
    late: tuple[tuple[str, int], ...] = ()
    handed_at: int = 0
    risk_at: int = 0
    ended_at: int = 0
    urgent: bool = False
    person: bool = False
    senior: bool = False
    waiting: bool = False
    parked: bool = False

    def __getitem__(self, code: str) -> Clock:
        for clock in self.all:
            if clock.code == code:
                return clock
        raise KeyError(code)

    def __contains__(self, code: str) -> bool:
        return any(clock.code == code for clock in self.all)

    def __iter__(self) -> Iterator[Clock]:
        return iter(self.all)

    @property
    def standing(self) -> bool:
        """Whether clocks that pause stand still now."""
        return self.waiting or self.parked

    def next_look(self) -> int:
        """The earliest time (ms) at which somebody has to be told something; 0 when there is none."""
        first = _NEVER
        for _, due_at in self.late:
            first = min(first, due_at)
        for clock in self.all:
            if clock.paused or clock.stopped_at or clock.breached:
                continue
            # A warning comes before the end.
            look = clock.warn_at if clock.warn_at and not clock.warned else clock.due_at
            first = min(first, look)
        return 0 if first == _NEVER else first

    def shown(self, now_ms: int, targets: Mapping[str, Target]) -> list[dict[str, Any]]:
        """The clocks that are not stopped, for the desk: the most pressing first, those that stand still last."""
        live = [clock for clock in self.all if not clock.stopped_at]
        live.sort(key=lambda clock: (clock.paused, clock.due_at or clock.left_ms))
        return [_shown(clock, target, now_ms) for clock in live if (target := targets.get(clock.code))]

    def as_json(self) -> str:
        """Compact JSON; empty when there is nothing to keep."""
        return "" if self == _NONE else _written(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Clocks:
        """What :meth:`as_json` wrote."""
        return _read(text) if text else _NONE

    def put(self, clock: Clock) -> Clocks:
        """With one clock instead of the one of its code, or added."""
        for place, one in enumerate(self.all):
            if one.code == clock.code:
                return replace(self, all=(*self.all[:place], clock, *self.all[place + 1 :]))
        return replace(self, all=(*self.all, clock))


_NONE = Clocks()
_written = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(Clocks).decode


def _shown(clock: Clock, target: Target, now_ms: int) -> dict[str, Any]:
    return {
        "code": clock.code,
        "title": target.title,
        "due_at": clock.due_at,
        "warn_at": clock.warn_at,
        "paused": clock.paused,
        "left_ms": clock.left_ms if clock.paused else max(clock.due_at - now_ms, 0),
        "breached": clock.breached or clock.overdue(now_ms),
        "level": target.level,
    }
