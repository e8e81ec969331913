"""One thing that has to be known before a matter can be settled."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from actions.base import Turn
from actions.heard import Heard

NOTED: Any = object()
"""What a step reads from words it keeps for later: they were understood, though nothing is settled by them yet."""


class Step(ABC):
    """Reads its value from whatever the customer says, and asks for it when it is the next one missing.

    A step keeps nothing itself: its value is in the conversation's slot of the name :attr:`slot`.
    """

    slot: str

    after_order: ClassVar[bool] = True
    """Whether another order makes the value void: what is true of one order need not be of the next."""

    looks_back: ClassVar[bool] = False
    """Whether what was said before the matter was opened counts, too."""

    async def wanted(self, turn: Turn) -> bool:
        """Whether this has to be known at all, with what is known of the steps before it."""
        del turn
        return True

    async def begin(self, turn: Turn) -> None:
        """Called when the matter opens, before anything is read: what is known from before and does not hold goes."""
        del turn

    async def guess(self, turn: Turn) -> Any:
        """The value when it can only be this one, so that nobody is asked what is plain; else None."""
        del turn
        return None

    @abstractmethod
    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """The value a message names, :data:`NOTED`, or None.

        Args:
            asked: whether this is what the customer was just asked for; only then may words be taken for an answer
                that would mean something else elsewhere.
        """

    @abstractmethod
    async def ask(self, turn: Turn, *, again: bool) -> None:
        """Ask for the value.

        Args:
            again: the answer to the same question was not understood.
        """

    async def remind(self, turn: Turn) -> None:
        """Ask again after a question about the matter was answered: in full, unless a step has a shorter way."""
        await self.ask(turn, again=False)
