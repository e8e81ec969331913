"""Something in the customer's own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions.base import Turn
from actions.forms.step import Step
from actions.heard import Heard

_SHORTEST = 2
_LONGEST = 500
_TALK = frozenset({"greet", "thanks", "goodbye", "ask_bot", "ask_help", "ask_human"})


class TextStep(Step):
    """What is answered is the value, whatever it was understood as; but for small talk and questions to us.

    Args:
        slot: where it is kept.
        question: the response that asks for it.
        again: the response when the answer was no answer; the same when left out.
        takes: what of the words counts, or None when they are no answer; all of them unless given.
    """

    def __init__(
        self,
        slot: str,
        question: str,
        *,
        again: str = "",
        takes: Callable[[str], str | None] = lambda text: text,
        choices: dict[str, str] | None = None,
    ) -> None:
        self.slot = slot
        self._question = question
        self._again = again or question
        self._takes = takes
        self._choices = choices or {}

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        del turn
        pressed = heard.choice_of(self.slot)
        if pressed is not None:
            return pressed
        if not asked or heard.intent in _TALK or len(heard.text) < _SHORTEST:
            return None
        return self._takes(heard.text[:_LONGEST])

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        turn.say(self._again if again else self._question, choices=self._choices)
