"""A demo shop on a file of its own, shortly before midnight."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.demo_file import NOW

from bot.adapters.demo_shop import DemoShop
from bot.adapters.demo_shop_file import ensure_seeded
from bot.kernel.clock import FixedClock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A shop seeded at the end of a month."""
    file = tmp_path / "var" / "shop.db"
    ensure_seeded(file, NOW)
    return file


@pytest.fixture
def clock() -> FixedClock:
    """Ten to midnight in the shop."""
    return FixedClock(NOW)


@pytest.fixture
async def shop(path: Path, clock: FixedClock) -> AsyncIterator[DemoShop]:
    """The shop on that file."""
    opened = DemoShop(path, clock)
    yield opened
    await opened.close()
