"""What keeping promises needs from outside. Adapters implement the book, the conversation service the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from bot.care.promise import Promise, PromiseState


class PromiseBook(Protocol):
    """Promises of all conversations, for good. Every call raises StoreUnavailable when the database does not answer."""

    async def record(self, promise: Promise) -> None:
        """Enter a promise; the same one again changes nothing.

        One that repeats a promise still open (:meth:`Promise.same_matter`) is not another thing to do: the one that is
        open stands, due at the earlier of the two times.
        """
        ...

    async def find(self, promise_id: str) -> Promise | None:
        """The promise of that id, or that which it repeated."""
        ...

    async def keep(self, promise_id: str, *, at_ms: int, by: str, note: str) -> Promise | None:
        """Mark it as kept (:func:`bot.care.promise.kept`) and give it as it is now; None when there is none."""
        ...

    async def due(self, now_ms: int, limit: int) -> list[Promise]:
        """Open promises whose time has passed, earliest first."""
        ...

    async def mark_broken(self, promise_id: str) -> None:
        """Its time passed and the staff was called. A promise that is no longer open stays as it is."""
        ...

    async def owed(self, limit: int) -> list[Promise]:
        """What is still to be done, in time or not: earliest due first."""
        ...

    async def ended(self, state: PromiseState, limit: int) -> list[Promise]:
        """Promises that were kept, or broken (made good later or not): latest due first."""
        ...


class PromiseLog(Protocol):
    """What the book needs of the conversations' logs (:class:`bot.handoff.promising.Promising`).

    Every call raises StoreUnavailable when the store does not answer.
    """

    async def unfiled(self, limit: int) -> list[tuple[str, int]]:
        """Events still to be filed, oldest first: conversation and ``seq``."""
        ...

    async def event(self, conversation: str, seq: int) -> Mapping[str, Any] | None:
        """One event of a log; None when there is none."""
        ...

    async def filed(self, conversation: str, seq: int) -> None:
        """That event is in the book."""
        ...

    async def say_kept(self, conversation: str, promise_id: str, *, agent_id: str, name: str, note: str) -> int:
        """Note that a promise was kept, and by whom; gives the ``seq`` of the first such note."""
        ...

    async def say_broken(self, conversation: str, promise_id: str, text: str) -> None:
        """Call the staff, once however often it is asked for."""
        ...
