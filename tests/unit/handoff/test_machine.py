"""The transition table, pair by pair."""

from __future__ import annotations

import itertools

import pytest

from bot.handoff.control import CONTROLLER, WITHOUT_DUE_TIME, State
from bot.handoff.machine import TABLE, Trigger, changes_controller, move
from bot.kernel.errors import IllegalTransition


@pytest.mark.parametrize(("state", "trigger"), list(itertools.product(State, Trigger)))
def test_a_pair_is_in_the_table_or_it_is_an_error(state: State, trigger: Trigger) -> None:
    """There is no third way."""
    if (state, trigger) in TABLE:
        assert move(state, trigger) is TABLE[state, trigger]
    else:
        with pytest.raises(IllegalTransition):
            move(state, trigger)


def test_every_state_can_be_left_and_reached() -> None:
    """No dead ends, nothing unreachable."""
    assert {state for state, _ in TABLE} == set(State)
    assert set(TABLE.values()) == set(State)


def test_every_state_has_exactly_one_controller() -> None:
    """Invariant 1."""
    assert set(CONTROLLER) == set(State)
    assert frozenset({State.BOT, State.CLOSED}) == WITHOUT_DUE_TIME


def test_the_epoch_grows_only_when_somebody_else_speaks() -> None:
    """Packing a brief or telling the bot changes nothing about who speaks."""
    quiet = {(old, TABLE[old, why]) for old, why in TABLE if not changes_controller(old, TABLE[old, why])}

    assert quiet == {
        (State.PACKING, State.QUEUED),
        (State.HUMAN, State.RETURNING),
        (State.RETURNING, State.HUMAN),
    }
