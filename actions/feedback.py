"""A suggestion or praise: thanked for by what it is about, and kept for staff."""

from __future__ import annotations

from typing import Any

from actions.base import SkillAction, Turn
from actions.forms.form import Form
from actions.forms.step import Step
from actions.heard import Heard
from actions.quiet_form import ValidateQuietly
from actions.telling import asks_us, tells
from bot.commerce import remarks

WORDS = "feedback_words"
FEEDBACK = "feedback"


class WordsStep(Step):
    """What the customer thinks; that they have something to say is not it yet."""

    slot = WORDS
    after_order = False

    async def begin(self, turn: Turn) -> None:
        """See :class:`actions.forms.step.Step`."""
        turn.remember(**{WORDS: None})

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        del turn
        meant = asked or heard.intent == "give_feedback"
        told = meant and tells(heard) and not asks_us(heard) and not remarks.only_announces(heard.text)
        return heard.text if told else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        turn.say("utter_feedback_tell")


class FeedbackForm(Form):
    """One remark."""

    name = "feedback_form"
    matter = "give_feedback"
    steps = (WordsStep(),)

    async def submit(self, turn: Turn) -> None:
        """Kept word for word; praise is passed on, a suggestion goes to whom it concerns."""
        words = str(turn.slot(WORDS))
        sort, about = remarks.sort_of(words), remarks.about(words)
        turn.note(FEEDBACK, sort=sort, about=about, words=words)
        response = f"utter_feedback_{sort}"
        if about:
            turn.say(f"{response}_about", {"about": about})
        else:
            turn.say(response)


class ValidateFeedback(ValidateQuietly):
    """A turn of the form."""

    title = "validate_feedback_form"
    form = FeedbackForm()


class ActionSubmitFeedback(SkillAction):
    """The remark is kept."""

    title = "action_submit_feedback"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        if not turn.slot(WORDS):
            return
        await ValidateFeedback.form.submit(turn)
        ValidateFeedback.form.forget(turn)
