"""Promises as the desks show them: what is still to be done for whom and by when (protocol, section 3)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.care.promise import Promise
from bot.hub.services import Services

Items = list[dict[str, Any]]


async def shown(services: Services, promises: Sequence[Promise]) -> Items:
    """Promises with their customers (protocol, PromiseItem).

    Raises:
        StoreUnavailable: who the customers are cannot be read now.
    """
    talk = services.conversations
    cards = {one: await talk.customer_card(one) for one in {promise.conversation for promise in promises}}
    return [_item(promise) | {"customer": cards[promise.conversation]} for promise in promises]


def _item(promise: Promise) -> dict[str, Any]:
    item = vars(promise) | {"id": promise.promise_id, "state": promise.state.value}
    del item["promise_id"]
    return item


class PromiseBoard:
    """What is still to be done, read once for all desks of this process, and again when it is a few seconds old."""

    def __init__(self, services: Services, fresh_s: float) -> None:
        self._services = services
        self._fresh_ms = fresh_s * 1000
        self._lock = asyncio.Lock()
        self._read_at: float | None = None
        self._items: Items = []

    def outdated(self) -> None:
        """One of them was kept here."""
        self._read_at = None

    async def items(self) -> Items:
        """Earliest due first.

        Raises:
            StoreUnavailable: they cannot be read now.
        """
        async with self._lock:
            now = self._services.clock.now_ms()
            if self._read_at is None or now - self._read_at >= self._fresh_ms:
                # Noted before the read: what is kept while we read must lead to another one.
                self._read_at = now
                self._items = await self._read()
            return self._items

    async def _read(self) -> Items:
        try:
            return await shown(self._services, await self._services.promises.owed())
        except BaseException:
            self._read_at = None
            raise
