"""Goods that came broken, too few, or not those that were ordered (playbook F1, F3)."""

from __future__ import annotations

from typing import Any

from actions.base import Turn
from actions.claims.form import ClaimForm, ReasonOfClaim, arrived, claim_steps
from actions.claims.missing_step import MissingPartStep
from actions.forms.validating import SubmitForm, ValidateForm
from bot.commerce.reasons import Reason

MATTER = "complain_damaged"

_ON_ARRIVAL = (Reason.DAMAGED, Reason.MISSING, Reason.WRONG_ITEM)


class _OnArrival(ReasonOfClaim):
    """Which of the three; reasons of another kind said before are not about this."""

    async def guess(self, turn: Turn) -> Any:
        """See :class:`actions.forms.step.Step`."""
        if turn.slot(MissingPartStep.slot) is not None:
            return Reason.MISSING.value
        said = await super().guess(turn)
        return said if said in {reason.value for reason in _ON_ARRIVAL} else None


class DamagedForm(ClaimForm):
    """A claim for what arrived otherwise than it was sent."""

    name = "damaged_form"
    matter = MATTER
    opened_by = frozenset({"request_return", "request_refund"})
    steps = claim_steps(_OnArrival(_ON_ARRIVAL, "utter_damaged_what"), suits=arrived)
    about_goods = True


class ValidateDamaged(ValidateForm):
    """A turn of the form."""

    title = "validate_damaged_form"
    form = DamagedForm()


class ActionSubmitDamaged(SubmitForm):
    """What was confirmed is asked of the shop."""

    title = "action_submit_complain_damaged"
    form = ValidateDamaged.form
