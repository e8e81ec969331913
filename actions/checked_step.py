"""A step whose answer has a shape: what does not fit is told why at once, whatever it was understood as."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from actions.base import Turn
from actions.forms.step import Step
from actions.heard import Heard

_WRONG = "wrong"


class CheckedStep(Step):
    """An answer that is meant as the value and is not fit to be it asks again with :attr:`misfit`.

    A form with such steps calls :func:`set_aside_misfits` in its ``ready``. Without that detour a form would leave a
    number one digit short to the rules, which would answer something else.
    """

    misfit: str
    """The response that says what would fit."""

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        value = self.take(turn, heard, asked=asked)
        if value is None and asked and (words := self.attempt(heard)) is not None:
            return {_WRONG: words}
        return value

    @abstractmethod
    def take(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """The value a message names, or None."""

    @abstractmethod
    def attempt(self, heard: Heard) -> str | None:
        """What of an answer was meant as the value though it does not fit; None when nothing was."""

    @abstractmethod
    def say_misfit(self, turn: Turn, words: str) -> None:
        """Tell what would fit."""

    @abstractmethod
    async def ask_plainly(self, turn: Turn, *, again: bool) -> None:
        """Ask for the value, nothing having been wrong with it."""

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        words = turn.looked_up.get(f"{_WRONG} {self.slot}")
        if words is None:
            await self.ask_plainly(turn, again=again)
        else:
            self.say_misfit(turn, words)


def set_aside_misfits(turn: Turn, steps: Sequence[Step]) -> None:
    """Values that do not fit are taken out again, and remembered for the question that follows."""
    for step in steps:
        value = turn.slot(step.slot)
        if isinstance(value, dict) and _WRONG in value:
            turn.looked_up[f"{_WRONG} {step.slot}"] = value[_WRONG]
            turn.remember(**{step.slot: None})
