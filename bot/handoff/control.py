"""The control record: who speaks in a conversation, since when, until when (design, section 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import compress
from operator import is_not
from typing import Any

import msgspec
from msgspec.structs import astuple, replace

from bot.handoff.clocks import Clocks
from bot.kernel.reading import Emotion, Risk


class State(StrEnum):
    """Where a conversation stands. Every state but BOT and CLOSED has a due time (invariant 1)."""

    BOT = "bot"
    PACKING = "packing"
    QUEUED = "queued"
    OFFERED = "offered"
    HUMAN = "human"
    TRANSFERRING = "transferring"
    ORPHANED = "orphaned"
    PARKED = "parked"
    RETURNING = "returning"
    CLOSED = "closed"


class Controller(StrEnum):
    """Who may speak to the customer."""

    BOT = "bot"
    QUEUE = "queue"
    AGENT = "agent"
    PARKED = "parked"
    NONE = "none"


CONTROLLER: dict[State, Controller] = {
    State.BOT: Controller.BOT,
    State.PACKING: Controller.QUEUE,
    State.QUEUED: Controller.QUEUE,
    State.OFFERED: Controller.QUEUE,
    State.HUMAN: Controller.AGENT,
    State.TRANSFERRING: Controller.AGENT,
    State.ORPHANED: Controller.AGENT,
    State.PARKED: Controller.PARKED,
    State.RETURNING: Controller.AGENT,
    State.CLOSED: Controller.NONE,
}

WITHOUT_DUE_TIME = frozenset({State.BOT, State.CLOSED})

WAITING = frozenset({State.PACKING, State.QUEUED, State.OFFERED})
"""The customer has been promised a person and has none yet."""

WITH_AGENT = frozenset({State.HUMAN, State.TRANSFERRING, State.ORPHANED, State.RETURNING})
"""An agent answers for the conversation."""


class Priority(StrEnum):
    """The class a waiting customer is in; the order of definition is the order of urgency."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"


class Control(msgspec.Struct, frozen=True):
    """One conversation's control record, kept as a hash in the store.

    Attributes:
        epoch: grows by one whenever the controller changes; a line of the bot or of an agent carries the
            epoch it was made under, and is refused under another.
        due_at: when somebody has to look again (ms); 0 in BOT and CLOSED.
        queued_at: when the customer first asked in this handoff (ms); kept when queued again.
        waiting_on: while an agent answers, whose word is awaited: ``agent`` or ``customer``.
        next: in RETURNING, where control goes: ``bot`` or ``close``.
        notices: how often a waiting customer was told that they are not forgotten.
        remind_at: while waiting, when they are told next (ms), whatever is offered to whom meanwhile.
        offered_to: in OFFERED, the agent who may accept until ``due_at``.
        lapsed: ids of agents who let an offer of this handoff lapse (invariant 6), separated by spaces.
        front: 1 when the customer lost their agent and is served before others of their class.
        transfer: in TRANSFERRING, the :class:`bot.handoff.transfer.Transfer` as JSON.
        joined: colleagues who may speak beside the agent, as JSON ``{id: name}``.
        parked_for: in PARKED, the time promised to the customer (ms).
        wake_at: in PARKED, the time from which they are queued again as soon as somebody is there (ms).
        owner: in PARKED, the agent who promised it; empty: the group.
        clocks: the running clocks (:mod:`bot.handoff.clocks`); JSON in the store.
        known: ids of agents who served this customer, newest first, separated by spaces; kept across handoffs.
        level: the membership as the shop calls it, as it was when the handoff was packed.
        channels: where the customer wrote from in this conversation, separated by spaces; kept.
        last_seq: number of the newest event in the log.
        rev: counts the changes of the record: of two readings the one with more is the newer.
    """

    state: State = State.BOT
    epoch: int = 0
    agent_id: str = ""
    agent_name: str = ""
    handoff_id: str = ""
    group: str = ""
    priority: Priority = Priority.NORMAL
    reason: str = ""
    queued_at: int = 0
    claimed_at: int = 0
    due_at: int = 0
    waiting_on: str = ""
    next: str = ""
    notices: int = 0
    remind_at: int = 0
    offered_to: str = ""
    offered_name: str = ""
    lapsed: str = ""
    front: int = 0
    transfer: str = ""
    joined: str = ""
    parked_for: int = 0
    wake_at: int = 0
    owner: str = ""
    clocks: Clocks = Clocks()
    known: str = ""
    level: str = ""
    channels: str = ""
    emotion: Emotion = "neutral"
    risk: Risk = "none"
    last_text: str = ""
    last_at: int = 0
    last_seq: int = 0
    rev: int = 0

    @property
    def controller(self) -> Controller:
        """Who may speak, which follows from the state."""
        return CONTROLLER[self.state]

    @property
    def look_at(self) -> int:
        """When somebody has to look at the conversation next (ms): its due time or its next clock; 0 when never."""
        due, clock = self.due_at, self.clocks.next_look()
        return min(due, clock) if due and clock else due or clock

    def changed(self, **values: Any) -> Control:
        """The record with some fields replaced.

        Raises:
            TypeError: there is no such field.
        """
        return replace(self, **values)


