"""A waiting handoff as the router sees it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.handoff.control import Priority, State
from bot.handoff.queue_order import score
from bot.kernel.reading import Emotion, Risk


@dataclass(frozen=True)
class Matter:
    """A customer who needs somebody: queued, or on the way from one colleague to a group (TRANSFERRING).

    Attributes:
        skill: what the matter asks for; empty for nothing special.
        level: the membership as the shop calls it.
        queued_at: when the customer first asked in this handoff (ms); kept across requeue and transfer (invariant 7).
        front: queued again because the agent was lost.
        lapsed: who let the offer lapse (invariant 6).
        known: agents who served this customer before, newest first.
        owner: who has the customer until another accepts (invariant 8): never offered their own transfer.
    """

    conversation: str
    group: str
    skill: str = ""
    priority: Priority = Priority.NORMAL
    risk: Risk = "none"
    emotion: Emotion = "neutral"
    level: str = ""
    queued_at: int = 0
    front: bool = False
    lapsed: frozenset[str] = frozenset()
    known: tuple[str, ...] = ()
    state: State = State.QUEUED
    owner: str = ""

    @property
    def place(self) -> tuple[int, str]:
        """Sort key in the queue; customers of one score stand in the order of their ids, as in the store."""
        order = score(self.priority, self.queued_at, level=self.level, emotion=self.emotion, front=self.front)
        return order, self.conversation
