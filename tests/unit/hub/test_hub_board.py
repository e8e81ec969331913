"""One reading of the queue for all desks."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.hub.board import Board


class Queue:
    """A queue that counts how often it is read."""

    def __init__(self) -> None:
        self.reads = 0
        self.items: list[dict[str, Any]] = []
        self.while_reading: Any = None

    async def read(self) -> list[dict[str, Any]]:
        self.reads += 1
        found = list(self.items)
        await asyncio.sleep(0)
        if self.while_reading:
            happen, self.while_reading = self.while_reading, None
            happen()
        return found


async def test_twenty_desks_cost_one_reading() -> None:
    """A change is read once, whoever asks."""
    queue = Queue()
    board = Board(queue.read)
    for _ in range(20):
        board.outdated()

    await asyncio.gather(*(board.items() for _ in range(20)))

    assert queue.reads == 1


async def test_a_change_during_the_reading_leads_to_another() -> None:
    """The list shown last is the list as it is."""
    queue = Queue()
    board = Board(queue.read)

    def happen() -> None:
        queue.items.append({"conversation": "c_1"})
        board.outdated()

    queue.while_reading = happen
    await board.items()

    assert await board.items() == [{"conversation": "c_1"}]
