"""What the conversation service keeps in the live store: the changes it makes there, and what it reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, Protocol

import msgspec

from bot.handoff.control import Control
from bot.handoff.events import Draft
from bot.handoff.people import CustomerProfile


class Turn(msgspec.Struct, frozen=True):
    """A customer message the bot still has to answer, in the order it came, or a burst of them joined to one turn.

    Attributes:
        seq: the (first) message's place in the log.
        at: when it was taken (ms), by which bursts are joined (:mod:`bot.handoff.bursts`).
        seqs: the places of all messages a started turn answers.
        text: what was written, or empty for a pressed button, of which ``payload`` and ``title`` are set.
        evidence: the pictures that were sent, by id; ``payload`` and ``title`` are set then too.
        parts: the texts a started turn is joined from, if there are several.
        taken: a worker has started it; it is never changed again, so asking twice asks the same.
    """

    turn_id: str
    seq: int = 0
    at: int = 0
    seqs: tuple[int, ...] = ()
    text: str = ""
    parts: tuple[str, ...] = ()
    payload: str = ""
    title: str = ""
    evidence: tuple[str, ...] = ()
    emotion: str = "neutral"
    empathy: str = ""
    taken: bool = False


class Taking(msgspec.Struct, frozen=True):
    """A turn is started: ``turn`` replaces the first ``count`` of the waiting turns, which must still be ``seen``."""

    seen: Sequence[str]
    count: int
    turn: Turn


PARKED_LINE = "parked"
"""The line of those who were promised a time, by that time."""


def waiting_line(group: str) -> str:
    """The line of those who wait for a group, in the order they are served."""
    return f"queue:{group}"


class Place(msgspec.Struct, frozen=True):
    """Where a conversation stands: a line (:data:`PARKED_LINE`, :func:`waiting_line`), and its score there."""

    line: str
    score: int


class Commit(msgspec.Struct, frozen=True):
    """One atomic change of a conversation: all of it happens, or none.

    Attributes:
        expect: the record the caller decided on; epoch and state must still be those.
        exact: nothing at all may have been appended since ``expect`` was read: for a caller that decides anew when
            something was, so that no change rests on a picture that is out of date.
        drafts: events to append under the expected epoch, in order. Those of the kinds ``bot.handoff.events.FILED``
            are noted as still to be filed, see :meth:`ConversationStore.unfiled`.
        after: events to append once the new record holds, under the new epoch when somebody else speaks now.
        client_id: the sender's own id of the first draft; the second time, nothing happens and the first
            result comes back (invariant 10).
        control: the new record, of which the fields that differ from ``expect`` are written; None: no change.
        turn: a turn to queue for the bot. Its ``seq`` is set by the store to that of the first draft, and ``at``.
        taking: a waiting turn is started, if nothing has joined or left those that wait since the caller looked.
        turn_done: the turn this commit answers; it leaves the list of waiting turns.
        drop_turns: the bot loses control, so what it had not answered is now for a person.
        place: put the conversation in a line, taking it out of the one it was in, or ``out`` of any.
        instead: drafts to append when the epoch is no longer the expected one (suppressed bot lines).
        choices: ids of buttons the bot offers, with what they stand for.

    The epoch grows when the new record says that somebody else speaks (:func:`bot.handoff.control.speaker_changes`).
    Whose lists a conversation is on (an agent's own, what an agent is asked to take, all that are with agents) follows
    from the record, so no change can forget it.
    """

    expect: Control
    exact: bool = False
    drafts: Sequence[Draft] = ()
    after: Sequence[Draft] = ()
    client_id: str = ""
    control: Control | None = None
    turn: Turn | None = None
    taking: Taking | None = None
    turn_done: str = ""
    drop_turns: bool = False
    place: Place | Literal["out"] | None = None
    instead: Sequence[Draft] = ()
    choices: Mapping[str, Mapping[str, str]] = {}


class Committed(msgspec.Struct, frozen=True):
    """How a commit ended.

    ``done``: applied; ``seq`` is the first new event's. ``repeated``: this client id was seen before; ``seq`` is
    what it got then. ``stale``: epoch, state or what waits had moved on. ``control`` is the record as it is now.
    Of what is done, ``events`` are the new events as they were appended, and ``changed`` the fields of the record.
    """

    outcome: Literal["done", "repeated", "stale"]
    seq: int
    control: Control
    events: Sequence[dict[str, Any]] = ()
    changed: Collection[str] = ()


class Waiting(msgspec.Struct, frozen=True):
    """An entry of the queue, in order."""

    conversation: str
    control: Control
    profile: CustomerProfile


class ConversationStore(Protocol):
    """Live state of all conversations. Every call raises StoreUnavailable when the store does not answer."""

    async def conversation_of(self, customer_id: str, fresh: str) -> str:
        """The customer's lifelong conversation; ``fresh`` becomes it when there is none."""
        ...

    async def merge_begins(self, visitor: str, into: str) -> None:
        """Note that a visitor's conversation is to be merged into a customer's, until :meth:`merge_ended`."""
        ...

    async def merge_ended(self, visitor: str, into: str) -> None:
        """That merge is done."""
        ...

    async def merging_into(self, conversation: str) -> str:
        """The visitor's conversation that was last begun to be merged into this one, or an empty text."""
        ...

    async def merges(self) -> list[tuple[str, str]]:
        """Every merge that has begun and not ended: the visitor's conversation and the customer's."""
        ...

    async def keep_profile(self, conversation: str, profile: CustomerProfile) -> None: ...

    async def profile(self, conversation: str) -> CustomerProfile: ...

    async def control(self, conversation: str) -> Control:
        """The record, perhaps of a moment ago: good enough to decide on, since a commit is refused on an old one."""
        ...

    async def control_now(self, conversation: str) -> Control:
        """The record as it is: to be looked at before somebody is refused because of it."""
        ...

    async def commit(self, conversation: str, change: Commit) -> Committed: ...

    async def events(self, conversation: str, *, since: int, limit: int = 1000) -> list[dict[str, Any]]:
        """Events after ``since``, oldest first."""
        ...

    async def tail(self, conversation: str, count: int) -> list[dict[str, Any]]:
        """The newest events, oldest first."""
        ...

    async def customer_lines(self, conversation: str, most: int) -> list[str]:
        """What the customer typed last among the newest events (:data:`bot.handoff.history.RECENT`), oldest first."""
        ...

    async def seen_client_id(self, conversation: str, client_id: str) -> int:
        """The ``seq`` this client id got, or 0."""
        ...

    async def choice(self, conversation: str, choice_id: str) -> dict[str, str] | None:
        """What a button stands for: ``{payload, title}``."""
        ...

    async def turns(self, conversation: str) -> list[Turn]:
        """What the bot has still to answer, oldest first."""
        ...

    async def line(self, line: str, limit: int = 200) -> list[Waiting]:
        """The first of a line, in order."""
        ...

    async def length(self, line: str) -> int:
        """How many stand in a line."""
        ...

    async def position(self, conversation: str) -> int | None:
        """How many wait before this one in its line, or None when it does not wait."""
        ...

    async def positions(self, conversations: Sequence[str]) -> list[int | None]:
        """:meth:`position` of several at once."""
        ...

    async def ahead_of(self, place: Place) -> int:
        """How many would wait before somebody at this place."""
        ...

    async def of_agent(self, agent_id: str) -> list[Waiting]:
        """The conversations an agent answers for, each perhaps as it was a moment ago."""
        ...

    async def names_of_agent(self, agent_id: str) -> list[str]:
        """Which conversations an agent answers for."""
        ...

    async def asked_of(self, agent_id: str) -> list[Waiting]:
        """The conversations an agent is offered, or asked to take over."""
        ...

    async def loads(self, agent_ids: Sequence[str]) -> list[int]:
        """How many conversations each answers for or is offered."""
        ...

    async def live(self, limit: int = 200) -> list[Waiting]:
        """Conversations that are with agents, longest first."""
        ...

    async def note_served(self, group: str, duration_ms: int) -> None:
        """Remember how long serving a customer of a group took; the newest two hundred are kept."""
        ...

    async def served(self, group: str) -> list[int]:
        """How long serving customers of a group took lately (ms), newest first."""
        ...

    async def due(self, now_ms: int, limit: int = 50) -> list[str]:
        """Conversations whose due time has passed."""
        ...

    async def with_turns(self, now_ms: int, limit: int = 50) -> list[str]:
        """Conversations with unanswered turns that no worker has touched lately."""
        ...

    async def lease(self, conversation: str, owner: str, ttl_ms: int) -> bool:
        """Become the one worker of this conversation's turns, or keep being it; False when another is."""
        ...

    async def release(self, conversation: str, owner: str) -> None: ...

    async def unfiled(self, limit: int) -> list[tuple[str, int]]:
        """Events that other books are kept from and that nobody has filed yet: conversation and ``seq``, oldest first.

        Each stays until :meth:`filed` is told of it, whichever process dies meanwhile.
        """
        ...

    async def filed(self, conversation: str, seq: int) -> None:
        """That event is in its book."""
        ...

    async def read_to(self, conversation: str, side: str, seq: int) -> None: ...

    async def reads(self, conversation: str) -> dict[str, int]: ...
