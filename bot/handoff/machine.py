"""The one transition table. A pair that is not in it is an error, whoever asks."""

from __future__ import annotations

from enum import StrEnum

from bot.handoff.control import CONTROLLER, State
from bot.kernel.errors import IllegalTransition


class Trigger(StrEnum):
    """What can happen to a conversation."""

    HUMAN_REQUESTED = "human_requested"
    PACKED = "packed"
    CLAIMED = "claimed"
    LEFT_QUEUE = "left_queue"
    RESOLVED = "resolved"
    RETURNED = "returned"
    RETURN_FAILED = "return_failed"
    CLOSED = "closed"
    REOPENED = "reopened"


TABLE: dict[tuple[State, Trigger], State] = {
    (State.BOT, Trigger.HUMAN_REQUESTED): State.PACKING,
    (State.PACKING, Trigger.PACKED): State.QUEUED,
    (State.PACKING, Trigger.LEFT_QUEUE): State.BOT,
    (State.QUEUED, Trigger.LEFT_QUEUE): State.BOT,
    (State.QUEUED, Trigger.CLAIMED): State.HUMAN,
    (State.HUMAN, Trigger.RESOLVED): State.RETURNING,
    (State.RETURNING, Trigger.RETURNED): State.BOT,
    (State.RETURNING, Trigger.CLOSED): State.CLOSED,
    (State.RETURNING, Trigger.RETURN_FAILED): State.HUMAN,
    (State.CLOSED, Trigger.REOPENED): State.BOT,
}


def move(state: State, trigger: Trigger) -> State:
    """The state a trigger leads to.

    Raises:
        IllegalTransition: the table has no such pair.
    """
    try:
        return TABLE[state, trigger]
    except KeyError:
        raise IllegalTransition(state=state.value, trigger=trigger.value) from None


def changes_controller(old: State, new: State) -> bool:
    """Whether the epoch has to grow."""
    return CONTROLLER[old] is not CONTROLLER[new]
