"""Identifiers: typed, opaque, sortable by time (ULID layout: 48 bits of milliseconds, 80 random bits)."""

from __future__ import annotations

import os
import re
from collections import deque
from functools import lru_cache
from typing import NewType

ConversationId = NewType("ConversationId", str)
HandoffId = NewType("HandoffId", str)
AgentId = NewType("AgentId", str)
CustomerId = NewType("CustomerId", str)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LETTERS = (_ALPHABET * 8).encode()
"""For each byte the letter its last five bits stand for."""
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_RANDOM_CHARS = 16
_CONVERSATION = re.compile(r"c_[0-9a-hjkmnp-tv-z]{26}")


def new_id(prefix: str, now_ms: int) -> str:
    """A fresh identifier such as ``c_01j…`` (prefix, underscore, 26 characters)."""
    return f"{prefix}_{_spelled(now_ms >> 10)}{_PAIRS[now_ms & 1023]}{_drawn()}"


@lru_cache(maxsize=64)
def _spelled(high: int) -> str:
    """The first forty bits of a time, which are the same for a second."""
    return "".join([_PAIRS[(high >> shift) & 1023] for shift in (30, 20, 10, 0)])


_ahead: deque[str] = deque()
os.register_at_fork(after_in_child=_ahead.clear)


def _drawn() -> str:
    """Eighty random bits of the system in 16 characters, drawn for many ids at once.

    Each draw gives other threads the interpreter, and a busy one keeps it for milliseconds: with several ids in each
    message that was most of a hub's slowest answers. A deque's ends may be used by several threads.
    """
    try:
        return _ahead.pop()
    except IndexError:
        block = os.urandom(400 * _RANDOM_CHARS).translate(_LETTERS).decode("ascii")
        first, *more = (block[at : at + _RANDOM_CHARS] for at in range(0, len(block), _RANDOM_CHARS))
        _ahead.extend(more)
        return first


def is_conversation_id(text: str) -> bool:
    """Whether a client sent something shaped like a conversation id (guards key names)."""
    return bool(_CONVERSATION.fullmatch(text))
