"""The customer's yes to what will be done, and the way back when it is not what they meant."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from actions.base import Turn
from actions.forms.form import ABOUT, CONFIRMED
from actions.forms.step import Step
from actions.heard import Heard
from bot.commerce.phrases import asks_progress, gives_up, is_a_question

ANOTHER_ORDER = {"redo_order": ABOUT}
"""The button that asks for the order anew."""
YES = {"confirm": f"{CONFIRMED}:yes"}
NO = {"drop": "drop:yes"}


class ConfirmStep(Step):
    """Repeats back what was understood and waits for a yes: nothing is asked of a shop without it (playbook C4).

    Args:
        says: says what will be done with :meth:`Turn.say` and the buttons handed to it.
        redo: what can be put right: title of a button to the slot that is asked again.
        also: intents that mean yes here: 退吧 when a refund is to be confirmed.
    """

    slot = CONFIRMED

    def __init__(
        self,
        says: Callable[[Turn, Mapping[str, str]], Awaitable[None]],
        *,
        redo: Mapping[str, str],
        also: frozenset[str] = frozenset(),
    ) -> None:
        self._says = says
        self._redo = {title: f"redo:{slot}" for title, slot in redo.items()}
        self._also = also

    def put_right(self, turn: Turn) -> str:
        """What the words ask to put right as the button of the same title would; empty when they name none."""
        words = _AROUND.sub("", turn.heard.text)
        return next((value for name, value in self._redo.items() if turn.title(name) == words), "")

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        del turn
        # A yes to another question than this one, pressed late, is none.
        if not asked:
            return None
        if heard.choice_of(self.slot) == "yes":
            return True
        if _holds_back(heard.text) or asks_progress(heard.text):
            return None
        wishes = heard.intent in self._also and not is_a_question(heard.text)
        return True if heard.intent == "affirm" or wishes else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        if again:
            turn.say("utter_form_what_is_wrong", choices={**self._redo, **YES, **NO})
        else:
            await self._says(turn, {**YES, **NO})

    async def remind(self, turn: Turn) -> None:
        """What was repeated back stands a few lines further up, and has not changed."""
        turn.say("utter_form_confirm_wait", choices={**YES, **NO})


_AROUND = re.compile("^[，,。.！! ]+|[，,。.！! 吧]+$")
"""Marks and the particle that may stand around a title."""

_HOLDS_BACK = re.compile(
    r"算了|先别|先不|不[对是]|错了|再想想|考虑|等等|等一下|不[要用想]?(?:退|换|修|取消|办|提交|改|申请)了?"
)


def _holds_back(text: str) -> bool:
    """Whether the words are no yes, whatever they were understood as: nothing is done on a doubtful one."""
    return gives_up(text) or _HOLDS_BACK.search(text) is not None
