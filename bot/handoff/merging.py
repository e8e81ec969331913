"""A visitor who signs in: what they said goes on in their own conversation (playbook A3; docs/decisions/0012).

The visitor's conversation is closed and points at the customer's, which gets the visitor's lines. As long as a person
is wanted or at work there, or the bot still owes an answer, it stays the live one and the merge waits. Every step may
be done twice, by any process, so one that dies in between is made up for by the sweep or by the customer's return.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.handoff.control import FRESH_HANDOFF, State
from bot.handoff.core import Parts, append_once
from bot.handoff.events import SYSTEM, Draft, notice
from bot.handoff.machine import Trigger, move
from bot.handoff.people import CustomerProfile
from bot.handoff.projection import FOR_CUSTOMERS
from bot.handoff.standing import control_event
from bot.handoff.store_port import Commit
from bot.kernel.errors import Stale

MOST_LINES = 300
"""The newest lines of a visitor that are copied; the closed conversation keeps them all."""

Event = Mapping[str, Any]


class Merging:
    """The part of the conversation service that brings two conversations of one person together."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def sign_in(self, visitor: str, into: str, profile: CustomerProfile) -> str:
        """A visitor turns out to be a customer whose conversation is ``into``; gives the one they go on in."""
        store = self._parts.store
        if visitor == into or not (await store.control(visitor)).last_seq:
            return into
        await store.merge_begins(visitor, into)
        # Whoever waits for them or answers them sees at once who it is, and so do the actions.
        await store.keep_profile(visitor, profile)
        if await _merge(self._parts, visitor, into):
            return into
        await _note_sign_in(self._parts, visitor, into, profile)
        return visitor

    async def live_conversation(self, conversation: str) -> str:
        """Where a customer goes on: in their own conversation, or in a visitor's that is not done yet."""
        visitor = await self._parts.store.merging_into(conversation)
        if not visitor or await _merge(self._parts, visitor, conversation):
            return conversation
        return visitor

    async def merge_what_is_due(self) -> None:
        """Carry on with every merge that was begun."""
        for visitor, into in await self._parts.store.merges():
            await _merge(self._parts, visitor, into)

    async def is_merged(self, conversation: str) -> bool:
        """Whether a closed conversation goes on in another one."""
        return await is_merged(self._parts, conversation)


async def _merge(parts: Parts, visitor: str, into: str) -> bool:
    """Merge, unless it has to wait; whether it is done."""
    if not await _close(parts, visitor, into):
        return False
    await _copy(parts, visitor, into)
    await parts.store.merge_ended(visitor, into)
    return True


async def _close(parts: Parts, visitor: str, into: str) -> bool:
    control = await parts.store.control(visitor)
    if control.state not in {State.BOT, State.CLOSED} or await parts.store.turns(visitor):
        return False
    if control.state is State.CLOSED and await is_merged(parts, visitor):
        return True
    drafts = [Draft(SYSTEM, "merged_into", "客户已登录，会话并入本人的会话", {"into": into}, "staff")]
    closed = control
    if control.state is State.BOT:
        drafts.insert(0, control_event(control, State.CLOSED, reason="signed_in", by="customer"))
        closed = control.changed(**FRESH_HANDOFF | {"state": move(control.state, Trigger.MERGED)})
    # Nothing may come between: a line that is not copied would be lost.
    change = Commit(expect=control, exact=True, drafts=drafts, control=closed)
    return (await parts.store.commit(visitor, change)).outcome == "done"


async def _copy(parts: Parts, visitor: str, into: str) -> None:
    lines = visitor_lines(await parts.store.tail(visitor, 2 * MOST_LINES))
    text = f"客户登录前以访客身份说了这些（共 {len(lines)} 条）"
    copied = Draft(SYSTEM, "merged", text, {"from": visitor, "lines": lines}, "staff")
    told = notice("merged", parts.lines.say("merged"))
    await append_once(parts, into, [copied, told], f"merged:{visitor}")


async def _note_sign_in(parts: Parts, visitor: str, into: str, profile: CustomerProfile) -> None:
    text = f"客户刚登录：{profile.name}{f'（{profile.level}）' if profile.level else ''}"
    noted = Draft(SYSTEM, "signed_in", text, {"into": into, "customer_id": profile.customer_id}, "staff")
    await append_once(parts, visitor, [noted], f"signed_in:{into}")


def visitor_lines(events: Sequence[Event]) -> list[dict[str, Any]]:
    """What was said, of everything both sides could see: ``{seq, at, actor, name, kind, text, evidence?}``."""
    lines = []
    for event in events:
        if event["visibility"] == "all" and event["kind"] in FOR_CUSTOMERS and event["kind"] != "notice":
            line = {name: event[name] for name in ("seq", "at", "kind", "text")}
            line |= {"actor": event["actor"]["kind"], "name": event["actor"]["name"]}
            lines.append(line | {name: event["data"][name] for name in ("evidence",) if name in event["data"]})
    return lines[-MOST_LINES:]


async def is_merged(parts: Parts, conversation: str) -> bool:
    """Whether the last thing in a conversation's log is that it goes on in another one."""
    newest = await parts.store.tail(conversation, 1)
    return bool(newest and newest[0]["kind"] == "merged_into")


async def refuse_if_merged(parts: Parts, conversation: str) -> None:
    """See that a closed conversation may be opened again.

    Raises:
        Stale: it goes on in another one; ``fields["moved"]`` is true.
    """
    if await is_merged(parts, conversation):
        raise Stale("您已登录，对话已转到您的账号里，请再发一次。", moved=True)
