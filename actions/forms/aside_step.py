"""A question in the middle of a matter that a step takes note of, to be answered before going on."""

from __future__ import annotations

from actions.base import Turn
from actions.forms.step import Step


class AsideStep(Step):
    """Never asked for, and true of no order: a subclass says which question it reads."""

    after_order = False

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        del turn
        return False

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
