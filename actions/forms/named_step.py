"""Something definite: a phone number, an e-mail address, a delivery address."""

from __future__ import annotations

from typing import Any

from actions.base import Turn
from actions.forms.step import Step
from actions.heard import Heard


class NamedStep(Step):
    """The value of an entity, wherever in the conversation it was named (playbook A5).

    Args:
        slot: where it is kept.
        kind: of the entity, see docs/understanding.md.
        question: the response that asks for it; ``again``: the one when the answer had none in it.
    """

    after_order = False
    looks_back = True

    def __init__(self, slot: str, kind: str, question: str, *, again: str = "") -> None:
        self.slot = slot
        self._kind = kind
        self._question = question
        self._again = again or question

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        del turn, asked
        return self.value_of(heard.last(self._kind))

    async def guess(self, turn: Turn) -> Any:
        """What was named earlier in this conversation."""
        return self.value_of(turn.said_before(self._kind))

    def value_of(self, named: Any) -> Any:
        """What is kept of the entity's value: the whole of it."""
        return named

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        turn.say(self._again if again else self._question)
