"""From a person back to the bot: HUMAN → RETURNING → BOT or CLOSED (invariant 12, playbook D7)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from msgspec.structs import replace

from bot.handoff.control import FRESH_HANDOFF, Control, State
from bot.handoff.core import Parts
from bot.handoff.events import Draft, alert, notice
from bot.handoff.history import last_of
from bot.handoff.machine import Trigger, move
from bot.handoff.packing import BRIEF_EVENTS
from bot.handoff.ports import Case
from bot.handoff.standing import control_event, untold
from bot.handoff.store_port import Commit
from bot.kernel.errors import EngineUnavailable, JiezhuError


async def finish(parts: Parts, conversation: str) -> None:
    """Take a conversation out of RETURNING: the case is kept, the bot is told, then control moves.

    Every step may be done twice, so a process that dies in between costs nothing: the sweep calls this again.

    Raises:
        JiezhuError: the bot or the archive could not be told; the person keeps control and is told so.
    """
    control = await parts.store.control(conversation)
    if control.state is not State.RETURNING:
        return
    events = await parts.store.tail(conversation, BRIEF_EVENTS)
    resolution = last_of(events, "resolution")
    try:
        if resolution is not None:
            await parts.archive.record(await _case(parts, conversation, control, events, resolution))
            await _tell_engine(parts, conversation, control, resolution)
    except JiezhuError:
        await _give_back(parts, conversation, control)
        raise
    await _move_on(parts, conversation, control)


async def reopen(parts: Parts, conversation: str, control: Control) -> None:
    """Let the bot speak again in a closed conversation, knowing how it was closed as far as it can be told."""
    resolution = last_of(await parts.store.tail(conversation, BRIEF_EVENTS), "resolution")
    if resolution is not None:
        # When the engine cannot be told, the turn that follows meets the same engine and calls a person.
        with suppress(EngineUnavailable):
            await parts.engine.append(conversation, outcome(resolution))
    bot = move(control.state, Trigger.REOPENED)
    change = Commit(
        expect=control,
        after=[control_event(control, bot, reason="customer_wrote", by="customer")],
        control=control.changed(**FRESH_HANDOFF | {"state": bot}),
    )
    await parts.store.commit(conversation, change)


def outcome(resolution: Any) -> dict[str, Any]:
    """What a person decided, as the engine is told (protocol, section 4)."""
    data = resolution["data"]
    return {
        "result": data["result"],
        "result_text": data["result_text"],
        "note": resolution["text"],
        "agent_name": resolution["actor"]["name"],
        "at": resolution["at"],
        "handoff_id": data["handoff_id"],
    }


async def _tell_engine(parts: Parts, conversation: str, control: Control, resolution: Any) -> None:
    try:
        await parts.engine.append(conversation, outcome(resolution))
    except EngineUnavailable:
        # A closed conversation may close without the bot: it is told when the customer writes again (reopen).
        if control.next != "close":
            raise


async def _case(parts: Parts, conversation: str, control: Control, events: Any, resolution: Any) -> Case:
    brief = last_of(events, "brief")
    profile = await parts.store.profile(conversation)
    return Case(
        handoff_id=control.handoff_id,
        conversation=conversation,
        customer_id=profile.customer_id,
        reason=control.reason,
        agent_id=control.agent_id,
        agent_name=control.agent_name,
        result=resolution["data"]["result"],
        note=resolution["text"],
        queued_at=control.queued_at,
        claimed_at=control.claimed_at,
        resolved_at=resolution["at"],
        brief=brief["data"] if brief else {},
    )


async def _move_on(parts: Parts, conversation: str, control: Control) -> None:
    closing = control.next == "close"
    state = move(control.state, Trigger.CLOSED if closing else Trigger.RETURNED)
    code = "closed" if closing else "returned_to_bot"
    now = parts.clock.now_ms()
    record = control_event(control, state, reason="resolved", by=control.agent_id)
    # Frozen with the stretch they belong to (invariant 13).
    clocks = parts.rules.clocks.resolved(control.clocks, now)
    figures = [
        {"code": clock.code, "took_ms": clock.stopped_at - clock.started_at, "breached": clock.breached}
        for clock in clocks.all
    ]
    change = Commit(
        expect=control,
        after=[
            replace(record, data={**record.data, "clocks": figures}),
            notice(code, parts.lines.say(code)),
            *untold(parts, control),
        ],
        control=control.changed(**FRESH_HANDOFF | {"state": state, "emotion": "neutral", "risk": "none"}),
    )
    done = await parts.store.commit(conversation, change)
    if done.outcome == "done" and control.claimed_at:
        await parts.store.note_served(control.group, now - control.claimed_at)


async def _give_back(parts: Parts, conversation: str, control: Control) -> None:
    state = move(control.state, Trigger.RETURN_FAILED)
    text = "暂时交不回智能助手，会话仍由您接待，请稍后再点一次「解决」。"
    draft: Draft = alert("return_failed", text)
    due = parts.clock.now_ms() + parts.times.idle
    record = control_event(control, state, reason="return_failed")
    back = control.changed(state=state, next="", due_at=due)
    change = Commit(expect=control, drafts=[draft, record], control=back)
    await parts.store.commit(conversation, change)
