"""The control record: who speaks in a conversation, since when, until when (design, section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from bot.kernel.reading import Emotion, Risk


class State(StrEnum):
    """Where a conversation stands. Every state but BOT and CLOSED has a due time (invariant 1)."""

    BOT = "bot"
    PACKING = "packing"
    QUEUED = "queued"
    HUMAN = "human"
    RETURNING = "returning"
    CLOSED = "closed"


class Controller(StrEnum):
    """Who may speak to the customer."""

    BOT = "bot"
    QUEUE = "queue"
    AGENT = "agent"
    NONE = "none"


CONTROLLER: dict[State, Controller] = {
    State.BOT: Controller.BOT,
    State.PACKING: Controller.QUEUE,
    State.QUEUED: Controller.QUEUE,
    State.HUMAN: Controller.AGENT,
    State.RETURNING: Controller.AGENT,
    State.CLOSED: Controller.NONE,
}

WITHOUT_DUE_TIME = frozenset({State.BOT, State.CLOSED})


class Priority(StrEnum):
    """The class a waiting customer is in; the order of definition is the order of urgency."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"


@dataclass(frozen=True)
class Control:
    """One conversation's control record, kept as a hash in the store.

    Attributes:
        epoch: grows by one whenever the controller changes; a line of the bot or of an agent carries the
            epoch it was made under, and is refused under another.
        due_at: when somebody has to look again (ms); 0 in BOT and CLOSED.
        queued_at: when the customer first asked in this handoff (ms); kept when queued again.
        waiting_on: in HUMAN, whose word is awaited: ``agent`` or ``customer``.
        next: in RETURNING, where control goes: ``bot`` or ``close``.
        last_seq: number of the newest event in the log.
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
    emotion: Emotion = "neutral"
    risk: Risk = "none"
    last_text: str = ""
    last_at: int = 0
    last_seq: int = 0

    @property
    def controller(self) -> Controller:
        """Who may speak, which follows from the state."""
        return CONTROLLER[self.state]

    def changed(self, **values: Any) -> Control:
        """The record with some fields replaced."""
        return replace(self, **values)

    def as_hash(self) -> dict[str, str]:
        """The record as the store keeps it: every value a string; ``epoch`` and ``last_seq`` belong to the script."""
        return {name: str(value) for name, value in asdict(self).items() if name not in SCRIPT_FIELDS}


def changes(old: Control, new: Control) -> dict[str, str]:
    """The fields a change of the record really changes, as the store keeps them.

    Only these are written, so that a change which took long to make (a brief, an answer of the bot) does not undo
    what was noted of the customer meanwhile.
    """
    before = old.as_hash()
    return {name: value for name, value in new.as_hash().items() if value != before[name]}


SCRIPT_FIELDS = frozenset({"epoch", "last_seq"})


def from_hash(kept: Mapping[str, str]) -> Control:
    """Read the record from the store's hash; a conversation nobody wrote in yet is the bot's."""
    values: dict[str, Any] = {}
    for knob in fields(Control):
        raw = kept.get(knob.name)
        if raw is None:
            continue
        if knob.name == "state":
            values[knob.name] = State(raw)
        elif knob.name == "priority":
            values[knob.name] = Priority(raw)
        else:
            values[knob.name] = int(raw) if isinstance(knob.default, int) else raw
    return Control(**values)


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
}
"""What is forgotten when control goes back to the bot or the conversation closes."""
