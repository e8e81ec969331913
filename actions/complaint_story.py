"""What happened, heard to the end and repeated back (playbook C4)."""

from __future__ import annotations

from typing import Any

from actions.base import Turn
from actions.complaint_slots import CASE, COMPLAINTS, FILED, HEARD_OUT, PHONE, STORY, WHEN, WISHES
from actions.complaint_wishes import demands_of, updated
from actions.forms.confirm_step import ConfirmStep
from actions.forms.form import CONFIRMED
from actions.forms.step import Step
from actions.heard import Heard
from actions.telling import asked_now, asks_us, says_no, tells
from bot.commerce import complaints

_MOST_PARTS = 20


class StoryStep(Step):
    """What happened, in the customer's own words, message after message until they say that is all (playbook C4).

    What they complained of before they came to this matter is part of it.
    """

    slot = STORY
    after_order = False

    async def begin(self, turn: Turn) -> None:
        """See :class:`actions.forms.step.Step`."""
        earlier = [heard for heard in reversed(turn.earlier()) if heard.text]
        case = (turn.slot("decision") or {}).get("handoff_id", "")
        if case != (turn.slot(CASE) or ""):
            turn.remember(**{CASE: case, STORY: None, WISHES: None, WHEN: None, FILED: [one.text for one in earlier]})
        filed, story = set(turn.slot(FILED) or []), list(turn.slot(STORY) or [])
        for heard in earlier:
            if heard.intent in COMPLAINTS and heard.text not in filed and not complaints.only_announces(heard.text):
                story = _with(story, heard.text)
        turn.remember(**{STORY: story or None, HEARD_OUT: None})

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        del asked
        if not tells(heard) or complaints.only_announces(heard.text) or not self._is_part(turn, heard):
            return None
        return _with(list(turn.slot(STORY) or []), heard.text)

    def _is_part(self, turn: Turn, heard: Heard) -> bool:
        if complaints.says_that_is_all(heard.text):
            return False
        asked, wishes = asked_now(turn), bool(demands_of(heard.text))
        if asked == STORY:
            return True
        if asked == PHONE or self._only_corrects(turn, heard):
            return False
        if asked in {HEARD_OUT, CONFIRMED}:
            return heard.intent in COMPLAINTS or not (wishes or complaints.sounds_like_a_wish(heard.text))
        return asked == "" or (heard.intent in COMPLAINTS and not wishes)

    def _only_corrects(self, turn: Turn, heard: Heard) -> bool:
        known = turn.slot(WISHES)
        return bool(known) and (complaints.wants_only(heard.text) or not set(known) <= set(updated(known, heard.text)))

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        if again:
            turn.say("utter_complaint_tell_again")
        elif turn.intent == "complain_service":
            turn.say("utter_service_sorry")
        else:
            turn.say("utter_complaint_tell")


class HeardOutStep(Step):
    """That there is nothing more to tell; pictures may come meanwhile (playbook F1)."""

    slot = HEARD_OUT
    after_order = False

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        if heard.choice_of(self.slot) == "yes":
            return True
        if not asked and asked_now(turn):
            return None
        if complaints.says_that_is_all(heard.text):
            return True
        if not asked:
            return None
        # Who is asked for more and says what they want instead has told it all.
        concludes = demands_of(heard.text) and heard.intent not in COMPLAINTS and not asks_us(heard)
        return True if says_no(heard) or concludes else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        told = len(turn.slot(STORY) or [])
        choices = {complaints.THAT_IS_ALL_TITLE: f"{self.slot}:yes"}
        if again or turn.heard.chosen == f"redo:{self.slot}":
            turn.say("utter_complaint_go_on", choices=choices)
        elif told > 1:
            turn.say("utter_complaint_and_else", choices=choices)
        elif turn.intent == "complain_service":
            turn.say("utter_service_sorry_and_else", choices=choices)
        else:
            turn.say("utter_complaint_anything_else", choices=choices)


class HeardRightStep(ConfirmStep):
    """Who answers 对吗 with 就这些 has nothing to put right."""

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        if asked and complaints.has_nothing_to_add(heard.text):
            return True
        return await super().read(turn, heard, asked=asked)


def _with(story: list[str], text: str) -> list[str]:
    return story if text in story else [*story, text][-_MOST_PARTS:]
