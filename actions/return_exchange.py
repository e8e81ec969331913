"""Return, exchange, repair: the same claim as a refund, begun from the goods (playbook F3, F4)."""

from __future__ import annotations

from actions.base import Turn
from actions.claims.form import ClaimForm, claim_steps
from actions.claims.under_way import told_how_it_stands
from actions.decisions import told_what_was_decided
from actions.forms.validating import SubmitForm, ValidateForm

MATTER = "request_return"


class ReturnForm(ClaimForm):
    """Goods go back, for money, for others, or to be mended."""

    name = "return_form"
    matter = MATTER
    opened_by = frozenset({"request_refund"})
    steps = claim_steps(also=frozenset({MATTER}))

    async def opens(self, turn: Turn) -> bool:
        """See :class:`actions.forms.form.Form`."""
        if told_what_was_decided(turn):
            return False
        if turn.customer_id is not None and await told_how_it_stands(turn):
            return False
        return await super().opens(turn)


class ValidateReturn(ValidateForm):
    """A turn of the form."""

    title = "validate_return_form"
    form = ReturnForm()


class ActionSubmitReturn(SubmitForm):
    """What was confirmed is asked of the shop."""

    title = "action_submit_request_return"
    form = ValidateReturn.form
