"""Ending tasks for certain."""

from __future__ import annotations

import asyncio

from bot.hub import tasks


async def test_a_task_that_swallows_its_first_cancel_is_ended_all_the_same() -> None:
    """As redis-py may on Python 3.11: the cancel is lost together with the answer it came with."""
    swallowed = 0

    async def stubborn() -> None:
        nonlocal swallowed
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                swallowed += 1
                if swallowed == 2:
                    raise

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)

    await asyncio.wait_for(tasks.end(task), 5)

    assert task.cancelled()


async def test_tasks_that_are_over_or_failed_need_no_ending() -> None:
    """Whatever a task ended with is not the business of who ends it."""

    async def fail() -> None:
        raise ZeroDivisionError

    failed, fine = asyncio.create_task(fail()), asyncio.create_task(asyncio.sleep(0))
    await asyncio.wait({failed, fine})

    await tasks.end(failed, fine)

    assert isinstance(failed.exception(), ZeroDivisionError)
