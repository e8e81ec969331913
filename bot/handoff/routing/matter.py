"""A waiting handoff as the router sees it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.handoff.control import Control, Priority, State
from bot.handoff.queue_order import score
from bot.handoff.transfer import transfer_of
from bot.kernel.reading import Emotion, Risk


@dataclass(frozen=True)
class Matter:
    """A customer who needs somebody: queued, or on the way from one colleague to a group (TRANSFERRING).

    Attributes:
        skill: what the matter asks for; empty for nothing special.
        level: the membership as the shop calls it.
        queued_at: when the customer first asked in this handoff (ms); kept across requeue and transfer (invariant 7).
        front: queued again because the agent was lost.
        lapsed: who let the offer lapse, or declined it (invariant 6); of a transfer, those who did with this one.
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
    def on_the_way(self) -> bool:
        """From one colleague to a group: somebody answers meanwhile."""
        return self.state is State.TRANSFERRING

    @property
    def place(self) -> tuple[int, str]:
        """Sort key in the queue; customers of one score stand in the order of their ids, as in the store."""
        order = score(self.priority, self.queued_at, level=self.level, emotion=self.emotion, front=self.front)
        return order, self.conversation


def matter_of(conversation: str, control: Control) -> Matter:
    """A conversation that needs somebody, as the router sees it. Who promised a call-back knows the customer best."""
    asked = transfer_of(control.transfer)
    known = [*([control.owner] if control.owner else []), *control.known.split()]
    return Matter(
        conversation=conversation,
        group=asked.to_group if asked else control.group,
        priority=control.priority,
        risk=control.risk,
        emotion=control.emotion,
        level=control.level,
        queued_at=control.queued_at,
        front=bool(control.front),
        lapsed=frozenset(asked.lapsed if asked else control.lapsed.split()),
        known=tuple(dict.fromkeys(known)),
        state=control.state,
        owner=control.agent_id,
    )