def speaker_changes(old: Control, new: Control) -> bool:
    """Whether somebody else may speak under the new record, so that the epoch has to grow."""
    if old.state is new.state and old.agent_id == new.agent_id:
        return False
    return old.controller is not new.controller or (new.controller is Controller.AGENT and old.agent_id != new.agent_id)


SCRIPT_FIELDS = frozenset({"epoch", "last_seq", "rev"})

_TOLD: dict[str, Callable[[str], Any]] = {"state": State, "priority": Priority, "clocks": Clocks.from_json}
_FORMS: dict[str, Callable[[str], Any]] = {
    name: _TOLD.get(name) or (int if isinstance(usual, int) else str)
    for name, usual in zip(Control.__struct_fields__, Control.__struct_defaults__, strict=True)
}
"""How each field is read back from text."""

_PLACES = range(len(Control.__struct_fields__))


def changes(old: Control, new: Control) -> dict[str, str | int]:
    """The fields a change of the record really changes, as the store keeps them.

    Only these are written, so that a change which took long to make (a brief, an answer of the bot) does not undo
    what was noted of the customer meanwhile.
    """
    before, after, names = astuple(old), astuple(new), Control.__struct_fields__
    found: dict[str, str | int] = {}
    # Most fields are the very same value, which is seen at the cost of a pointer.
    for at in compress(_PLACES, map(is_not, before, after)):
        value = after[at]
        if before[at] != value and names[at] not in SCRIPT_FIELDS:
            found[names[at]] = value.as_json() if isinstance(value, Clocks) else value
    return found


def from_hash(kept: Mapping[str, str]) -> Control:
    """Read the record from the store's hash; a conversation nobody wrote in yet is the bot's."""
    return Control(**values_of(kept))


def values_of(kept: Mapping[str, str]) -> dict[str, Any]:
    """Fields of the record as values, from some of the store's hash; what is no field of the record is left out."""
    return {name: _FORMS[name](raw) for name, raw in kept.items() if name in _FORMS}


FRESH_HANDOFF: dict[str, Any] = {
    "agent_id": "",
    "agent_name": "",
    "handoff_id": "",
    "group": "",
    "priority": Priority.NORMAL,
    "reason": "",
    "queued_at": 0,
    "claimed_at": 0,
    "due_at": 0,
    "waiting_on": "",
    "next": "",
    "notices": 0,
    "remind_at": 0,
    "offered_to": "",
    "offered_name": "",
    "lapsed": "",
    "front": 0,
    "transfer": "",
    "joined": "",
    "parked_for": 0,
    "wake_at": 0,
    "owner": "",
    "clocks": Clocks(),
}
"""What is forgotten when control goes back to the bot or the conversation closes."""
