"""A matter as a form of Rasa: its steps in order, and what is done once they are known.

Rasa runs ``validate_<form>`` when the form opens, with every message while it is open, and when it comes back after a
question in between was answered (rasa 3.6.21, ``core/actions/forms.py``). All asking is done there, so no
``utter_ask_…`` may exist. Returning no slot makes Rasa leave the message to the rules and ask again afterwards: that is
how a question inside a form gets its own answer.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from actions.base import Turn
from actions.forms.step import Step
from bot.commerce.passing_questions import Passing

ABOUT, CONFIRMED = "about_order", "confirmed"
"""The slots of the order a matter is about, and of the customer's yes. The order being talked about (``order_id``) is
another: a question in between may be about a different one.
"""


class Form(ABC):
    """One matter. A subclass names itself and its steps and says :meth:`opens` and :meth:`submit`."""

    name: ClassVar[str]
    """In the domain's ``forms``, e.g. ``refund_form``; ``action_submit_<matter>`` follows it in the rules."""

    matter: ClassVar[str]
    """The intent that opens it; its title in ``data/choices.yml`` is what customers see."""

    steps: ClassVar[Sequence[Step]]

    opened_by: ClassVar[frozenset[str]] = frozenset()
    """Further intents whose words belong to this matter while it is open (换货 while a refund is)."""

    only_on_request: ClassVar[bool] = False
    """Whether a message that only asks how it goes (退货要带包装吗) is answered without beginning it."""

    async def opens(self, turn: Turn) -> bool:
        """Whether there is anything to ask; when not, the customer has been told why."""
        del turn
        return True

    async def ready(self, turn: Turn) -> bool:
        """Whether, with what is known now, to go on asking; when not, the customer has been told what happens instead.

        Called whenever something became known, before the next question.
        """
        del turn
        return True

    async def answers(self, turn: Turn, asked: Passing) -> bool:
        """Answer a question asked in passing with the facts of this matter; False when there is nothing to say."""
        del turn, asked
        return False

    @abstractmethod
    async def submit(self, turn: Turn) -> None:
        """Carry out what the customer confirmed, and tell them what becomes of it, with times (playbook B3)."""

    def step(self, slot: str | None) -> Step | None:
        """The step of a slot."""
        return next((step for step in self.steps if step.slot == slot), None)

    def known(self, turn: Turn) -> dict[str, Any]:
        """What is known so far, by slot."""
        return {step.slot: turn.slot(step.slot) for step in self.steps if turn.slot(step.slot) is not None}

    def forget(self, turn: Turn) -> None:
        """The matter is over."""
        turn.remember(**{step.slot: None for step in self.steps})
        turn.forget_said(step.slot for step in self.steps)
