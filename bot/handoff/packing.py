"""From the request for a person to the queue: BOT → PACKING → QUEUED (design, section 2; playbook D1, D2)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from bot.handoff.availability import Outlook
from bot.handoff.brief import BriefInput, build_brief
from bot.handoff.brought_along import with_visitors_lines
from bot.handoff.control import FRESH_HANDOFF, Control, Priority, State
from bot.handoff.core import Parts, change
from bot.handoff.events import SYSTEM, Draft, notice
from bot.handoff.history import since_last_return
from bot.handoff.machine import Trigger, move
from bot.handoff.parking import parked
from bot.handoff.promising import promises_made
from bot.handoff.standing import control_event, outlook_for, place_line, queue_place, reminded
from bot.handoff.store_port import Commit
from bot.kernel.errors import JiezhuError
from bot.kernel.ids import new_id

log = logging.getLogger("jiezhu.handoff")

BRIEF_EVENTS = 500
"""How much of the log a brief is built from; the whole transcript is on the desk anyway."""


def request_change(
    parts: Parts,
    control: Control,
    *,
    reason: str,
    priority: Priority,
    found: Outlook,
    drafts: Sequence[Draft] = (),
    behind: Mapping[str, Any] | None = None,
    **extra: Any,
) -> Commit:
    """The change that calls a person: the customer's line is in the same step, so it is there within the second.

    The drafts (the customer's words, or the bot's last ones) belong to the old epoch; what follows to the new one.
    Whatever the bot had not answered yet is left to the person. ``found`` decides what the opening may promise;
    ``behind`` is what staff may know about the opening.
    """
    now = parts.clock.now_ms()
    packing = move(control.state, Trigger.HUMAN_REQUESTED)
    risk = extra.get("risk", control.risk)
    clocks = parts.rules.clocks.handoff(control.clocks, now, urgent=priority is Priority.URGENT, risk=risk != "none")
    wanted = control.changed(
        **FRESH_HANDOFF
        | extra
        | {
            "state": packing,
            "handoff_id": new_id("h", now),
            "group": found.group,
            "priority": priority,
            "reason": reason,
            "queued_at": now,
            "due_at": now + parts.times.packing,
            "clocks": clocks,
        }
    )
    code = "bot_failed" if reason == "bot_failed" else "handoff_started"
    opening = replace(notice(code, _opening(parts, reason, priority, found)), staff=behind or {})
    return Commit(
        expect=control,
        drafts=drafts,
        after=[control_event(control, packing, reason=reason), opening],
        control=wanted,
        drop_turns=True,
    )


def _opening(parts: Parts, reason: str, priority: Priority, found: Outlook) -> str:
    if found.kind == "staffed":
        return parts.lines.say(f"handoff_started.{reason}")
    # Nobody is there: the first line must not say that somebody is being called (playbook D6).
    if reason == "safety":
        return parts.lines.say("parked_opening_safety")
    return parts.lines.say("parked_opening" if priority is Priority.NORMAL else "parked_opening_upset")


async def pack(parts: Parts, conversation: str) -> None:
    """Build the brief, then queue the customer, or park them when nobody is there. The second time nothing changes.

    A shop that does not answer costs the facts, never the handoff: the brief says that it is incomplete.
    """
    control = await parts.store.control(conversation)
    if control.state is not State.PACKING:
        return
    handoff_id = control.handoff_id
    brief = Draft(SYSTEM, "brief", data=await _brief(parts, conversation, control), visibility="staff")
    level = (await parts.store.profile(conversation)).level

    async def decide(control: Control) -> Commit | None:
        # Read again: what the customer wrote while the brief was made counts for their place.
        if control.state is not State.PACKING or control.handoff_id != handoff_id:
            return None
        found = await outlook_for(parts, control.reason)
        ready = control.changed(level=level, group=found.group)
        if found.kind != "staffed":
            return replace(parked(parts, ready, found, drafts=(brief,)), expect=control)
        return replace(await _queued(parts, ready, brief, found), expect=control)

    await change(parts, conversation, decide)


async def _queued(parts: Parts, control: Control, brief: Draft, found: Outlook) -> Commit:
    place = queue_place(control)
    ahead = await parts.store.ahead_of(place)
    line = await place_line(parts, control.group, ahead, found)
    queued = control.changed(state=move(control.state, Trigger.PACKED), notices=0, **reminded(parts))
    return Commit(
        expect=control,
        exact=True,
        drafts=[control_event(control, queued.state, reason=control.reason), brief, notice("queued", line)],
        control=queued,
        place=place,
    )


async def _brief(parts: Parts, conversation: str, control: Control) -> dict[str, Any]:
    profile = await parts.store.profile(conversation)
    events = await parts.store.tail(conversation, BRIEF_EVENTS)
    now = parts.clock.now_ms()
    given = BriefInput(
        control=control,
        profile=profile,
        events=with_visitors_lines(since_last_return(events), parts.read),
        made_at=now,
        lines=parts.lines,
        promised=promises_made(events, now),
    )
    try:
        async with asyncio.timeout(parts.times.facts / 1000):
            return build_brief(await _with_facts(parts, given), complete=True)
    except (TimeoutError, JiezhuError):
        return build_brief(given, complete=False)
    except Exception as error:  # the edge: facts of a shape nobody foresaw must not keep a customer from the queue
        log.error("brief.facts_unusable %s", conversation, exc_info=error)
        return build_brief(given, complete=False)


async def _with_facts(parts: Parts, given: BriefInput) -> BriefInput:
    if not given.profile.verified:
        return given
    customer_id = given.profile.customer_id
    facts = await parts.facts.gather(customer_id, given.order_ids())
    return given.with_facts(facts, await parts.archive.earlier(customer_id))
