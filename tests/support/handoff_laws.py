"""The invariants of the design as checks on what is in the store: what must hold after any event whatever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from redis.asyncio import Redis

from bot.adapters import keys
from bot.adapters.store import RedisConversationStore
from bot.handoff.control import CONTROLLER, WITH_AGENT, WITHOUT_DUE_TIME, Control, Controller, State
from bot.handoff.machine import TABLE
from bot.handoff.store_port import PARKED_LINE, waiting_line
from bot.handoff.transfer import transfer_of

Event = Mapping[str, Any]

MOVES = {(old, new) for (old, _), new in TABLE.items()}

SPOKEN = frozenset({"text", "order_card", "order_choices", "logistics_card"})


async def broken_laws(redis: Redis, store: RedisConversationStore, conversation: str) -> list[str]:
    """Every invariant this conversation breaks, in words; none when all is well."""
    control = await store.control(conversation)
    events = await store.events(conversation, since=0)
    broken = of_the_record(control) + of_the_log(control, events)
    return broken + await of_the_lists(redis, conversation, control)


def of_the_record(control: Control) -> list[str]:
    """Invariant 1, and what each state must know."""
    state, broken = control.state, []
    if (control.due_at > 0) == (state in WITHOUT_DUE_TIME):
        broken.append(f"1: {state} with due time {control.due_at}")
    if state in {State.QUEUED, State.OFFERED, State.PARKED} and not control.group:
        broken.append(f"1: {state} without a group")
    if state in WITH_AGENT and not control.agent_id:
        broken.append(f"1: {state} without an agent")
    if state is State.OFFERED and not control.offered_to:
        broken.append("offered to nobody")
    if state is State.PARKED and not control.parked_for:
        broken.append("parked without a promised time")
    if (state is State.TRANSFERRING) != bool(control.transfer):
        broken.append(f"8: {state} with transfer {control.transfer!r}")
    if state in WITHOUT_DUE_TIME and (control.handoff_id or control.agent_id or control.clocks.all):
        broken.append(f"13: {state} remembers a handoff that ended")
    return broken + of_the_request(control)


def of_the_request(control: Control) -> list[str]:
    """Invariants 6 and 8: who is asked to take over, and until when."""
    asked, broken = transfer_of(control.transfer), []
    if asked is None:
        return []
    if control.due_at != asked.look_at or not 0 < asked.look_at <= asked.due_at:
        broken.append(f"8: asked until {asked.look_at} of {asked.due_at}, looked at {control.due_at}")
    if bool(asked.ask_until) != bool(asked.to_group and asked.to_agent):
        broken.append(f"8: {asked.to_agent!r} of the group {asked.to_group!r} asked until {asked.ask_until}")
    if asked.to_agent in {control.agent_id, *asked.lapsed}:
        broken.append(f"6: {asked.to_agent} is asked, of {control.agent_id}, not taken by {asked.lapsed}")
    return broken


def of_the_log(control: Control, events: Sequence[Event]) -> list[str]:
    """Invariants 2, 3, 4, 10: numbers without gaps, nobody speaks who is not in charge, moves of the table only."""
    broken = []
    if [event["seq"] for event in events] != list(range(1, len(events) + 1)) or control.last_seq != len(events):
        broken.append("10: a gap in the numbers")
    epochs = [event["epoch"] for event in events]
    if epochs != sorted(epochs):
        broken.append(f"2: epochs went back: {epochs}")
    twice = [name for name, count in Counter(_sent(event) for event in events).items() if name and count > 1]
    if twice:
        broken.append(f"10: logged twice: {twice}")
    state = State.BOT
    for event in events:
        if event["kind"] == "control":
            old, new = State(event["data"]["from"]), State(event["data"]["to"])
            if old is not state or (old, new) not in MOVES:
                broken.append(f"1: {old} to {new} when {state}, seq {event['seq']}")
            state = new
        elif event["visibility"] == "all" and event["kind"] in SPOKEN:
            wanted = {"bot": Controller.BOT, "agent": Controller.AGENT}.get(event["actor"]["kind"])
            if wanted is not None and CONTROLLER[state] is not wanted:
                broken.append(f"2: {event['actor']['kind']} spoke when {state}, seq {event['seq']}")
    if state is not control.state:
        broken.append(f"the log ends in {state}, the record says {control.state}")
    return broken


async def of_the_lists(redis: Redis, conversation: str, control: Control) -> list[str]:
    """The lists by which a conversation is found say what its record says."""
    broken = []
    there = [name for name in await _lines(redis) if await redis.zscore(keys.line(name), conversation) is not None]
    if there != _line_of(control):
        broken.append(f"7: in the lines {there} when {control.state}, wanted {_line_of(control)}")
    held = control.agent_id if control.state in WITH_AGENT else ""
    if await _members(redis, "agent:", conversation) != [held] * bool(held):
        broken.append(f"agents' lists are not {held!r}")
    asked = transfer_of(control.transfer)
    wanted = control.offered_to if control.state is State.OFFERED else asked.to_agent if asked else ""
    if await _members(redis, "asked:", conversation) != [wanted] * bool(wanted):
        broken.append(f"who is asked is not {wanted!r}")
    if (await redis.zscore(keys.LIVE, conversation) is not None) != bool(held):
        broken.append("the list of live conversations is wrong")
    look = await redis.zscore(keys.DUE, conversation)
    if int(look or 0) != control.look_at:
        broken.append(f"9: looked at {look}, wanted {control.look_at}")
    return broken


def _sent(event: Event) -> str:
    return f"{event['actor']['id']}:{event['client_id']}" if event["client_id"] else ""


def _line_of(control: Control) -> list[str]:
    if control.state is State.PARKED:
        return [PARKED_LINE]
    if control.state in {State.QUEUED, State.OFFERED}:
        return [waiting_line(control.group)]
    asked = transfer_of(control.transfer)
    return [waiting_line(asked.to_group)] if asked and asked.to_group else []


async def _lines(redis: Redis) -> list[str]:
    found = [name async for name in redis.scan_iter(f"{keys.PREFIX}queue:*", count=1000)]
    return sorted([*(str(name).removeprefix(keys.PREFIX) for name in found), PARKED_LINE])


async def _members(redis: Redis, kind: str, conversation: str) -> list[str]:
    found = []
    async for name in redis.scan_iter(f"{keys.PREFIX}{kind}*", count=1000):
        if await redis.sismember(name, conversation):  # type: ignore[misc]
            found.append(str(name).removeprefix(f"{keys.PREFIX}{kind}"))
    return sorted(found)
