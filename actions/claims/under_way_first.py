"""The form of a claim that may have been made before: a refund or a return asked for by that name."""

from __future__ import annotations

from actions.base import Turn
from actions.claims.form import ClaimForm
from actions.claims.under_way import told_how_it_stands
from actions.decisions import told_what_was_decided


class UnderWayFirstForm(ClaimForm):
    """A claim that is opened only when the customer does not ask about one that was decided or is under way."""

    async def opens(self, turn: Turn) -> bool:
        """See :class:`actions.forms.form.Form`; a question about a claim under way is answered instead."""
        if told_what_was_decided(turn):
            return False
        if turn.customer_id is not None and await told_how_it_stands(turn):
            return False
        return await super().opens(turn)
