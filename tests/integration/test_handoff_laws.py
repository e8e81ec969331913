"""Random sequences of everything that can happen, over the real store; every invariant is checked after each step."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from support.handoff_deeds import STAGES
from support.handoff_moves import Move
from support.handoff_rules import Handoffs

from bot.handoff.machine import TABLE

EXAMPLES = 3
"""For each way to begin; the first of them is always the plainest there is."""


def test_no_sequence_of_events_breaks_an_invariant_and_every_row_of_the_table_is_met(store_url: str) -> None:
    """What the design's second section says and one conversation's record, log and lists can show, in every state."""
    met: set[Move] = set()

    for number, name in enumerate(STAGES):

        class Run(Handoffs):
            url, stage, reached = store_url, name, met

        run_state_machine_as_test(
            # A draw of its own for each, and the same one every time.
            seed(number)(Run),
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=30,
                deadline=None,
                database=None,
                # To find the shortest sequence that breaks a law takes minutes, more than a test has.
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )

    missing = [f"{state} {trigger}" for state, trigger in TABLE if (state, trigger) not in met]
    assert not missing, missing
