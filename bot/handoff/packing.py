"""From the request for a person to the queue: BOT → PACKING → QUEUED (design, section 2; playbook D1, D2)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.handoff.brief import BriefInput, build_brief
from bot.handoff.control import FRESH_HANDOFF, Control, Priority, State
from bot.handoff.core import TRIES, Parts
from bot.handoff.events import SYSTEM, Draft, notice
from bot.handoff.history import since_last_return
from bot.handoff.machine import Trigger, move
from bot.handoff.ports import Commit
from bot.handoff.promising import promises_made
from bot.handoff.queue_order import DEFAULT_GROUP, score
from bot.kernel.errors import JiezhuError
from bot.kernel.ids import new_id

log = logging.getLogger("jiezhu.handoff")

BRIEF_EVENTS = 500
"""How much of the log a brief is built from; the whole transcript is on the desk anyway."""


def control_event(old: Control, new: State, *, reason: str = "", by: str = "") -> Draft:
    """The staff's record of a change of state."""
    data = {"from": old.state.value, "to": new.value, "reason": reason, "by": by}
    return Draft(SYSTEM, "control", data=data, visibility="staff")


def request_change(
    parts: Parts,
    control: Control,
    *,
    reason: str,
    priority: Priority,
    drafts: Sequence[Draft] = (),
    behind: Mapping[str, Any] | None = None,
    **extra: Any,
) -> Commit:
    """The change that calls a person: the customer's line is in the same step, so it is there within the second.

    The drafts (the customer's words, or the bot's last ones) belong to the old epoch; what follows to the new one.
    Whatever the bot had not answered yet is left to the person. ``behind`` is what staff may know about the opening.
    """
    now = parts.clock.now_ms()
    packing = move(control.state, Trigger.HUMAN_REQUESTED)
    wanted = control.changed(
        **FRESH_HANDOFF
        | extra
        | {
            "state": packing,
            "handoff_id": new_id("h", now),
            "group": DEFAULT_GROUP,
            "priority": priority,
            "reason": reason,
            "queued_at": now,
            "due_at": now + parts.times.packing,
        }
    )
    code = "bot_failed" if reason == "bot_failed" else "handoff_started"
    opening = replace(notice(code, parts.lines.say(f"handoff_started.{reason}")), staff=behind or {})
    return Commit(
        expect=control,
        drafts=drafts,
        after=[control_event(control, packing, reason=reason), opening],
        control=wanted,
        bump=True,
        drop_turns=True,
    )


async def pack(parts: Parts, conversation: str) -> None:
    """Build the brief and put the customer in the queue. Done twice, the second time changes nothing.

    A shop that does not answer costs the facts, never the handoff: the brief says that it is incomplete.
    """
    control = await parts.store.control(conversation)
    if control.state is not State.PACKING:
        return
    handoff_id = control.handoff_id
    brief = Draft(SYSTEM, "brief", data=await _brief(parts, conversation, control), visibility="staff")
    for _ in range(TRIES):
        # Read again: what the customer wrote while the brief was made counts for their place.
        control = await parts.store.control(conversation)
        if control.state is not State.PACKING or control.handoff_id != handoff_id:
            return
        done = await parts.store.commit(conversation, await _queued(parts, control, brief))
        if done.outcome != "stale":
            return


async def _queued(parts: Parts, control: Control, brief: Draft) -> Commit:
    place = score(control.priority, control.queued_at)
    line = parts.lines.say_place("queued", "queued_next", await parts.store.ahead_of(place))
    due = parts.clock.now_ms() + parts.times.queue_notice
    queued = control.changed(state=move(control.state, Trigger.PACKED), due_at=due, notices=0)
    return Commit(
        expect=control,
        exact=True,
        drafts=[control_event(control, queued.state, reason=control.reason), brief, notice("queued", line)],
        control=queued,
        queue=place,
    )


async def _brief(parts: Parts, conversation: str, control: Control) -> dict[str, Any]:
    profile = await parts.store.profile(conversation)
    events = await parts.store.tail(conversation, BRIEF_EVENTS)
    now = parts.clock.now_ms()
    given = BriefInput(
        control=control,
        profile=profile,
        events=since_last_return(events),
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
