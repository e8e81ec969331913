"""Which tests this environment runs, and the whole product for those that need it.

Tests under ``tests/engine`` need Rasa and run in the engine environment; all others run in the app environment. Each
environment leaves the other's folders alone, so plain ``pytest`` works in both.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.stack import Stack

HERE = Path(__file__).parent
IN_ENGINE = importlib.util.find_spec("rasa") is not None


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what belongs to the other environment."""
    if collection_path.parent != HERE or not collection_path.is_dir():
        return None
    return True if (collection_path.name == "engine") != IN_ENGINE else None


if not IN_ENGINE:

    def pytest_sessionstart() -> None:
        """Put the shop's rules in force, as every process of the product does when it starts."""
        from bot.commerce.days import shop_day
        from bot.kernel.clock import SystemClock, from_ms
        from bot.runtime.policies import load

        load.put_in_force(shop_day(from_ms(SystemClock().now_ms())))

    def pytest_collection_finish(session: pytest.Session) -> None:
        """Train before the first test that needs the product: a training takes longer than any test may."""
        if session.config.option.collectonly or not any(
            {"stack", "pairs"} & set(_fixtures(item)) for item in session.items
        ):
            return
        from bot.runtime import settings, training

        if not training.look(settings.load()).fresh:
            training.train(settings.load(), lambda _step: None)

    def _fixtures(item: pytest.Item) -> list[str]:
        return list(getattr(item, "fixturenames", ()))

    @pytest.fixture(scope="session")
    def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
        """The whole product, started once for all tests of a session; what a test kills, it must start again."""
        from support.stack import Stack

        running = Stack(tmp_path_factory.mktemp("stack"))
        try:
            yield running.start()
        finally:
            running.stop()
