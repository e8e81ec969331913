"""Return, exchange, repair: the same claim as a refund, begun from the goods (playbook F3, F4)."""

from __future__ import annotations

from actions.claims.form import claim_steps
from actions.claims.under_way_first import UnderWayFirstForm
from actions.forms.validating import SubmitForm, ValidateForm

MATTER = "request_return"


class ReturnForm(UnderWayFirstForm):
    """Goods go back, for money, for others, or to be mended."""

    name = "return_form"
    matter = MATTER
    opened_by = frozenset({"request_refund"})
    steps = claim_steps(also=frozenset({MATTER}))


class ValidateReturn(ValidateForm):
    """A turn of the form."""

    title = "validate_return_form"
    form = ReturnForm()


class ActionSubmitReturn(SubmitForm):
    """What was confirmed is asked of the shop."""

    title = "action_submit_request_return"
    form = ValidateReturn.form
