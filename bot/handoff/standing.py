"""Where a customer who needs a person stands: the record of each step, their place in line, what they can be told."""

from __future__ import annotations

from bot.handoff.availability import Outlook, outlook
from bot.handoff.clocks import Strike
from bot.handoff.control import Control, State
from bot.handoff.core import Parts
from bot.handoff.events import SYSTEM, Draft, alert
from bot.handoff.queue_order import score
from bot.handoff.store_port import Place, waiting_line
from bot.handoff.waiting import estimate


def control_event(old: Control, new: State, *, reason: str = "", by: str = "") -> Draft:
    """The staff's record of a change of state."""
    data = {"from": old.state.value, "to": new.value, "reason": reason, "by": by}
    return Draft(SYSTEM, "control", data=data, visibility="staff")


def queue_place(control: Control) -> Place:
    """Where a waiting conversation stands (invariant 7)."""
    order = score(
        control.priority,
        control.queued_at,
        level=control.level,
        emotion=control.emotion,
        front=bool(control.front),
    )
    return Place(waiting_line(control.group), order)


def reminded(parts: Parts) -> dict[str, int]:
    """The fields of somebody who begins to wait: when they are told next that they are not forgotten."""
    due = parts.clock.now_ms() + parts.times.queue_notice
    return {"due_at": due, "remind_at": due}


async def outlook_for(parts: Parts, reason: str) -> Outlook:
    """What can be promised to somebody who needs a person for this reason (playbook D6)."""
    group = parts.rules.groups.of_reason(reason)
    return outlook(parts.rules, await parts.duty.seats(), group.code, parts.clock.now_ms())


async def place_line(parts: Parts, group: str, ahead: int, found: Outlook) -> str:
    """What a customer is told of their place: how many are before them, and how long that takes where it is known."""
    if ahead:
        span = estimate(ahead, await parts.store.served(group), found.on_duty, found.free, serving=found.serving)
        if span is not None:
            low, high = (max(1, -(-seconds // 60)) for seconds in span)
            return parts.lines.say("queued_range", ahead=ahead, low=low, high=max(high, low + 1))
    return parts.lines.say_place("queued", "queued_next", ahead)


def told_of(strike: Strike) -> Draft:
    """The line that calls staff about a clock."""
    if strike.kind == "warning":
        return alert("clock_warning", f"{strike.title}快到时间了。", "warning", clock=strike.code)
    return alert("clock_breached", f"{strike.title}已超时。", strike.level, clock=strike.code)


def untold(parts: Parts, control: Control) -> list[Draft]:
    """What staff have to be told of the clocks before they are thrown away with the handoff."""
    _, strikes = parts.rules.clocks.strike(control.clocks, parts.clock.now_ms())
    return [told_of(strike) for strike in strikes if strike.kind == "breach"]
