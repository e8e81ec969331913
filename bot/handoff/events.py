"""Drafts of log events. The store's script adds ``seq`` and ``epoch`` in the same step that appends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
import orjson

from bot.handoff.people import Agent, CustomerProfile
from bot.kernel.ids import new_id

Visibility = Literal["all", "staff"]


class Actor(msgspec.Struct, frozen=True, gc=False):
    """Who did it: ``customer``, ``bot``, ``agent`` or ``system``."""

    kind: Literal["customer", "bot", "agent", "system"]
    id: str = ""
    name: str = ""


FILED = frozenset({"promise", "promise_kept"})
"""Kinds of which a book is kept across conversations, filed from the log (:mod:`bot.handoff.promising`)."""

BOT = Actor("bot", "", "小接")
SYSTEM = Actor("system")


def of_customer(profile: CustomerProfile) -> Actor:
    """The customer as the actor of an event."""
    return Actor("customer", profile.customer_id, profile.name)


def of_agent(who: Agent) -> Actor:
    """A member of staff as the actor of an event."""
    return Actor("agent", who.agent_id, who.name)


class Draft(msgspec.Struct, frozen=True):
    """An event before it has a place in the log (protocol, section 1)."""

    actor: Actor
    kind: str
    text: str = ""
    data: Mapping[str, Any] = {}
    visibility: Visibility = "all"
    client_id: str = ""
    staff: Mapping[str, Any] = {}

    def body(self, conversation: str, now_ms: int) -> dict[str, Any]:
        """What is stored of it. ``seq`` and ``epoch`` are left to the script."""
        return {
            "actor": {"kind": self.actor.kind, "id": self.actor.id, "name": self.actor.name},
            "kind": self.kind,
            "text": self.text,
            "data": dict(self.data),
            "visibility": self.visibility,
            "client_id": self.client_id,
            "staff": dict(self.staff),
            "v": 1,
            "id": new_id("e", now_ms),
            "conversation": conversation,
            "at": now_ms,
        }


def written(body: Mapping[str, Any]) -> bytes:
    """The stored form of :meth:`Draft.body`."""
    try:
        return orjson.dumps(body)
    except TypeError:
        # Keys that are no text, which few events have; to look out for them costs as much again.
        return orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS)


def stored(seq: int, epoch: int, body: str | bytes) -> dict[str, Any]:
    """An event as it is read back: the stored form with its place in the log."""
    event: dict[str, Any] = orjson.loads(body)
    event["seq"], event["epoch"] = seq, epoch
    return event


def notice(code: str, text: str, **data: Any) -> Draft:
    """A system line for the customer."""
    return Draft(SYSTEM, "notice", text, {"code": code, **data})


def alert(code: str, text: str, level: str = "warning", **data: Any) -> Draft:
    """A line that calls the staff's attention."""
    return Draft(SYSTEM, "alert", text, {"code": code, "level": level, **data}, "staff")
