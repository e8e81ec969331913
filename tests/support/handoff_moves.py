"""Which rows of the transition table a conversation's log tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.handoff.control import State
from bot.handoff.machine import TABLE, Trigger

Move = tuple[State, Trigger]

CALLED: Mapping[str, Trigger] = {
    "left_by_customer": Trigger.LEFT_QUEUE,
    "transferred": Trigger.TRANSFER_ACCEPTED,
    "back": Trigger.AGENT_BACK,
}
"""Reasons of the log that are not the trigger's own word, where two states alone do not say which it was."""


def moves_of(events: Iterable[Mapping[str, Any]]) -> set[Move]:
    """The pairs of state and trigger that happened.

    Raises:
        ValueError: a change of state that no row of the table can have been.
    """
    return {_move(event["data"]) for event in events if event["kind"] == "control"}


def _move(data: Mapping[str, str]) -> Move:
    old, new = State(data["from"]), State(data["to"])
    might = [trigger for (state, trigger), after in TABLE.items() if (state, after) == (old, new)]
    if len(might) > 1:
        trigger = CALLED.get(data["reason"]) or Trigger(data["reason"])
        might = [trigger] if trigger in might else []
    if not might:
        raise ValueError(f"no row of the table: {old} to {new} because of {data['reason']!r}")
    return old, might[0]
