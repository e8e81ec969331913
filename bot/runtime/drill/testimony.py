"""What the three witnesses of a drill say: the clients, the log in the store, the control records. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Said:
    """Something a client sent: ``seqs`` are all the places it was acknowledged with, ``refused`` a last word against.

    ``kind`` is ``text``, ``human`` or ``leave``; only the first two are lines in the log.
    """

    client_id: str
    kind: str
    text: str
    seqs: list[int] = field(default_factory=list)
    refused: str = ""


@dataclass(frozen=True)
class Shown:
    """An event as it reached a client."""

    seq: int
    event_id: str


@dataclass
class Customer:
    """One customer's own notes, in the order things happened."""

    name: str
    conversation: str = ""
    said: dict[str, Said] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    connections: int = 0

    @property
    def reached(self) -> int:
        """The highest ``seq`` they were shown."""
        return max((event.seq for event in self.shown), default=0)


@dataclass(frozen=True)
class Claim:
    """A claim an agent was told they had won."""

    conversation: str
    handoff_id: str
    epoch: int
    agent_id: str


@dataclass
class Agent:
    """One agent's own notes; what was said by ``(conversation, client id)``, what was shown by conversation."""

    agent_id: str
    said: dict[tuple[str, str], Said] = field(default_factory=dict)
    shown: dict[str, list[Shown]] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    refused_claims: int = 0
    resolved: int = 0
    connections: int = 0


@dataclass(frozen=True)
class Logged:
    """An event as the store has it; ``answers`` are the messages a bot's answer is for."""

    seq: int
    event_id: str
    at: int
    actor: str
    actor_id: str
    kind: str
    text: str
    client_id: str
    visible: bool
    to_state: str
    answers: tuple[int, ...]


@dataclass(frozen=True)
class Record:
    """A control record afterwards; ``watched``: the sweep will look at it, ``turns``: messages the bot still owes."""

    state: str
    due_at: int
    group: str
    agent_id: str
    last_seq: int
    watched: bool
    turns: int


@dataclass(frozen=True)
class Kept:
    """One conversation as the store has it afterwards."""

    log: tuple[Logged, ...]
    record: Record


@dataclass(frozen=True)
class Witnesses:
    """Everything the judge hears."""

    customers: tuple[Customer, ...]
    agents: tuple[Agent, ...]
    kept: Mapping[str, Kept]
