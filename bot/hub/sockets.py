"""The open sockets of one audience in this process."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from bot.hub.link import Link

REPLACED = 4409
RESTARTING = 1012


class Sockets:
    """Who is connected, by whom they speak for: a customer's conversation, or an agent's session."""

    def __init__(self) -> None:
        self._of: defaultdict[str, list[Link]] = defaultdict(list)

    def join(self, owner: str, link: Link, *, most: int) -> Link | None:
        """Note a new socket; the owner's oldest is given back to be closed when there are more than ``most``."""
        links = self._of[owner]
        links.append(link)
        return links.pop(0) if len(links) > most else None

    def leave(self, owner: str, link: Link) -> None:
        """Forget a socket; forgetting it twice is fine."""
        links = self._of[owner]
        if link in links:
            links.remove(link)
        if not links:
            del self._of[owner]

    def of(self, owner: str) -> list[Link]:
        """The owner's sockets, oldest first."""
        return list(self._of.get(owner, ()))

    async def close_all(self, code: int, reason: str) -> None:
        """Close every socket with one code."""
        links = [link for links in self._of.values() for link in links]
        await asyncio.gather(*(link.close(code, reason) for link in links))
