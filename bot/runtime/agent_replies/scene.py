"""Where a conversation stands, as far as it matters for what an agent may want to say next; and what fits it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.handoff.history import Event, by_customer, since_last_return
from bot.runtime.agent_replies.library import Situation, Tone

LATELY = 3
"""Messages of the customer whose feeling counts as the present one."""

UNDERSTOOD = 3
"""Meanings of the last messages that count."""


@dataclass(frozen=True)
class Scene:
    """A conversation at this moment.

    Attributes:
        intents: what the customer's last messages mean, newest first.
        orders: of each order in question its states; the one it is most likely about first.
        has_spoken: the agent has said something since the customer came to them.
    """

    tone: Tone = "calm"
    intents: tuple[str, ...] = ()
    demands: frozenset[str] = frozenset()
    orders: tuple[frozenset[str], ...] = ()
    reason: str = ""
    has_spoken: bool = False


def scene_of(events: Sequence[Event], brief: Mapping[str, Any] | None) -> Scene:
    """The scene a log and its newest brief make."""
    events = since_last_return(events)
    readings = [event["staff"]["reading"] for event in events if by_customer(event) and "reading" in event["staff"]]
    brief = brief or {}
    demands = [demand["code"] for demand in brief.get("demands", ())]
    for reading in readings:
        demands += reading["demands"]
    return Scene(
        tone="upset" if any(reading["emotion"] != "neutral" for reading in readings[-LATELY:]) else "calm",
        intents=_intents(events),
        demands=frozenset(demands),
        orders=tuple(map(states_of, by_concern(brief.get("orders", ())))),
        reason=(brief.get("reason") or {}).get("code", ""),
        has_spoken=any(event["actor"]["kind"] == "agent" and event["kind"] == "text" for event in events),
    )


def by_concern(orders: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Orders of a brief, the one that is most likely meant first: late, else disputed, else as they were named."""
    return sorted(orders, key=lambda order: (not order["card"].get("late"), order["card"]["status"] != "disputed"))


def states_of(order: Mapping[str, Any]) -> frozenset[str]:
    """What can be said of an order in the words of a situation."""
    found = {order["card"]["status"]}
    if order["card"].get("late"):
        found.add("late")
    if (order.get("refund") or {}).get("in_progress"):
        found.add("refund")
    return frozenset(found)


def weight(situation: Situation, scene: Scene) -> int:
    """How well a situation fits: what was understood and wanted counts more than in which state an order is."""
    found = 0
    if scene.intents and scene.intents[0] in situation.intents:
        found += 4
    elif situation.intents.intersection(scene.intents):
        found += 2
    found += 3 * bool(situation.demands & scene.demands)
    found += 3 * (scene.reason in situation.reasons)
    if scene.orders and situation.orders & scene.orders[0]:
        found += 2
    elif any(situation.orders & states for states in scene.orders):
        found += 1
    found += 2 * (situation.upset and scene.tone == "upset")
    found += 6 * (situation.opening and not scene.has_spoken)
    return found


FITS_FROM = 2
"""A situation of this weight is shown before all others."""


def _intents(events: Sequence[Event]) -> tuple[str, ...]:
    """What the last messages were understood as, or labelled as by an agent; newest first, each once."""
    found: list[str] = []
    for event in reversed(events):
        meant = event["data"].get("intent") if event["kind"] == "label" else _understood(event)
        if meant and meant not in found:
            found.append(str(meant))
    return tuple(found[:UNDERSTOOD])


def _understood(event: Event) -> str:
    return str((event["staff"].get("parse") or {}).get("intent") or "")
