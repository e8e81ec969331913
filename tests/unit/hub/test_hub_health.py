"""The health page's look at the parts."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone

import pytest

from bot.hub import health
from bot.hub.health import Health
from bot.kernel.clock import FixedClock
from bot.kernel.errors import EngineUnavailable


@pytest.fixture
def clock() -> FixedClock:
    """A clock that only moves when told."""
    return FixedClock(datetime(2026, 11, 21, tzinfo=timezone.utc))


async def well() -> None:
    """A part that is well."""


async def down() -> None:
    """A part that says so itself."""
    raise EngineUnavailable()


async def broken() -> None:
    """A check with a mistake in it."""
    raise ZeroDivisionError


async def hanging() -> None:
    """A part that never answers."""
    await asyncio.Event().wait()


async def test_each_part_tells_in_chinese_what_is_wrong(clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Down, silent and broken look different; a broken check does not break the page."""
    monkeypatch.setattr(health, "WITHIN_S", 0.01)

    parts = await Health({"store": well, "engine": down, "shop": hanging, "actions": broken}, clock).look()

    assert parts["store"] == "ok"
    assert parts["engine"] == EngineUnavailable.message
    assert "没有回应" in parts["shop"]
    assert parts["actions"] == "检查时出错"


async def test_asking_often_does_not_load_the_parts(clock: FixedClock) -> None:
    """The page is public; a hundred calls a second are one look."""
    looks = 0

    async def count() -> None:
        nonlocal looks
        looks += 1

    asked = Health({"store": count}, clock)
    await asyncio.gather(*(asked.look() for _ in range(100)))
    clock.advance(seconds=1)
    await asked.look()

    assert looks == 2
