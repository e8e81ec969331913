"""A promise to a customer: what, by when, whose to keep, and whether it was kept (playbook B4, F6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from bot.kernel.errors import BadInput


class PromiseState(str, Enum):
    """How a promise stands: to be kept, kept in time, or not kept in time."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True)
class Promise:
    """One promise, as the book of promises has it. Times are ms; 0: not yet.

    Attributes:
        promise_id: the id of the event in the log that made it.
        code: of ``data/policies/promises.yml``.
        text: what was promised, e.g. ``联系快递后给您回话``.
        keeper: whose it is to keep: bot, agent, senior or supervisor.
        ref: the number of the parcel or request it is about, if any.
        kept_at: when staff marked it as done, in time or too late; a broken promise is owed until then.
    """

    promise_id: str
    conversation: str
    seq: int
    code: str
    text: str
    keeper: str
    order_id: str
    ref: str
    made_at: int
    due_at: int
    state: PromiseState = PromiseState.OPEN
    kept_at: int = 0
    kept_by: str = ""
    note: str = ""

    @property
    def owed(self) -> bool:
        """Whether somebody still has to do it, in time or not."""
        return not self.kept_at

    def overdue(self, now_ms: int) -> bool:
        """Whether its time passed while nobody did it."""
        return self.owed and self.due_at < now_ms

    def same_matter(self, other: Promise) -> bool:
        """Whether both promise the same about the same thing to the same customer."""
        return self._matter == other._matter

    @property
    def _matter(self) -> tuple[str, ...]:
        return self.conversation, self.code, self.order_id, self.ref


def kept(promise: Promise, at_ms: int, by: str, note: str) -> Promise:
    """The promise once it was kept: in time, or late, which leaves it broken. The first time counts."""
    if not promise.owed:
        return promise
    state = PromiseState.KEPT if at_ms <= promise.due_at else PromiseState.BROKEN
    return replace(promise, state=state, kept_at=at_ms, kept_by=by, note=note)


def promise_of(event: Mapping[str, Any]) -> Promise:
    """The promise an event of kind ``promise`` makes (protocol, section 1).

    Raises:
        BadInput: the event lacks something a promise needs.
    """
    try:
        data = event["data"]
        return Promise(
            promise_id=event["id"],
            conversation=event["conversation"],
            seq=event["seq"],
            code=data["code"],
            text=event["text"],
            keeper=data["keeper"],
            order_id=data["order_id"],
            ref=data["ref"],
            made_at=event["at"],
            due_at=data["due_at"],
        )
    except (KeyError, TypeError) as error:
        raise BadInput(field=str(error)) from error
