"""Every key the hub keeps in the store: name, type, purpose, life. Nothing else builds a key name.

All keys of one conversation carry its id as hash tag. Those without a tag (queue, due, busy, …) are shared by all
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


def pictures(conversation: str) -> str:
    """Counter: pictures sent within this hour. Lives an hour."""
    return f"{PREFIX}{{{conversation}}}:pictures"


def customer(customer_id: str) -> str:
    """String: the customer's lifelong conversation. Kept."""
    return f"{PREFIX}customer:{customer_id}"


def agent(agent_id: str) -> str:
    """Set: conversations this agent is in charge of. Empties itself."""
    return f"{PREFIX}agent:{agent_id}"


QUEUE = f"{PREFIX}queue"
"""Sorted set, conversation by queue score (see bot.handoff.queue_order)."""

DUE = f"{PREFIX}due"
"""Sorted set, conversation by due time (ms): what the sweep looks at."""

BUSY = f"{PREFIX}busy"
"""Sorted set, conversation with unanswered turns by the time (ms) when another worker may take over."""

UNFILED = f"{PREFIX}unfiled"
"""Sorted set, ``<conversation> <seq>`` of an event still to be filed in another book, by when it was appended (ms)."""

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
