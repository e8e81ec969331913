"""A service that merges messages as the product does, and the clock it goes by."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timezone

import pytest
from support.bursts import TIMES
from support.conversations import House, open_house

from bot.kernel.clock import FixedClock


@pytest.fixture
def clock() -> FixedClock:
    """A clock the test moves."""
    return FixedClock(datetime(2026, 11, 21, 4, 0, tzinfo=timezone.utc))


@pytest.fixture
async def house(store_url: str, clock: FixedClock) -> AsyncIterator[House]:
    """A service that merges as the product does, at the pace of the test's clock."""
    opened = open_house(store_url, clock, TIMES)
    yield opened
    await opened.die()
    await opened.close()
