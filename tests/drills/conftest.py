"""The product under its own supervisor, started once for all drills of a session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.runtime.drill.stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """What a drill kills, the supervisor starts again. Messages are answered one by one, so that drills are short."""
    running = Stack(tmp_path_factory.mktemp("drill"), log_level="warning", burst_gap_s=0.0)
    running.start()
    yield running
    running.stop()
