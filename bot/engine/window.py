"""The window over a conversation: what the policies need of it, so that a turn's cost does not grow with its length.

A tracker is rebuilt from the *base* (what was true before the window: slots, active loop) and the events of the last
turns, each kept as one list. See docs/decisions/0002.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import deserialise_events
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from typing_extensions import override

from bot.engine.states import States

WINDOW_TURNS = 6
"""Turns a tracker is rebuilt from. The policies look back 5 states; actions keep what they need in slots."""

Event = dict[str, Any]


@dataclass(frozen=True)
class Base:
    """What was true before the window. ``at``: seconds since 1970, ``loop``: the active form, if any."""

    at: float = 0.0
    slots: Mapping[str, Any] = field(default_factory=dict)
    loop: str | None = None

    def events(self) -> list[Event]:
        """The events that bring an empty tracker into this state."""
        at = self.at
        started: list[Event] = [
            {"event": "action", "name": ACTION_SESSION_START_NAME, "timestamp": at},
            {"event": "session_started", "timestamp": at},
        ]
        slots = [{"event": "slot", "name": name, "value": value, "timestamp": at} for name, value in self.slots.items()]
        loop = [{"event": "active_loop", "name": self.loop, "timestamp": at}] if self.loop else []
        return [*started, *slots, *loop, {"event": "action", "name": ACTION_LISTEN_NAME, "timestamp": at}]


@dataclass(frozen=True)
class Window:
    """A conversation as it is stored.

    Attributes:
        turns: how many turns there have been in all.
        base: what was true before the first turn kept; ``None`` while all are kept.
        kept: the events of the last turns, oldest first.
    """

    turns: int = 0
    base: Base | None = None
    kept: tuple[list[Event], ...] = ()

    def events(self) -> list[Event]:
        """All events a tracker is rebuilt from."""
        return (self.base.events() if self.base else []) + [event for turn in self.kept for event in turn]

    def with_turn(self, events: list[Event], slots: list[Slot], size: int) -> Window:
        """The window after one more turn; turns that no longer fit are folded into the base."""
        grown = replace(self, turns=self.turns + 1, kept=(*self.kept, events))
        while len(grown.kept) > size:
            oldest = Window(base=grown.base, kept=grown.kept[:1])
            grown = replace(grown, base=_state_after(oldest, slots), kept=grown.kept[1:])
        return grown


class WindowTracker(DialogueStateTracker):
    """A tracker that knows the window it came from, hence which of its events are new."""

    def __init__(self, sender_id: str, slots: list[Slot], window: Window) -> None:
        super().__init__(sender_id, slots)
        self.window = window
        known = {slot.name for slot in slots}
        for event in deserialise_events([event for event in window.events() if _still_known(event, known)]):
            self.update(event)
        self._stored = len(self.events)
        self._states = States()

    @override
    def past_states(
        self,
        domain: Domain,
        omit_unset_slots: bool = False,
        ignore_rule_only_turns: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        """See parent."""
        if omit_unset_slots:
            states: list[State] = super().past_states(domain, True, ignore_rule_only_turns, rule_only_data)
            return states
        if ignore_rule_only_turns:
            return self._states.without_rules(self, domain, rule_only_data)
        return self._states.all(self, domain)

    def new_events(self) -> list[Event]:
        """What happened since the tracker was loaded, as it is stored."""
        return [slim(event.as_dict()) for event in list(self.events)[self._stored :]]


def slim(event: Event) -> Event:
    """An event without what no later turn needs.

    The signed context is only good for the turn it came with; rankings and cards are in the hub's log.
    """
    event = copy.copy(event)
    metadata = event.pop("metadata", None) or {}
    if event["event"] == "user":
        parse = event["parse_data"]
        event["parse_data"] = {key: parse.get(key) for key in ("text", "intent", "entities", "message_id")}
    elif event["event"] == "bot":
        event["data"] = {}
        event["metadata"] = {key: metadata[key] for key in ("utter_action",) if key in metadata}
    return {key: value for key, value in event.items() if value is not None or key in ("name", "value")}


def dump(value: Any) -> str:
    """JSON as it is stored: Chinese characters as they are, which is half the size."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _state_after(window: Window, slots: list[Slot]) -> Base:
    tracker = WindowTracker("", slots, window)
    initial = {slot.name: slot.initial_value for slot in slots}
    values = {name: value for name, value in tracker.current_slot_values().items() if value != initial[name]}
    last = tracker.events[-1].timestamp if tracker.events else 0.0
    return Base(at=last, slots=values, loop=tracker.active_loop_name)


def _still_known(event: Event, slots: set[str]) -> bool:
    """A slot the new model no longer has is forgotten, quietly: a retraining must not break old conversations."""
    return event["event"] != "slot" or event["name"] in slots
