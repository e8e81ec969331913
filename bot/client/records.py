"""What comes over a customer's socket, as records (docs/customer-socket.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Actor:
    """Who did it: ``customer``, ``bot``, ``agent`` or ``system``."""

    kind: str
    name: str = ""


@dataclass(frozen=True)
class Event:
    """One line of the conversation's log.

    Attributes:
        seq: its place. Ascending, with holes: what only staff may read is left out of a customer's stream.
        at: when (ms since 1970, UTC).
        client_id: of one's own message, the id it was sent with.
        raw: the event as it came, with fields this client does not know.
    """

    seq: int
    kind: str
    text: str
    actor: Actor
    data: Mapping[str, Any]
    conversation: str = ""
    id: str = ""
    at: int = 0
    client_id: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Control:
    """Who speaks; ``raw`` as for :class:`Event`.

    Attributes:
        state: ``bot``, ``waiting`` (for a person), ``agent``, ``parked`` (nobody is there now; somebody will be in
            touch by ``parked_for``, ms), or ``closed``.
        position: the place in the queue, 1 for the next; ``ahead`` those before it. None when nobody waits.
        wait_low_s, wait_high_s: how long it may take; None when it cannot be told.
    """

    state: str = ""
    agent_name: str = ""
    position: int | None = None
    ahead: int | None = None
    wait_low_s: int | None = None
    wait_high_s: int | None = None
    parked_for: int = 0
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Sent:
    """A message is in the log for good: its place, and whether the hub had it from an earlier try."""

    seq: int
    duplicate: bool


@dataclass(frozen=True)
class Ack:
    """The message of this ``client_id`` was taken."""

    client_id: str
    seq: int
    duplicate: bool = False


@dataclass(frozen=True)
class Problem:
    """Something was not taken: the message of ``client_id``, or (empty) a frame. ``message`` is for the customer."""

    code: str
    message: str
    client_id: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Typing:
    """Somebody (``bot``, ``agent``) is writing."""

    actor: str
    name: str = ""


@dataclass(frozen=True)
class ReadMark:
    """The agent has read up to ``seq``."""

    seq: int


Happening: TypeAlias = Event | Control | Ack | Problem | Typing | ReadMark


def happening(frame: Mapping[str, Any]) -> Happening | None:
    """A frame as a record; None for a kind this client does not know (frames may be added at any time).

    Raises:
        KeyError, TypeError, ValueError: it is not formed as the protocol says.
    """
    match frame["t"]:
        case "event":
            return event(frame["event"])
        case "control":
            return control(frame["control"])
        case "ack":
            return Ack(str(frame["client_id"]), int(frame["seq"]), bool(frame.get("duplicate")))
        case "nack":
            return Problem(str(frame["code"]), str(frame["message"]), str(frame["client_id"]), frame.get("data") or {})
        case "error":
            return Problem(str(frame["code"]), str(frame["message"]))
        case "typing":
            return Typing(str(frame["actor"]), str(frame.get("name", "")))
        case "read":
            return ReadMark(int(frame["seq"]))
    return None


def event(raw: Mapping[str, Any]) -> Event:
    """An event as the hub sends it."""
    actor = raw["actor"]
    return Event(
        seq=int(raw["seq"]),
        kind=str(raw["kind"]),
        text=str(raw.get("text") or ""),
        actor=Actor(str(actor["kind"]), str(actor.get("name") or "")),
        data=raw.get("data") or {},
        conversation=str(raw.get("conversation", "")),
        id=str(raw.get("id", "")),
        at=int(raw.get("at", 0)),
        client_id=str(raw.get("client_id") or ""),
        raw=raw,
    )


def control(raw: Mapping[str, Any]) -> Control:
    """A control record as the hub sends it."""
    return Control(
        state=str(raw["state"]),
        agent_name=str(raw.get("agent_name") or ""),
        position=raw.get("position"),
        ahead=raw.get("ahead"),
        wait_low_s=raw.get("wait_low_s"),
        wait_high_s=raw.get("wait_high_s"),
        parked_for=int(raw.get("parked_for") or 0),
        raw=raw,
    )
