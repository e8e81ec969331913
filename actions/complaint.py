"""Taking a complaint in: heard to the end, repeated back with every demand, recorded, and in a person's hands."""

from __future__ import annotations

from collections.abc import Mapping

from actions.base import Turn
from actions.complaint_slots import FILED, HEARD_OUT, STORY, UNKNOWN, WHEN, WISHES
from actions.complaint_steps import AboutStep, ContactStep, ProofStep, WhenStep
from actions.complaint_story import HeardOutStep, HeardRightStep, StoryStep
from actions.complaint_wishes import WishesStep
from actions.forms.form import Form
from actions.forms.order_step import chosen_order
from actions.forms.validating import SubmitForm, ValidateForm
from bot.commerce import complaints

MATTER = "complain_shop"
REPLY = "complaint_reply"
"""The promise of ``data/policies/promises.yml`` that every complaint gets."""

_MOST_FILED = 60


async def _repeat(turn: Turn, buttons: Mapping[str, str]) -> None:
    """Everything that will be recorded, for the customer to put right (playbook C4)."""
    order = await chosen_order(turn)
    moment = turn.slot(WHEN)
    facts = {
        "story": complaints.story_spoken(turn.slot(STORY) or []),
        "about": complaints.about_spoken(order.title if order else "", moment if moment != UNKNOWN else None),
        "wishes": complaints.wishes_spoken(turn.slot(WISHES) or []),
        "proof": complaints.proof_spoken(len(turn.slot("evidence") or [])),
    }
    turn.say("utter_complaint_repeat", facts, choices=buttons)


class ComplaintForm(Form):
    """One complaint, whatever it is about; of people's behaviour (``complain_service``), too."""

    name = "complaint_form"
    matter = MATTER
    opened_by = frozenset({"complain_service"})
    steps = (
        AboutStep(),
        StoryStep(),
        HeardOutStep(),
        WhenStep(),
        WishesStep(),
        ContactStep(),
        ProofStep(),
        HeardRightStep(_repeat, redo={complaints.TELL_MORE_TITLE: HEARD_OUT, complaints.OTHER_WISHES_TITLE: WISHES}),
    )

    async def submit(self, turn: Turn) -> None:
        """The answer is promised and recorded, and a person takes over with everything known."""
        order = await chosen_order(turn)
        told, wishes = list(turn.slot(STORY) or []), list(turn.slot(WISHES) or [])
        turn.remember(**{FILED: [*(turn.slot(FILED) or []), *told][-_MOST_FILED:]})
        by = turn.promise(REPLY, order_id=order.order_id if order else "")
        if wishes:
            turn.say("utter_complaint_recorded", {"by": by, "wishes": complaints.wishes_spoken(wishes)})
        else:
            turn.say("utter_complaint_recorded_no_wish", {"by": by})
        turn.hand_off("service")


class ValidateComplaint(ValidateForm):
    """A turn of the form."""

    title = "validate_complaint_form"
    form = ComplaintForm()


class ActionSubmitComplaint(SubmitForm):
    """The complaint is recorded."""

    title = "action_submit_complaint"
    form = ValidateComplaint.form
