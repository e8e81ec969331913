"""One thing at a time for each conversation, in the order of arrival."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    people: int = 0


class ConversationQueues:
    """First come, first served within a conversation; a conversation nobody is waiting for takes no memory."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def turn_of(self, conversation: str) -> AsyncIterator[None]:
        """Hold the conversation for the length of the block."""
        line = self._lines.setdefault(conversation, _Line())
        line.people += 1
        try:
            async with line.lock:
                yield
        finally:
            line.people -= 1
            if line.people == 0:
                del self._lines[conversation]

    def __len__(self) -> int:
        """How many conversations are held or waited for."""
        return len(self._lines)
