"""Every key the engine keeps in the store: name, type, purpose, life. Nothing else in the engine builds a key name.

All keys of one conversation carry its id as hash tag. The hub's keys share the prefix (``bot/adapters/keys.py``).
"""

from __future__ import annotations

PREFIX = "jz:1:"
"""Family and format version of the keys."""

TRACKER_TTL_S = 30 * 24 * 3600
"""A conversation nobody continued for so long starts afresh; the hub's log still has it."""

TURN_TTL_S = 24 * 3600
"""How long a repeated ``turn_id`` still gets its first answer."""


def tracker(conversation: str) -> str:
    """Hash: ``n`` (turns so far), ``base`` (JSON: slots before the window) and ``t<number>`` (JSON: a turn's events).

    Lives :data:`TRACKER_TTL_S` from the last turn.
    """
    return f"{PREFIX}{{{conversation}}}:tracker"


def turn(conversation: str, turn_id: str) -> str:
    """String, JSON: the answer given to a turn. Lives :data:`TURN_TTL_S`."""
    return f"{PREFIX}{{{conversation}}}:turn:{turn_id}"
