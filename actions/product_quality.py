"""Goods that do not do what they should: seen, then returned, exchanged, mended, or kept for less (playbook F3)."""

from __future__ import annotations

from typing import Any

from actions.base import Turn
from actions.claims.form import ClaimForm, ReasonOfClaim, arrived, claim_steps
from actions.forms.validating import SubmitForm, ValidateForm
from bot.commerce.reasons import Reason

MATTER = "complain_quality"

_OF_QUALITY = (Reason.QUALITY, Reason.NOT_AS_DESCRIBED, Reason.FAKE, Reason.EXPIRED)


class _Quality(ReasonOfClaim):
    """What is wrong: in the customer's words when they name it, else the quality, for that is what they came with."""

    async def guess(self, turn: Turn) -> Any:
        """See :class:`actions.forms.step.Step`."""
        said = await super().guess(turn)
        return said if said in {reason.value for reason in _OF_QUALITY} else Reason.QUALITY.value


class QualityForm(ClaimForm):
    """A claim for goods that are not as they should be."""

    name = "quality_form"
    matter = MATTER
    opened_by = frozenset({"request_return", "request_refund"})
    steps = claim_steps(_Quality(_OF_QUALITY), suits=arrived)
    about_goods = True


class ValidateQuality(ValidateForm):
    """A turn of the form."""

    title = "validate_quality_form"
    form = QualityForm()


class ActionSubmitQuality(SubmitForm):
    """What was confirmed is asked of the shop."""

    title = "action_submit_complain_quality"
    form = ValidateQuality.form
