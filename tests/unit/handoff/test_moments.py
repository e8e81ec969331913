"""How a moment to come is said."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.handoff.moments import spoken_moment
from bot.kernel.clock import SHOP_ZONE, to_ms

NOW = to_ms(datetime(2026, 11, 23, 10, 0, tzinfo=SHOP_ZONE))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 23, 18, 5, tzinfo=SHOP_ZONE), "今天18:05"),
        (datetime(2026, 11, 23, 18, 5, 1, tzinfo=SHOP_ZONE), "今天18:06"),
        (datetime(2026, 11, 23, 23, 59, 30, tzinfo=SHOP_ZONE), "明天00:00"),
        (datetime(2026, 11, 24, 9, 30, tzinfo=SHOP_ZONE), "明天09:30"),
        (datetime(2026, 11, 26, 9, 30, tzinfo=SHOP_ZONE), "11月26日09:30"),
    ],
)
def test_a_moment_is_a_day_and_a_whole_minute_never_too_early(at: datetime, said: str) -> None:
    """Playbook B3."""
    assert spoken_moment(to_ms(at), NOW) == said
