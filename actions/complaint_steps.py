"""What else has to be known of a complaint: when, how to reach a visitor, which order, which pictures."""

from __future__ import annotations

from typing import Any

from actions.base import Turn
from actions.complaint_slots import PHONE, STORY, UNKNOWN, WHEN
from actions.complaint_wishes import demands_of
from actions.forms.evidence_step import EvidenceStep
from actions.forms.form import CONFIRMED
from actions.forms.named_step import NamedStep
from actions.forms.order_step import OrderStep
from actions.forms.step import Step
from actions.heard import Heard
from actions.telling import asked_now, says_no, tells
from bot.commerce import complaints
from bot.commerce.policies.evidence import Evidence


class WhenStep(Step):
    """When it happened, in the customer's words; an order tells it by itself (playbook A4)."""

    slot = WHEN
    after_order = False

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        return not turn.slot("about_order")

    async def guess(self, turn: Turn) -> Any:
        """A time named in what was told."""
        named = [complaints.moment_named(part, turn.now) for part in turn.slot(STORY) or []]
        return next((moment for moment in named if moment), None)

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        if heard.choice_of(self.slot):
            return heard.choice_of(self.slot)
        if turn.slot(self.slot) and asked_now(turn) != CONFIRMED:
            return None
        moment = complaints.moment_named(heard.text, turn.now)
        if moment or not asked:
            return moment
        if says_no(heard):
            return UNKNOWN
        return heard.text[:30] if tells(heard) and not demands_of(heard.text) else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        turn.say("utter_complaint_when", choices={complaints.NO_MOMENT_TITLE: f"{self.slot}:{UNKNOWN}"})


class ContactStep(NamedStep):
    """How a visitor can be reached (playbook A5); who is signed in is known."""

    def __init__(self) -> None:
        super().__init__(PHONE, "phone", "utter_complaint_phone")

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        return turn.customer_id is None

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        refused = heard.intent == "deny" or complaints.keeps_it_to_themselves(heard.text)
        if heard.choice_of(self.slot) or (asked and refused and not heard.named.get("phone")):
            return UNKNOWN
        return await super().read(turn, heard, asked=asked)

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        turn.say("utter_complaint_phone", choices={complaints.NO_PHONE_TITLE: f"{self.slot}:{UNKNOWN}"})


class ProofStep(EvidenceStep):
    """Pictures, whenever they come; they are asked for together with the rest of the story."""

    after_order = False

    def __init__(self) -> None:
        super().__init__(_none_needed)

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        return await super().read(turn, heard, asked=asked) or None


class AboutStep(OrderStep):
    """The order it is about, when the customer names one or was talking about one; nobody is asked for it."""

    def __init__(self) -> None:
        super().__init__(lambda _turn, _order: True)

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        del turn
        return False


async def _none_needed(turn: Turn) -> list[Evidence]:
    del turn
    return []
