"""Identifiers: typed, opaque, sortable by time (ULID layout: 48 bits of milliseconds, 80 random bits)."""

from __future__ import annotations

import os
import re
from base64 import b32encode
from collections import deque
from functools import lru_cache
from typing import NewType

ConversationId = NewType("ConversationId", str)
HandoffId = NewType("HandoffId", str)
AgentId = NewType("AgentId", str)
CustomerId = NewType("CustomerId", str)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TO_OURS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _ALPHABET)
_RANDOM_BYTES = 10
_TIME_CHARS = 10
_CONVERSATION = re.compile(r"c_[0-9a-hjkmnp-tv-z]{26}")


def new_id(prefix: str, now_ms: int) -> str:
    """A fresh identifier such as ``c_01j…`` (prefix, underscore, 26 characters)."""
    return f"{prefix}_{_spelled(now_ms)}{_drawn()}"


@lru_cache(maxsize=64)
def _spelled(now_ms: int) -> str:
    return "".join([_ALPHABET[(now_ms >> shift) & 31] for shift in range(5 * (_TIME_CHARS - 1), -1, -5)])


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
        # Ten bytes are just sixteen characters, so that one spelling of all of them is the spelling of each.
        block = b32encode(os.urandom(400 * _RANDOM_BYTES)).decode("ascii").translate(_TO_OURS)
        first, *more = (block[at : at + 16] for at in range(0, len(block), 16))
        _ahead.extend(more)
        return first


def is_conversation_id(text: str) -> bool:
    """Whether a client sent something shaped like a conversation id (guards key names)."""
    return bool(_CONVERSATION.fullmatch(text))
