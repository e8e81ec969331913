"""Promises in the log: taken out of an answer and appended with it, listed, called in (playbook B4, F6).

The log is the record of what was promised and kept. The book of promises across conversations (``bot/care``) is filed
from it: the store remembers, in the same step that appends such an event, that it is still to be filed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot.handoff.core import Parts, append_once
from bot.handoff.events import BOT, Actor, Draft, alert
from bot.handoff.history import Event
from bot.handoff.ports import BotMessage
from bot.kernel.text import clean

log = logging.getLogger("jiezhu.handoff")

PROMISE, KEPT = "promise", "promise_kept"


def promises_in(messages: Sequence[BotMessage]) -> list[Draft]:
    """The events for the promises an answer makes. A part nobody could keep to is left out, and the log says so."""
    found = []
    for message in messages:
        if message.kind == PROMISE:
            try:
                found.append(Draft(BOT, PROMISE, *_read(message.data), "staff"))
            except (KeyError, TypeError, ValueError) as error:
                log.error("promise.unusable", exc_info=error)
    return found


def _read(data: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    words = {name: str(data.get(name) or "") for name in ("order_id", "ref")}
    promise = {"code": str(data["code"]), "due_at": int(data["due_at"]), "keeper": str(data["keeper"])}
    return str(data["text"]), promise | words


def promises_made(events: Sequence[Event], now_ms: int) -> list[dict[str, Any]]:
    """The promises of a log as the brief lists them (protocol, section 6), each once, earliest due first.

    A promise repeated while the first was open is the first one: its time is what the customer goes by.
    """
    kept = {event["data"]["promise"]: event["at"] for event in events if event["kind"] == KEPT}
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    told: list[dict[str, Any]] = []
    for event in (event for event in events if event["kind"] == PROMISE):
        data = event["data"]
        subject = data["code"], data["order_id"], data["ref"]
        earlier = found.get(subject)
        if earlier and _still_open(earlier, event["at"], kept):
            earlier["due_at"] = min(earlier["due_at"], data["due_at"])
            continue
        found[subject] = {"id": event["id"], "text": event["text"], "by": event["actor"]["name"], "seq": event["seq"]}
        found[subject] |= dict(data)
        told.append(found[subject])
    for promise in told:
        promise["kept_at"] = kept.get(promise["id"], 0)
        promise["state"] = _state(promise["due_at"], promise["kept_at"], now_ms)
    return sorted(told, key=lambda promise: promise["due_at"])


def _still_open(promise: Mapping[str, Any], at: int, kept: Mapping[str, int]) -> bool:
    return at <= promise["due_at"] and not 0 < kept.get(promise["id"], 0) <= at


def _state(due_at: int, kept_at: int, now_ms: int) -> str:
    if (kept_at or now_ms) > due_at:
        return "broken"
    return "kept" if kept_at else "open"


class Promising:
    """What the book of promises asks of the conversation service (:class:`bot.care.ports.PromiseLog`)."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def unfiled(self, limit: int) -> list[tuple[str, int]]:
        """Events still to be filed, oldest first: conversation and ``seq``."""
        return await self._parts.store.unfiled(limit)

    async def event(self, conversation: str, seq: int) -> dict[str, Any] | None:
        """One event of a log; None when there is none."""
        found = await self._parts.store.events(conversation, since=seq - 1, limit=1)
        return found[0] if found and found[0]["seq"] == seq else None

    async def filed(self, conversation: str, seq: int) -> None:
        """That event is in the book."""
        await self._parts.store.filed(conversation, seq)

    async def customer_card(self, conversation: str) -> dict[str, str | bool]:
        """Whose promise it is, as lists on the desk show it."""
        return (await self._parts.store.profile(conversation)).card()

    async def say_broken(self, conversation: str, promise_id: str, text: str) -> None:
        """Call the staff about a promise that was not kept in time; the second time, nothing happens."""
        told = [alert("promise_broken", text)]
        await append_once(self._parts, conversation, told, f"p:{promise_id}:broken")

    async def say_kept(self, conversation: str, promise_id: str, *, agent_id: str, name: str, note: str) -> int:
        """Note that a promise was kept, and by whom; gives the ``seq`` of the first such note, which counts."""
        draft = Draft(Actor("agent", agent_id, name), KEPT, clean(note), {"promise": promise_id}, "staff")
        return (await append_once(self._parts, conversation, [draft], f"p:{promise_id}:kept")).seq
