"""Two processes on one store."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from support.memory_hub import Hub, process


@pytest.fixture
async def hub(store_url: str) -> AsyncIterator[Hub]:
    """The process under test."""
    async with process(store_url) as running:
        yield running


@pytest.fixture
async def other(store_url: str) -> AsyncIterator[Hub]:
    """Another process on the same store."""
    async with process(store_url) as running:
        yield running
