"""Who of the staff is at work: leases that a desk renews, and that end by themselves when it no longer can."""

from __future__ import annotations

from typing import Literal, Protocol, get_args

from bot.handoff.people import Agent
from bot.handoff.routing.seat import Seat, Status
from bot.kernel.errors import BadInput

Chosen = Literal["online", "break", "away"]
"""What somebody can say of themselves; ``lost`` is found out."""


def chosen(word: object) -> Chosen:
    """What somebody said of themselves.

    Raises:
        BadInput: it is not one of the words there are.
    """
    for status in get_args(Chosen):
        if word == status:
            found: Chosen = status
            return found
    raise BadInput("状态只能是 online（在线）、break（小休）或 away（离开）。", field="status")


class Duty(Protocol):
    """Presence of the staff. Every call raises StoreUnavailable when the store does not answer.

    A lease is renewed several times while it lasts, at uneven intervals: equal intervals on both sides would let it
    lapse at every hiccup.
    """

    async def seats(self) -> list[Seat]:
        """Everybody who is at work or was lost, with what they have in hand now."""
        ...

    async def renew(self, agent: Agent, ttl_ms: int) -> Status:
        """Somebody's desk is open; gives the status they are in now. The first time they are online."""
        ...

    async def choose(self, agent_id: str, status: Chosen) -> None:
        """Somebody says whether they take customers; what they missed before no longer counts."""
        ...

    async def missed(self, agent_id: str) -> int:
        """Somebody let an offer lapse; gives how often in a row, offers of one moment counting as one."""
        ...

    async def answered(self, agent_id: str) -> None:
        """Somebody took a customer: whatever they missed before no longer counts."""
        ...

    async def leave(self, agent_id: str) -> None:
        """Somebody goes, and says so: the lease ends now."""
        ...

    async def is_here(self, agent_id: str) -> bool:
        """Whether somebody's lease holds."""
        ...

    async def lost(self) -> list[str]:
        """Those whose lease has ended and of whom :meth:`settled` was not told."""
        ...

    async def settled(self, agent_id: str) -> None:
        """What a lost agent had in hand is looked after; nothing happens when they have come back."""
        ...
