"""What a customer's words, buttons and pictures do to a conversation, by who is in control of it."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from bot.handoff import packing
from bot.handoff.availability import Outlook
from bot.handoff.clocks import Clocks
from bot.handoff.control import WAITING, Control, Priority, State
from bot.handoff.core import Parts
from bot.handoff.escalation import Escalation, priority_of
from bot.handoff.events import notice
from bot.handoff.incoming import Incoming
from bot.handoff.moments import spoken_moment
from bot.handoff.queue_order import more_urgent
from bot.handoff.standing import outlook_for, queue_place
from bot.handoff.store_port import Commit
from bot.kernel.reading import EMOTIONS, RISKS, Reading


class CustomerDeeds:
    """Decides what a change a customer makes is; changes nothing itself."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def change(self, conversation: str, control: Control, incoming: Incoming) -> Commit:
        """What the customer's words do, by who is in control."""
        reading, now = incoming.reading, self._parts.clock.now_ms()
        seen: dict[str, Any] = {"last_text": incoming.said.text[:80], "last_at": now}
        if control.state is State.BOT:
            seen |= {"emotion": reading.emotion, "risk": reading.risk}
            if incoming.called is None:
                return self._to_bot(control, incoming, seen)
            found = await outlook_for(self._parts, incoming.called.reason)
            return self._call_person(control, incoming, incoming.called, found, seen)
        seen["emotion"] = _worse(EMOTIONS, control.emotion, reading.emotion)
        seen["risk"] = _worse(RISKS, control.risk, reading.risk)
        seen["clocks"] = self._clocks(control, reading, now)
        if control.state in WAITING:
            asks_again = control.state is not State.PACKING and incoming.reading.wants_human
            ahead = (await self._parts.store.position(conversation) or 0) if asks_again else 0
            return self._while_waiting(control, incoming, seen, ahead)
        if control.state is State.PARKED:
            return self._while_parked(control, incoming, seen)
        return self._with_agent(control, incoming, seen, now)

    def _with_agent(self, control: Control, incoming: Incoming, seen: dict[str, Any], now: int) -> Commit:
        seen["waiting_on"] = "agent"
        # A transfer or a lost agent has a due time of its own, which a customer's line must not put off.
        if control.state is State.HUMAN and control.waiting_on != "agent":
            seen["due_at"] = now + self._parts.times.reply
        return _taken(control, incoming, control.changed(**seen))

    def _clocks(self, control: Control, reading: Reading, now: int) -> Clocks:
        rules, clocks = self._parts.rules.clocks, control.clocks
        if control.risk == "none" and reading.risk != "none":
            clocks = rules.risk(clocks, now)
        if priority_of(reading) is Priority.URGENT:
            clocks = rules.handoff(clocks, now, urgent=True, risk=reading.risk != "none")
        return rules.customer_spoke(clocks, now)

    def _to_bot(self, control: Control, incoming: Incoming, seen: dict[str, Any]) -> Commit:
        turn = incoming.turn() if incoming.turn is not None else None
        return _taken(control, incoming, control.changed(**seen), turn=turn)

    def _call_person(
        self, control: Control, incoming: Incoming, called: Escalation, found: Outlook, seen: dict[str, Any]
    ) -> Commit:
        change = packing.request_change(
            self._parts,
            control,
            reason=called.reason,
            priority=called.priority,
            found=found,
            drafts=[incoming.said],
            **seen,
        )
        return replace(change, client_id=incoming.key, exact=True)

    def _while_parked(self, control: Control, incoming: Incoming, seen: dict[str, Any]) -> Commit:
        """Once they are told that it was noted, and again whenever they ask for a person."""
        replies = []
        if not control.waiting_on or incoming.reading.wants_human:
            by = spoken_moment(control.parked_for, self._parts.clock.now_ms())
            late = control.parked_for <= self._parts.clock.now_ms()
            line = self._parts.lines.say("parked_late") if late else self._parts.lines.say("parked_again", by=by)
            replies = [notice("parked", line)]
        return _taken(control, incoming, control.changed(**seen | {"waiting_on": "agent"}), after=replies)

    def _while_waiting(self, control: Control, incoming: Incoming, seen: dict[str, Any], ahead: int) -> Commit:
        priority = more_urgent(control.priority, priority_of(incoming.reading))
        waiting = control.changed(**seen | {"priority": priority})
        in_line = control.state is not State.PACKING
        replies = []
        if in_line and incoming.reading.wants_human:
            replies = [notice("queued", self._parts.lines.say_place("already_queued", "already_next", ahead))]
        place = queue_place(waiting) if in_line else None
        return _taken(control, incoming, waiting, after=replies, place=place)


def _taken(control: Control, incoming: Incoming, after_it: Control, **more: Any) -> Commit:
    """What the customer did enters the log; ``more``: what else the change has."""
    return Commit(expect=control, exact=True, drafts=[incoming.said], client_id=incoming.key, control=after_it, **more)


def _worse(scale: tuple[str, ...], old: str, new: str) -> str:
    return old if old == new else max(old, new, key=scale.index)
