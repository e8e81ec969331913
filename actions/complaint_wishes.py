"""What a complaint asks for: all of it (playbook C5)."""

from __future__ import annotations

from typing import Any

from actions.base import Turn
from actions.complaint_slots import COMPLAINTS, STORY, WISHES
from actions.forms.step import Step
from actions.heard import Heard
from actions.telling import says_no, tells
from bot.commerce import complaints
from bot.kernel.text import MAX_CHARS
from bot.risk.demands import DEMANDS
from bot.risk.reader import read as read_risk

_LONGEST_WISH = 60


class WishesStep(Step):
    """All that is asked for (playbook C5): codes of :mod:`bot.risk.demands`, else the customer's words; may be none."""

    slot = WISHES
    after_order = False

    async def guess(self, turn: Turn) -> Any:
        """What was asked for in what was told."""
        return demands_of("。".join(turn.slot(STORY) or [])) or None

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        if pressed := heard.choice_of(self.slot):
            return [pressed]
        known, named = turn.slot(self.slot), _named(heard.text) if asked else demands_of(heard.text)
        if known and heard.text:
            wishes = named if named and complaints.wants_only(heard.text) else updated(known, heard.text)
            if asked or wishes != known:
                return wishes
        elif named:
            return named
        if not asked:
            return None
        if complaints.wants_nothing(heard.text) or says_no(heard):
            return []
        if complaints.moment_named(heard.text, turn.now) == heard.text:
            return None
        own_words = tells(heard) and (heard.intent not in COMPLAINTS or complaints.sounds_like_a_wish(heard.text))
        return [heard.text[:_LONGEST_WISH]] if own_words else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        choices = {complaints.DEMAND_TEXT[one]: f"{self.slot}:{one}" for one in complaints.USUAL_DEMANDS}
        turn.say("utter_complaint_wishes_again" if again else "utter_complaint_wishes", choices=choices)


def demands_of(text: str) -> list[str]:
    """What the words ask for, less what they waive; a wish for a person is not a demand of a complaint.

    Words that only tell of one (下单以后还不让我取消) ask for nothing.
    """
    return _named(text) if complaints.sounds_like_a_wish(text) else []


def updated(known: list[str], text: str) -> list[str]:
    """The wishes after one more message: the last word on each counts, so that 道歉就不用了 takes it away."""
    if not complaints.sounds_like_a_wish(text):
        return known
    read = [one for one in known if one in DEMANDS]
    standing = _named("，".join([*(complaints.as_said(one) for one in read), text]))
    kept = [one for one in known if one not in DEMANDS or one in standing]
    return [*kept, *(one for one in standing if one not in known)]


def _named(text: str) -> list[str]:
    return [one for one in read_risk(text[-MAX_CHARS:]).demands if one in complaints.DEMAND_TEXT]
