"""Money back: how a refund under way stands, or a new one, asked for step by step (playbook B5, F1 to F4)."""

from __future__ import annotations

from actions.base import Turn
from actions.claims.form import ClaimForm, claim_steps
from actions.claims.under_way import told_how_it_stands
from actions.decisions import told_what_was_decided
from actions.forms.validating import SubmitForm, ValidateForm

MATTER = "request_refund"


class RefundForm(ClaimForm):
    """A refund; the ways that leave the customer without money are offered, too, where the rules open them."""

    name = "refund_form"
    matter = MATTER
    opened_by = frozenset({"request_return"})
    steps = claim_steps(also=frozenset({MATTER}))

    async def opens(self, turn: Turn) -> bool:
        """See :class:`actions.forms.form.Form`; a question about a refund under way is answered instead."""
        if told_what_was_decided(turn):
            return False
        if turn.customer_id is not None and await told_how_it_stands(turn):
            return False
        return await super().opens(turn)


class ValidateRefund(ValidateForm):
    """A turn of the form."""

    title = "validate_refund_form"
    form = RefundForm()


class ActionSubmitRefund(SubmitForm):
    """What was confirmed is asked of the shop."""

    title = "action_submit_request_refund"
    form = ValidateRefund.form
