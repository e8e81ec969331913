"""The transition table, pair by pair."""

from __future__ import annotations

import itertools

import pytest

from bot.handoff.control import CONTROLLER, WITHOUT_DUE_TIME, Control, State, speaker_changes
from bot.handoff.machine import TABLE, Trigger, move
from bot.handoff.machine_words import STATES, TRIGGERS
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


def test_the_epoch_grows_when_somebody_else_speaks_and_only_then() -> None:
    """Packing a brief, an offer or telling the bot changes nothing about who speaks."""
    quiet = {
        (old, new) for (old, _), new in TABLE.items() if not speaker_changes(Control(state=old), Control(state=new))
    }

    assert quiet == {
        (State.PACKING, State.QUEUED),
        (State.QUEUED, State.OFFERED),
        (State.OFFERED, State.QUEUED),
        (State.HUMAN, State.HUMAN),
        (State.HUMAN, State.TRANSFERRING),
        (State.HUMAN, State.ORPHANED),
        (State.HUMAN, State.RETURNING),
        (State.TRANSFERRING, State.TRANSFERRING),
        (State.TRANSFERRING, State.HUMAN),
        (State.TRANSFERRING, State.ORPHANED),
        (State.ORPHANED, State.HUMAN),
        (State.RETURNING, State.HUMAN),
    }


def test_another_agent_is_somebody_else() -> None:
    """A transfer and a take-over make what the old owner still sends stale."""
    old, new = Control(state=State.HUMAN, agent_id="a"), Control(state=State.HUMAN, agent_id="b")

    assert speaker_changes(old, new)
    assert not speaker_changes(old, old.changed(waiting_on="customer"))


def test_every_state_and_trigger_has_its_words() -> None:
    """docs/handoff.md says what each means."""
    assert set(STATES) == set(State)
    assert set(TRIGGERS) == set(Trigger)
