"""Ids, money and time as everybody uses them."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.kernel.clock import FixedClock, from_ms, spoken_date, spoken_time
from bot.kernel.ids import is_conversation_id, new_id
from bot.kernel.money import Fen, yuan


def test_ids_are_unique_and_sort_by_time() -> None:
    """Two of the same millisecond differ; a later one sorts behind."""
    early, late = new_id("c", 1_000), new_id("c", 2_000)

    assert new_id("c", 1_000) != early
    assert early < late


@pytest.mark.parametrize("text", ["", "c_", "c_short", "x_01kaz0000000000000000000000", "c_01k:{x}", "c_" + "u" * 26])
def test_what_is_not_a_conversation_id_is_noticed(text: str) -> None:
    """Names of keys are made from ids."""
    assert is_conversation_id(new_id("c", 1_763_769_600_000))
    assert not is_conversation_id(text)


@pytest.mark.parametrize(("fen", "shown"), [(19900, "¥199"), (1990, "¥19.90"), (5, "¥0.05"), (-500, "-¥5"), (0, "¥0")])
def test_money_is_shown_as_a_chat_shows_it(fen: int, shown: str) -> None:
    """No float anywhere."""
    assert yuan(Fen(fen)) == shown


def test_times_are_spoken_on_the_shops_clock() -> None:
    """20:30 UTC is the next morning in China."""
    at = datetime(2026, 11, 22, 20, 30, tzinfo=timezone.utc)

    assert spoken_date(at) == "11月23日"
    assert spoken_time(at) == "11月23日 04:30"


def test_a_fixed_clock_moves_only_when_told() -> None:
    """The clock of the tests."""
    clock = FixedClock(datetime(2026, 11, 21, tzinfo=timezone.utc))
    before = clock.now_ms()
    clock.advance(minutes=1)

    assert clock.now_ms() - before == 60_000
    assert from_ms(before).tzinfo is timezone.utc
