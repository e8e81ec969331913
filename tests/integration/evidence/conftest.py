"""A hub that keeps pictures as the product does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.hub_world import World, hub
from support.pictures import with_real_pictures


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub with the usual limits and settings."""
    async with hub(tmp_path, store_url) as served:
        yield with_real_pictures(served)
