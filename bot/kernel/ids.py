"""Identifiers: typed, opaque, sortable by time (ULID layout: 48 bits of milliseconds, 80 random bits)."""

from __future__ import annotations

import os
import re
from collections import deque
from typing import NewType

ConversationId = NewType("ConversationId", str)
HandoffId = NewType("HandoffId", str)
AgentId = NewType("AgentId", str)
CustomerId = NewType("CustomerId", str)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_RANDOM_BYTES = 10
_CONVERSATION = re.compile(r"c_[0-9a-hjkmnp-tv-z]{26}")


def new_id(prefix: str, now_ms: int) -> str:
    """A fresh identifier such as ``c_01j…`` (prefix, underscore, 26 characters)."""
    number = (now_ms << 80) | int.from_bytes(_drawn(), "big")
    pairs = []
    for _ in range(13):
        pairs.append(_PAIRS[number & 1023])
        number >>= 10
    return f"{prefix}_{''.join(reversed(pairs))}"


_ahead: deque[bytes] = deque()
os.register_at_fork(after_in_child=_ahead.clear)


def _drawn() -> bytes:
    """Random bytes of the system, drawn for many ids at once.

    Each draw gives other threads the interpreter, and a busy one keeps it for milliseconds: with several ids in each
    message that was most of a hub's slowest answers. A deque's ends may be used by several threads.
    """
    try:
        return _ahead.pop()
    except IndexError:
        block = os.urandom(400 * _RANDOM_BYTES)
        first, *more = (block[at : at + _RANDOM_BYTES] for at in range(0, len(block), _RANDOM_BYTES))
        _ahead.extend(more)
        return first


def is_conversation_id(text: str) -> bool:
    """Whether a client sent something shaped like a conversation id (guards key names)."""
    return bool(_CONVERSATION.fullmatch(text))
