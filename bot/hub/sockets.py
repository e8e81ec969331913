"""The open sockets of one audience in this process."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from bot.hub.link import Link

REPLACED = 4409
RESTARTING = 1012


class Sockets:
    """Every socket, and who it speaks for once that is known: a customer's conversation, or an agent's session."""

    def __init__(self) -> None:
        self._all: set[Link] = set()
        self._of: defaultdict[str, list[Link]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._all)

    @contextmanager
    def present(self, link: Link) -> Iterator[None]:
        """Count a socket in while the block runs, also before it has said hello."""
        self._all.add(link)
        try:
            yield
        finally:
            self._all.discard(link)

    @contextmanager
    def seated(self, owner: str, link: Link) -> Iterator[None]:
        """Note whose socket it is while the block runs."""
        self._of[owner].append(link)
        try:
            yield
        finally:
            self._of[owner].remove(link)
            if not self._of[owner]:
                del self._of[owner]

    def of(self, owner: str) -> list[Link]:
        """The owner's sockets, oldest first."""
        return list(self._of.get(owner, ()))

    async def close_all(self, code: int, reason: str) -> None:
        """Close every socket with one code."""
        await asyncio.gather(*(link.close(code, reason) for link in self._all))
