"""Ending background tasks for certain."""

from __future__ import annotations

import asyncio
from typing import Any

AGAIN_AFTER_S = 0.1


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks and wait until they are over, whatever they end with.

    One cancel is not enough on Python 3.11: ``asyncio.wait_for``, which redis-py puts around each command, drops a
    cancel that comes together with its result (bpo-37658), and the task goes on as if nothing had been asked.
    """
    running = {task for task in tasks if not task.done()}
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=AGAIN_AFTER_S)
