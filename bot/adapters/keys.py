"""Every key the hub keeps in the store: name, type, purpose, life. Nothing else builds a key name.

All keys of one conversation carry its id as hash tag. Those without a tag (lines, due, busy, …) are shared by all
conversations and are changed in the same script, so the store is one primary with replicas, not a hash-slot
cluster (docs/decisions/0005-one-store-script.md).
"""

from __future__ import annotations

PREFIX = "jz:1:"
"""Family and format version of the keys."""


def control(conversation: str) -> str:
    """Hash: the control record, ``epoch`` and ``last_seq`` included. Kept."""
    return f"{PREFIX}{{{conversation}}}:control"


def log(conversation: str) -> str:
    """Stream, ids ``<seq>-0``: the events; field ``p`` the epoch, ``e`` the event's JSON. Kept."""
    return f"{PREFIX}{{{conversation}}}:log"


def clients(conversation: str) -> str:
    """Hash, sender's client id → seq: what makes a resend return the first result. Kept."""
    return f"{PREFIX}{{{conversation}}}:clients"


def turns(conversation: str) -> str:
    """List of JSON: turns the bot has still to answer, oldest first; a burst becomes one when it starts. Empties."""
    return f"{PREFIX}{{{conversation}}}:turns"


def choices(conversation: str) -> str:
    """Hash, button id → JSON ``{payload, title}``: what the bot offered. Kept."""
    return f"{PREFIX}{{{conversation}}}:choices"


def profile(conversation: str) -> str:
    """String, JSON: the customer as the last signed token described them. Kept."""
    return f"{PREFIX}{{{conversation}}}:profile"


def reads(conversation: str) -> str:
    """Hash, ``customer`` and ``agent`` → highest seq they have seen. Kept."""
    return f"{PREFIX}{{{conversation}}}:reads"


def lease(conversation: str) -> str:
    """String: the worker that answers this conversation's turns. Lives seconds."""
    return f"{PREFIX}{{{conversation}}}:lease"


def merging(conversation: str) -> str:
    """String: the visitor's conversation that is being merged into this one. Lives until it is."""
    return f"{PREFIX}{{{conversation}}}:merging"


def pictures(conversation: str) -> str:
    """Counter: pictures sent within this hour. Lives an hour."""
    return f"{PREFIX}{{{conversation}}}:pictures"


def customer(customer_id: str) -> str:
    """String: the customer's lifelong conversation. Kept."""
    return f"{PREFIX}customer:{customer_id}"


def agent(agent_id: str) -> str:
    """Set: conversations this agent answers for. Empties itself."""
    return f"{PREFIX}agent:{agent_id}"


def asked(agent_id: str) -> str:
    """Set: conversations this agent is offered or asked to take over. Empties itself."""
    return f"{PREFIX}asked:{agent_id}"


def line(name: str) -> str:
    """Sorted set: who stands in a line (``queue:<group>`` by queue score, ``parked`` by promised time). Empties."""
    return f"{PREFIX}{name}"


def served(group: str) -> str:
    """List: how long serving the newest customers of a group took (ms). Bounded."""
    return f"{PREFIX}served:{group}"


def seat(agent_id: str) -> str:
    """Hash: a member of staff at work: name, role, groups, skills, capacity, status, since when. Kept."""
    return f"{PREFIX}seat:{agent_id}"


PRESENT = f"{PREFIX}present"
"""Sorted set, agent by the time (ms) at which their lease ends unless it is renewed."""

SEATS = f"{PREFIX}seats"
"""Set: agents that have a seat hash."""

LIVE = f"{PREFIX}live"
"""Sorted set, conversation that is with an agent by the time (ms) it was claimed."""

DUE = f"{PREFIX}due"
"""Sorted set, conversation by due time (ms): what the sweep looks at."""

MERGES = f"{PREFIX}merges"
"""Hash, visitor's conversation → customer's: merges that have begun and not ended. Empties."""

BUSY = f"{PREFIX}busy"
"""Sorted set, conversation with unanswered turns by the time (ms) when another worker may take over."""

UNFILED = f"{PREFIX}unfiled"
"""Sorted set, ``<conversation> <seq>`` of an event still to be filed in another book, by when it was appended (ms)."""

CONFIRMED = f"{PREFIX}confirmed"
"""String: a mark whose arrival at the replicas shows that everything before it arrived. Kept."""

WAKE = f"{PREFIX}wake"
"""Channel: wake-ups. They may be lost; the log is the truth."""


def session(audience: str, digest: str) -> str:
    """String, JSON: who a session belongs to, under the SHA-256 of its token. Lives as long as the session."""
    return f"{PREFIX}session:{audience}:{digest}"


def nonce(digest: str) -> str:
    """String: a signed token that was used. Lives a little longer than the token."""
    return f"{PREFIX}nonce:{digest}"


def login(digest: str) -> str:
    """Counter: sign-ins tried with one user name from one address. Lives minutes."""
    return f"{PREFIX}login:{digest}"


def limit(name: str) -> str:
    """Hash: what is left of a limit that all hubs share, and since when. Lives until it would be whole again."""
    return f"{PREFIX}limit:{name}"
