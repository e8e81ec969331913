"""How many of one kind of goods, where several were bought."""

from __future__ import annotations

from typing import Any

from actions.base import Turn
from actions.claims.case import case_of
from actions.claims.missing_step import what_is_missing
from actions.forms.step import Step
from actions.heard import Heard
from bot.language.pieces import pieces_answered, pieces_claimed

_MOST_BUTTONS = 4
_LOOKED_BACK = 2
"""Messages before this one that may have said it: further back, another matter may be meant."""


class PiecesStep(Step):
    """A number of pieces; not asked for where it settles nothing: one was bought, or a part of one is missing."""

    slot = "claim_pieces"

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        return await _bought(turn) > 1 and not what_is_missing(turn)

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        bought = await _bought(turn)
        if bought < 2:
            return None
        pressed = heard.choice_of(self.slot)
        if pressed is not None:
            return int(pressed) if pressed.isdigit() else None
        return pieces_answered(heard.text, bought) if asked else pieces_claimed(heard.text, bought)

    async def guess(self, turn: Turn) -> Any:
        """What was said before it was known which goods are meant."""
        bought = await _bought(turn)
        said = (pieces_claimed(one.text, bought) for one in (turn.heard, *turn.earlier()[:_LOOKED_BACK]))
        return next((pieces for pieces in said if pieces is not None), None)

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        case, bought = await case_of(turn), await _bought(turn)
        fewer = range(1, min(bought, _MOST_BUTTONS))
        choices = {turn.word("button.pieces", count=count): f"{self.slot}:{count}" for count in fewer}
        choices[turn.word("button.all_pieces", count=bought)] = f"{self.slot}:{bought}"
        turn.say("utter_claim_how_many", {"title": case.title if case else "", "count": str(bought)}, choices=choices)


async def _bought(turn: Turn) -> int:
    """How many of the one line it is about; 0 while there is none, or it is about several lines."""
    case = await case_of(turn)
    return case.lines[0].quantity if case is not None and case.signed and len(case.lines) == 1 else 0
