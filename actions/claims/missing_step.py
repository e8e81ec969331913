"""Which part is missing, kept in the customer's words for whoever sends it after (playbook A4)."""

from __future__ import annotations

from typing import Any

from actions.base import Turn
from actions.claims.case import case_of
from actions.forms.step import Step
from actions.heard import Heard
from bot.commerce.phrases import gives_up, is_a_question
from bot.commerce.reasons import Reason
from bot.language.parts import missing_part

WHOLE = "whole"
"""Nothing of the goods is there, or the customer cannot say which part is not."""

_SHORTEST = 2
_LONGEST = 40
_TALK = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "ask_bot", "ask_help", "ask_human"})


class MissingPartStep(Step):
    """What is missing; asked for only when that is the reason and nothing definite was said."""

    slot = "missing_part"
    looks_back = True

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        case = await case_of(turn)
        return case is not None and case.signed and turn.slot("reason") == Reason.MISSING.value

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        pressed = heard.choice_of(self.slot)
        if pressed is not None:
            return pressed
        named = missing_part(heard.text)
        if named is not None and (asked or turn.slot(self.slot) is None):
            return named
        if not asked or heard.intent in _TALK or is_a_question(heard.text) or gives_up(heard.text):
            return None
        return heard.text[:_LONGEST] if len(heard.text) >= _SHORTEST else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        turn.say("utter_claim_what_is_missing", choices={"whole_missing": f"{self.slot}:{WHOLE}"})


def what_is_missing(turn: Turn) -> str:
    """The part in words; empty when it is the whole, or nothing is missing."""
    part = turn.slot(MissingPartStep.slot) if turn.slot("reason") == Reason.MISSING.value else None
    return str(part) if part and part != WHOLE else ""
