"""Identifiers: typed, opaque, sortable by time (ULID layout: 48 bits of milliseconds, 80 random bits)."""

from __future__ import annotations

import re
import secrets
from typing import NewType

ConversationId = NewType("ConversationId", str)
HandoffId = NewType("HandoffId", str)
AgentId = NewType("AgentId", str)
CustomerId = NewType("CustomerId", str)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_CONVERSATION = re.compile(r"c_[0-9a-hjkmnp-tv-z]{26}")


def new_id(prefix: str, now_ms: int) -> str:
    """A fresh identifier such as ``c_01j…`` (prefix, underscore, 26 characters)."""
    number = (now_ms << 80) | secrets.randbits(80)
    digits = []
    for _ in range(26):
        number, rest = divmod(number, 32)
        digits.append(_ALPHABET[rest])
    return f"{prefix}_{''.join(reversed(digits))}"


def is_conversation_id(text: str) -> bool:
    """Whether a client sent something shaped like a conversation id (guards key names)."""
    return bool(_CONVERSATION.fullmatch(text))
