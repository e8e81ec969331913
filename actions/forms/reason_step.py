"""Why the customer wants it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions.base import Turn
from actions.forms.step import Step
from actions.heard import Heard
from bot.commerce.phrases import gives_up, is_a_question
from bot.commerce.reasons import REASON_TEXT, Reason

_OF_INTENT = {
    "complain_quality": Reason.QUALITY,
    "complain_damaged": Reason.DAMAGED,
    "complain_not_received": Reason.NOT_RECEIVED,
    "complain_delay": Reason.TOO_SLOW,
}
"""What a complaint comes to when it is given as a reason."""

_FAULTS = frozenset({"complain_quality", "complain_damaged"})
REQUESTED = "requested_slot"
_NO_SPECIAL_ONE = re.compile(
    r"没(?:有|啥|什么|别的)*(?:原因|理由)|(?:就是|单纯)(?:想退|不想)|不为(?:什么|啥)|不想说|随便"
)
_WORDS_OF_THEIR_OWN = frozenset({"nlu_fallback", "out_of_scope", "chitchat"})
_UNSURE = 0.6
"""Below this confidence an answer to the question is taken for what it is, not for a new matter."""
_NO_REASONS = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "ask_bot", "ask_help"})
_SHORTEST = 2
_LONGEST_NOTE = 200


class ReasonStep(Step):
    """A code of :class:`bot.commerce.reasons.Reason`, from the customer's words, with buttons for the usual ones.

    Words that name none of them, given as an answer, are the reason ``other``: a person reads them.
    """

    slot = "reason"
    looks_back = True

    def __init__(self, usual: Sequence[Reason], question: str = "utter_form_reason") -> None:
        self._usual = usual
        self._question = question

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        pressed = heard.choice_of(self.slot)
        if pressed in REASON_CODES:
            return pressed
        named = heard.last("reason")
        if named in REASON_CODES and not gives_up(heard.text):
            return named
        if not asked:
            return self._told(turn, heard)
        if _NO_SPECIAL_ONE.search(heard.text):
            return Reason.NO_REASON.value
        if heard.intent in _OF_INTENT:
            return _OF_INTENT[heard.intent].value
        if self._in_own_words(turn, heard):
            turn.remember(reason_note=heard.text[:_LONGEST_NOTE])
            return Reason.OTHER.value
        return None

    def _told(self, turn: Turn, heard: Heard) -> Any:
        """A fault that is told in answer to another question is the reason, when none is known."""
        fault = _OF_INTENT.get(heard.intent) if heard.intent in _FAULTS else None
        known = turn.slot(self.slot) is not None or not turn.slot(REQUESTED)
        return fault.value if fault and not known and heard.confidence >= _UNSURE else None

    def _in_own_words(self, turn: Turn, heard: Heard) -> bool:
        if len(heard.text) < _SHORTEST or is_a_question(heard.text) or gives_up(heard.text):
            return False
        if heard.intent in _WORDS_OF_THEIR_OWN or heard.intent == turn.slot("matter"):
            return True
        return heard.confidence < _UNSURE and heard.intent not in _NO_REASONS

    async def guess(self, turn: Turn) -> Any:
        """What was said earlier in this conversation."""
        said = turn.said_before("reason")
        return said if said in REASON_CODES else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        question = "utter_form_reason_again" if again else self._question
        turn.say(question, choices={REASON_TEXT[reason]: f"reason:{reason.value}" for reason in self._usual})


REASON_CODES = frozenset(reason.value for reason in Reason)
