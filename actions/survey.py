"""How it was: asked once when a matter is settled and the customer takes leave, and kept for staff (playbook G2)."""

from __future__ import annotations

from typing import Any

from actions.base import SkillAction, Turn
from actions.forms.form import Form
from actions.forms.step import Step
from actions.heard import Heard
from actions.quiet_form import ValidateQuietly
from actions.telling import asks_us, tells
from bot.language.ratings import rating_of

SCORE, WHY, SURVEYED = "survey_score", "survey_why", "surveyed"
SURVEY = "survey"
GOOD, POOR = 4, 2
"""From ``GOOD`` on nothing is asked any more; up to ``POOR`` a person is offered."""


class ScoreStep(Step):
    """One to five, as text."""

    slot = SCORE
    after_order = False

    async def begin(self, turn: Turn) -> None:
        """See :class:`actions.forms.step.Step`."""
        turn.remember(**{SCORE: None, WHY: None})

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        if turn.slot(SCORE) is not None and not heard.choice_of(SCORE):
            return None
        pressed = heard.choice_of(SCORE)
        score = int(pressed) if pressed else rating_of(heard.text) if asked or heard.intent == "rate_service" else None
        return None if score is None else str(score)

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        turn.say("utter_survey_score")


class WhyStep(Step):
    """What was not good, in the customer's words: one open question, after a low rating only."""

    slot = WHY
    after_order = False

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        return int(turn.slot(SCORE) or GOOD) < GOOD

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        del turn
        if not asked:
            return None
        if heard.intent in {"deny", "thanks", "goodbye"}:
            return ""
        return heard.text if tells(heard) and not asks_us(heard) else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        score = int(turn.slot(SCORE))
        if not again:
            note(turn, score, "")
        turn.say("utter_survey_why" if score > POOR else "utter_survey_why_poor")


class SurveyForm(Form):
    """A rating, and what lies behind a low one."""

    name = "survey_form"
    matter = "rate_service"
    steps = (ScoreStep(), WhyStep())

    async def opens(self, turn: Turn) -> bool:
        """A number out of the blue may be anything; it is a rating only where one was asked for."""
        if turn.heard.text.isdecimal():
            turn.say("utter_miss_choices")
            return False
        return True

    async def submit(self, turn: Turn) -> None:
        """Thank, with the offer of a person where it was not good."""
        score, why = int(turn.slot(SCORE)), str(turn.slot(WHY) or "")
        if score >= GOOD or why:
            note(turn, score, why)
        if score >= GOOD:
            turn.say("utter_survey_thanks")
        elif why and score <= POOR:
            turn.say("utter_survey_thanks_poor")
            turn.offer_human()
        elif why:
            turn.say("utter_survey_thanks_why")
        elif turn.slot(WHY) is not None:
            turn.say("utter_survey_no_why")


class ValidateSurvey(ValidateQuietly):
    """A turn of the form."""

    title = "validate_survey_form"
    form = SurveyForm()


class ActionSubmitSurvey(SkillAction):
    """The rating is kept."""

    title = "action_submit_survey"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        if turn.slot(SCORE) is None:
            return
        await ValidateSurvey.form.submit(turn)
        ValidateSurvey.form.forget(turn)


class ActionAskSurvey(SkillAction):
    """Ask for a rating when something was settled, once for each matter; else say nothing."""

    title = "action_ask_survey"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        settled, asked = turn.settled, turn.slot(SURVEYED) or []
        if turn.in_hand or not settled or settled in asked:
            return
        turn.remember(**{SURVEYED: [*asked, settled]})
        turn.say("utter_survey_ask")


def note(turn: Turn, score: int, why: str) -> None:
    """Have the rating kept beside the conversation (protocol, section 4)."""
    turn.note(SURVEY, score=score, about=turn.settled, words=why)
