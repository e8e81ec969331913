"""What moves the clocks of a conversation: pure rules, each giving new :class:`Clocks` (invariant 9).

A stretch begins with a handover or the first sign of risk and ends when the matter is settled; then its clocks are
frozen, and the next handover begins anew. A clock that counts opening time is due that much opening time after it
began; while it stands still it keeps what is left, so time that it stands still is never counted. Whether somebody
looks often or seldom makes no difference to which clocks are breached.

Everything may be called twice. Unless something changes, the very same value is given back, so callers can tell by
``is`` whether there is anything to write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from bot.handoff.clock_values import Clock, Clocks, Strike
from bot.handoff.hours import AlwaysOpen, Hours
from bot.handoff.targets import Stops, Target

__all__ = ["Clock", "ClockRules", "Clocks", "Strike"]

_ALWAYS = AlwaysOpen()
_ANSWER: tuple[Stops, ...] = ("first_reply", "reply")
_ANSWER_OF_SENIOR: tuple[Stops, ...] = (*_ANSWER, "senior")


class ClockRules:
    """The rules for one set of targets and one calendar; all times are ms since 1970."""

    def __init__(self, targets: Sequence[Target], hours: Hours) -> None:
        self._targets = tuple(targets)
        self._by_code: dict[str, Target] = {}
        for target in self._targets:
            self._by_code.setdefault(target.code, target)
        self._after_each_line = tuple(target for target in self._targets if target.starts == "customer")
        self._hours = hours

    @property
    def targets(self) -> Mapping[str, Target]:
        """What the service wants to reach in time, by code."""
        return self._by_code

    def handoff(self, clocks: Clocks, at_ms: int, *, urgent: bool, risk: bool) -> Clocks:
        """The customer is handed over. Called again it adds what is new: that it is urgent, that there is a risk."""
        clocks = _fresh(clocks)
        risk_at = clocks.risk_at or (at_ms if risk else 0)
        known = replace(clocks, handed_at=clocks.handed_at or at_ms, risk_at=risk_at, urgent=clocks.urgent or urgent)
        return self._begun(known if known != clocks else clocks, at_ms)

    def risk(self, clocks: Clocks, at_ms: int) -> Clocks:
        """A sign of risk was seen, whoever is in charge; after the first one in a stretch nothing changes."""
        clocks = _fresh(clocks)
        if clocks.risk_at:
            return clocks
        return self._begun(replace(clocks, risk_at=at_ms), at_ms)

    def customer_spoke(self, clocks: Clocks, at_ms: int) -> Clocks:
        """A line of the customer: the shop's time runs again, and a person in charge owes an answer.

        Further lines before the answer change nothing: it is owed since the first of them.
        """
        if clocks.ended_at:
            return clocks
        if clocks.waiting:
            clocks = self._moved(replace(clocks, waiting=False), at_ms)
        if clocks.person:
            for target in self._after_each_line:
                if _applies(target, clocks) and _idle(clocks, target.code):
                    clocks = clocks.put(self._new(target, clocks, at_ms))
        return clocks

    def person_spoke(self, clocks: Clocks, at_ms: int, *, senior: bool) -> Clocks:
        """A line of a person to the customer. Answers are given; what pauses stands still until the customer writes."""
        if clocks.ended_at:
            return clocks
        stops = _ANSWER_OF_SENIOR if senior else _ANSWER
        answered = clocks
        if not (clocks.person and clocks.waiting) or (senior and not clocks.senior):
            answered = replace(clocks, person=True, senior=clocks.senior or senior, waiting=True)
        answered = self._stopped(answered, at_ms, stops)
        return self._moved(answered, at_ms) if answered is not clocks else clocks

    def claimed(self, clocks: Clocks, at_ms: int, *, senior: bool) -> Clocks:
        """A person has taken the customer, from the queue, from a colleague or after parking."""
        if clocks.ended_at:
            return clocks
        taken = replace(self.unparked(clocks, at_ms), person=True, senior=senior)
        taken = self._stopped(taken, at_ms, ("senior",)) if senior else taken
        return taken if taken != clocks else clocks

    def resolved(self, clocks: Clocks, at_ms: int) -> Clocks:
        """The matter is settled or the conversation is over: every clock stops, for good."""
        if clocks.ended_at or clocks == Clocks():
            return clocks
        settled = self._stopped(clocks, at_ms, ("first_reply", "reply", "senior", "resolved"))
        return replace(settled, ended_at=at_ms)

    def parked(self, clocks: Clocks, at_ms: int) -> Clocks:
        """The customer was promised another time: what pauses stands still until then."""
        if clocks.ended_at or clocks.parked:
            return clocks
        return self._moved(replace(clocks, parked=True), at_ms)

    def unparked(self, clocks: Clocks, at_ms: int) -> Clocks:
        """The promised time has come: it is the shop's turn, whoever spoke last before."""
        if clocks.ended_at or not clocks.parked:
            return clocks
        return self._moved(replace(clocks, parked=False, waiting=False), at_ms)

    def strike(self, clocks: Clocks, now_ms: int) -> tuple[Clocks, list[Strike]]:
        """What staff have to be told by now, the oldest first, and the clocks that know it was told.

        A clock whose target the shop has taken out of its list says nothing and is dropped.
        """
        told = [self._strike(code, "breach", due_at) for code, due_at in clocks.late]
        kept: list[Clock] = []
        for clock in clocks.all:
            target = self._by_code.get(clock.code)
            if target is None:
                continue
            if clock.overdue(now_ms):
                told.append(self._strike(clock.code, "breach", clock.due_at))
                clock = replace(clock, breached=True, warned=True)
            elif _warns(clock, now_ms):
                told.append(self._strike(clock.code, "warning", clock.due_at))
                clock = replace(clock, warned=True)
            kept.append(clock)
        if not told and len(kept) == len(clocks.all):
            return clocks, []
        strikes = sorted((one for one in told if one is not None), key=lambda strike: strike.due_at)
        return replace(clocks, all=tuple(kept), late=()), strikes

    def _strike(self, code: str, kind: str, due_at: int) -> Strike | None:
        target = self._by_code.get(code)
        if target is None:
            return None
        return Strike(code, target.title, "breach" if kind == "breach" else "warning", target.level, due_at)

    def _begun(self, clocks: Clocks, at_ms: int) -> Clocks:
        """With the clocks that what is known calls for; a clock begins once in a stretch."""
        for target in self._targets:
            known = {"handoff": clocks.handed_at, "risk": clocks.risk_at, "customer": 0}[target.starts]
            had = target.code in clocks or (target.stops == "senior" and clocks.senior)
            if known and _applies(target, clocks) and not had:
                clocks = clocks.put(self._new(target, clocks, at_ms))
        return clocks

    def _new(self, target: Target, clocks: Clocks, at_ms: int) -> Clock:
        clock = Clock(target.code, at_ms, 0, left_ms=target.within_ms, paused=True)
        return clock if target.pauses and clocks.standing else self._going(clock, target, at_ms)

    def _moved(self, clocks: Clocks, at_ms: int) -> Clocks:
        """With the clocks that pause standing still or going on, as the stretch now is."""
        standing = clocks.standing
        return _with_late(
            clocks,
            tuple([clock if clock.stopped_at else self._as_it_stands(clock, standing, at_ms) for clock in clocks.all]),
        )

    def _as_it_stands(self, clock: Clock, standing: bool, at_ms: int) -> Clock:
        if clock.breached or (clock.paused and standing):
            return clock
        target = self._by_code.get(clock.code)
        if target is None or not target.pauses:
            return clock
        if clock.overdue(at_ms):
            return replace(clock, breached=True, warned=True)
        if clock.paused:
            return self._going(clock, target, at_ms)
        if standing:
            left_ms = self._hours_of(target).between(at_ms, clock.due_at)
            return replace(clock, due_at=0, warn_at=0, left_ms=left_ms, paused=True)
        return clock

    def _going(self, clock: Clock, target: Target, at_ms: int) -> Clock:
        """A clock that stood still, with its time counted from now on."""
        hours = self._hours_of(target)
        warns = target.warn_ms > 0 and not clock.warned
        return replace(
            clock,
            due_at=hours.after(at_ms, clock.left_ms),
            warn_at=hours.after(at_ms, clock.left_ms - target.warn_ms) if warns else 0,
            left_ms=0,
            paused=False,
        )

    def _stopped(self, clocks: Clocks, at_ms: int, stops: tuple[Stops, ...]) -> Clocks:
        return _with_late(
            clocks,
            tuple([clock if clock.stopped_at else self._as_stopped(clock, at_ms, stops) for clock in clocks.all]),
        )

    def _as_stopped(self, clock: Clock, at_ms: int, stops: tuple[Stops, ...]) -> Clock:
        target = self._by_code.get(clock.code)
        if target is not None and target.stops not in stops:
            return clock
        if clock.overdue(at_ms):
            return replace(clock, breached=True, warned=True, stopped_at=at_ms)
        return replace(clock, stopped_at=at_ms)

    def _hours_of(self, target: Target) -> Hours:
        return self._hours if target.business else _ALWAYS


def _fresh(clocks: Clocks) -> Clocks:
    """An empty stretch after one that has ended; what was not told of yet is taken along."""
    return Clocks(late=clocks.late) if clocks.ended_at else clocks


def _with_late(clocks: Clocks, moved: tuple[Clock, ...]) -> Clocks:
    """With these clocks instead of its own. Those whose time was up when they moved are told of at the next look."""
    changed = [(new, old) for new, old in zip(moved, clocks.all, strict=True) if new is not old]
    if not changed:
        return clocks
    up = [(old.code, old.due_at) for new, old in changed if new.breached and not old.breached]
    return replace(clocks, all=moved, late=(*clocks.late, *up) if up else clocks.late)


def _applies(target: Target, clocks: Clocks) -> bool:
    if target.applies == "all":
        return True
    return clocks.urgent if target.applies == "urgent" else clocks.risk_at > 0


def _idle(clocks: Clocks, code: str) -> bool:
    return all(clock.stopped_at for clock in clocks.all if clock.code == code)


def _warns(clock: Clock, now_ms: int) -> bool:
    live = not (clock.paused or clock.stopped or clock.breached or clock.warned)
    return live and 0 < clock.warn_at <= now_ms
