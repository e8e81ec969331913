"""Money back: how a refund under way stands, or a new one, asked for step by step (playbook B5, F1 to F4)."""

from __future__ import annotations

from actions.claims.form import claim_steps
from actions.claims.under_way_first import UnderWayFirstForm
from actions.forms.validating import SubmitForm, ValidateForm

MATTER = "request_refund"


class RefundForm(UnderWayFirstForm):
    """A refund; the ways that leave the customer without money are offered, too, where the rules open them."""

    name = "refund_form"
    matter = MATTER
    opened_by = frozenset({"request_return"})
    steps = claim_steps(also=frozenset({MATTER}))


class ValidateRefund(ValidateForm):
    """A turn of the form."""

    title = "validate_refund_form"
    form = RefundForm()


class ActionSubmitRefund(SubmitForm):
    """What was confirmed is asked of the shop."""

    title = "action_submit_request_refund"
    form = ValidateRefund.form
