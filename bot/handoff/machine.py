"""The one transition table. A pair that is not in it is an error, whoever asks. ``docs/handoff.md`` is made from it."""

from __future__ import annotations

from enum import StrEnum

from bot.handoff.control import State
from bot.kernel.errors import IllegalTransition


class Trigger(StrEnum):
    """What can happen to a conversation."""

    HUMAN_REQUESTED = "human_requested"
    PACKED = "packed"
    NOBODY_THERE = "nobody_there"
    OFFERED = "offered"
    LAPSED = "lapsed"
    DECLINED = "declined"
    CLAIMED = "claimed"
    LEFT_QUEUE = "left_queue"
    WAITED_IN_VAIN = "waited_in_vain"
    TIME_HAS_COME = "time_has_come"
    TRANSFER_ASKED = "transfer_asked"
    TRANSFER_CANCELLED = "transfer_cancelled"
    TRANSFER_ACCEPTED = "transfer_accepted"
    PASSED_ON = "passed_on"
    TAKEN_OVER = "taken_over"
    CALL_BACK_PROMISED = "call_back_promised"
    AGENT_LOST = "agent_lost"
    AGENT_BACK = "agent_back"
    GRACE_OVER = "grace_over"
    RESOLVED = "resolved"
    RETURNED = "returned"
    RETURN_FAILED = "return_failed"
    CLOSED = "closed"
    REOPENED = "reopened"
    MERGED = "merged"


TABLE: dict[tuple[State, Trigger], State] = {
    (State.BOT, Trigger.HUMAN_REQUESTED): State.PACKING,
    (State.PACKING, Trigger.PACKED): State.QUEUED,
    (State.PACKING, Trigger.NOBODY_THERE): State.PARKED,
    (State.PACKING, Trigger.LEFT_QUEUE): State.BOT,
    (State.QUEUED, Trigger.OFFERED): State.OFFERED,
    (State.QUEUED, Trigger.CLAIMED): State.HUMAN,
    (State.QUEUED, Trigger.LEFT_QUEUE): State.BOT,
    (State.QUEUED, Trigger.NOBODY_THERE): State.PARKED,
    (State.QUEUED, Trigger.WAITED_IN_VAIN): State.BOT,
    (State.OFFERED, Trigger.CLAIMED): State.HUMAN,
    (State.OFFERED, Trigger.LAPSED): State.QUEUED,
    (State.OFFERED, Trigger.DECLINED): State.QUEUED,
    (State.OFFERED, Trigger.AGENT_LOST): State.QUEUED,
    (State.OFFERED, Trigger.LEFT_QUEUE): State.BOT,
    (State.PARKED, Trigger.TIME_HAS_COME): State.QUEUED,
    (State.PARKED, Trigger.CLAIMED): State.HUMAN,
    (State.PARKED, Trigger.LEFT_QUEUE): State.BOT,
    (State.HUMAN, Trigger.TRANSFER_ASKED): State.TRANSFERRING,
    (State.HUMAN, Trigger.TAKEN_OVER): State.HUMAN,
    (State.HUMAN, Trigger.CALL_BACK_PROMISED): State.PARKED,
    (State.HUMAN, Trigger.AGENT_LOST): State.ORPHANED,
    (State.HUMAN, Trigger.RESOLVED): State.RETURNING,
    (State.TRANSFERRING, Trigger.OFFERED): State.TRANSFERRING,
    (State.TRANSFERRING, Trigger.PASSED_ON): State.TRANSFERRING,
    (State.TRANSFERRING, Trigger.TRANSFER_ACCEPTED): State.HUMAN,
    (State.TRANSFERRING, Trigger.TRANSFER_CANCELLED): State.HUMAN,
    (State.TRANSFERRING, Trigger.DECLINED): State.HUMAN,
    (State.TRANSFERRING, Trigger.LAPSED): State.HUMAN,
    (State.TRANSFERRING, Trigger.TAKEN_OVER): State.HUMAN,
    (State.TRANSFERRING, Trigger.AGENT_LOST): State.ORPHANED,
    (State.ORPHANED, Trigger.AGENT_BACK): State.HUMAN,
    (State.ORPHANED, Trigger.TAKEN_OVER): State.HUMAN,
    (State.ORPHANED, Trigger.GRACE_OVER): State.QUEUED,
    (State.RETURNING, Trigger.RETURNED): State.BOT,
    (State.RETURNING, Trigger.CLOSED): State.CLOSED,
    (State.RETURNING, Trigger.RETURN_FAILED): State.HUMAN,
    (State.CLOSED, Trigger.REOPENED): State.BOT,
    (State.BOT, Trigger.MERGED): State.CLOSED,
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
