"""A pool of connections to Redis or Valkey in which whoever waits longest is served first."""

from __future__ import annotations

import asyncio
from typing import Any

from redis.asyncio import BlockingConnectionPool
from redis.exceptions import ConnectionError as NoConnection


class FairPool(BlockingConnectionPool):
    """redis-py's blocking pool with a queue in front.

    In redis-py 8.1 a caller who comes just when a connection is given back takes it from those who wait, and they
    go to the end of the line. Under load the unlucky ones wait out the time-out, although each had its turn long ago.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._turns = asyncio.Semaphore(self.max_connections)

    async def get_connection(self, *_args: Any, **_options: Any) -> Any:
        """See the base."""
        try:
            async with asyncio.timeout(self.timeout):
                await self._turns.acquire()
        except TimeoutError as error:
            raise NoConnection("No connection available.") from error
        try:
            return await super().get_connection()  # type: ignore[no-untyped-call]
        except BaseException:
            self._turns.release()
            raise

    async def release(self, connection: Any) -> None:
        """See the base."""
        try:
            await super().release(connection)
        finally:
            self._turns.release()
