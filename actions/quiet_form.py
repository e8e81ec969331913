"""A form that never insists: a question in between is answered, and the form is over."""

from __future__ import annotations

from actions.base import Turn
from actions.forms.validating import Phase, ValidateForm, phase_of


class ValidateQuietly(ValidateForm):
    """What nobody has to answer is asked once; who turns to something else is not asked again."""

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        if phase_of(turn, self.form.name) is Phase.COMING_BACK:
            turn.close_form()
        else:
            await super().answer(turn)
