"""Nobody can come now: the customer is told so, and when somebody will, and it is made to happen (playbook D5, D6)."""

from __future__ import annotations

import logging

from bot.handoff.availability import Outlook
from bot.handoff.control import Control, Priority, State
from bot.handoff.core import Parts, change
from bot.handoff.events import SYSTEM, Draft, alert, notice
from bot.handoff.hours import FOREVER_MS
from bot.handoff.machine import Trigger, move
from bot.handoff.moments import spoken_moment
from bot.handoff.people import Agent
from bot.handoff.standing import control_event, outlook_for, queue_place, reminded
from bot.handoff.store_port import PARKED_LINE, Commit, Place

log = logging.getLogger("jiezhu.handoff")

CALL_BACK = "call_back"
"""Code of the promise (``data/policies/promises.yml``) that a parked customer is given."""


def parked(parts: Parts, control: Control, found: Outlook, *, drafts: tuple[Draft, ...] = ()) -> Commit:
    """The change that parks a customer for whom nobody is there; the time promised goes into the book of promises."""
    now = parts.clock.now_ms()
    by, wake = _within_reach(parts, found.call_back_by, now), min(found.wake_at, found.call_back_by)
    words = {"by": spoken_moment(by, now)}
    if found.kind == "closed":
        line = parts.lines.say("parked_closed", opens=spoken_moment(found.wake_at, now), **words)
    else:
        line = parts.lines.say("parked_nobody", **words)
    state = move(control.state, Trigger.NOBODY_THERE)
    level = "urgent" if control.priority is Priority.URGENT else "warning"
    calls = alert("nobody_there", "没有同事在岗，客户已按约定时间留言等候。", level)
    return _park(parts, control, state, by, wake, owner="", drafts=(*drafts, calls), line=line, reason=found.kind)


def parked_by_agent(parts: Parts, control: Control, *, agent: Agent, due_at: int, note: str) -> Commit:
    """The change by which an agent promises to be back at a time."""
    now = parts.clock.now_ms()
    state = move(control.state, Trigger.CALL_BACK_PROMISED)
    line = parts.lines.say("parked_by_agent", agent=agent.name, by=spoken_moment(due_at, now))
    wake = max(now, due_at - parts.rules.lead_ms)
    told = (Draft(SYSTEM, "note", note, {"about": "park"}, "staff"),) if note else ()
    return _park(parts, control, state, due_at, wake, owner=agent.agent_id, drafts=told, line=line, reason="call_back")


def _park(
    parts: Parts,
    control: Control,
    state: State,
    by: int,
    wake: int,
    *,
    owner: str,
    drafts: tuple[Draft, ...],
    line: str,
    reason: str,
) -> Commit:
    now = parts.clock.now_ms()
    promise = {"code": CALL_BACK, "due_at": by, "keeper": "agent", "order_id": "", "ref": control.handoff_id}
    clocks = parts.rules.clocks.parked(control.clocks, now)
    record = control.changed(
        state=state,
        agent_id="",
        agent_name="",
        offered_to="",
        offered_name="",
        joined="",
        waiting_on="",
        notices=0,
        parked_for=by,
        wake_at=wake,
        owner=owner,
        due_at=by,
        clocks=clocks,
    )
    return Commit(
        expect=control,
        exact=True,
        drafts=[*drafts, Draft(SYSTEM, "promise", "人工同事主动联系客户", promise, "staff")],
        after=[control_event(control, state, reason=reason, by=owner), notice("parked", line)],
        control=record,
        place=Place(PARKED_LINE, wake),
    )


async def wake(parts: Parts, conversation: str) -> None:
    """Look after a parked customer: queue them when somebody is there; say sorry and call louder when it is late."""

    async def decide(control: Control) -> Commit | None:
        if control.state is not State.PARKED:
            return None
        found = await outlook_for(parts, control.reason)
        now = parts.clock.now_ms()
        if found.kind == "staffed" and control.wake_at <= now:
            return _queue_again(parts, control, found)
        return _late(parts, control) if control.due_at <= now else None

    await change(parts, conversation, decide)


def _queue_again(parts: Parts, control: Control, found: Outlook) -> Commit:
    now = parts.clock.now_ms()
    queued = control.changed(
        state=move(control.state, Trigger.TIME_HAS_COME),
        group=found.group,
        notices=0,
        **reminded(parts),
        front=1,
        lapsed="",
        wake_at=0,
        clocks=parts.rules.clocks.unparked(control.clocks, now),
    )
    return Commit(
        expect=control,
        exact=True,
        after=[
            control_event(control, queued.state, reason="time_has_come", by=control.owner),
            notice("queued", parts.lines.say("back_in_line")),
        ],
        control=queued,
        place=queue_place(queued),
    )


def _late(parts: Parts, control: Control) -> Commit:
    """The promised time has come and nobody is there: the promise is broken in the book, and never silently."""
    told = [alert("call_back_overdue", "约好的回复时间已过，还没有同事在岗，请主管马上安排人。", "urgent")]
    if not control.notices:
        told.append(notice("parked", parts.lines.say("parked_late")))
    again = parts.clock.now_ms() + parts.rules.lead_ms
    waiting = control.changed(due_at=again, notices=control.notices + 1)
    return Commit(expect=control, exact=True, drafts=told, control=waiting)


def _within_reach(parts: Parts, by: int, now: int) -> int:
    if by < FOREVER_MS:
        return by
    # Hours that never open again are a mistake in the file, and no reason to let a customer wait for ever.
    log.error("hours.never_open")
    return now + parts.rules.call_back_ms
