"""The turn of a form: what the message adds to what is known, and what is asked next."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from actions.base import SkillAction, Turn
from actions.forms.confirm_step import ConfirmStep
from actions.forms.form import ABOUT, CONFIRMED, Form
from actions.forms.passing import answer_in_passing, only_asks
from actions.forms.step import NOTED, Step
from actions.knowledge import known, quote
from actions.likely import likely
from actions.misses import calls_a_person
from bot.commerce.phrases import asks_what_to_do, gives_up, is_a_question, only_gives_up

REQUESTED = "requested_slot"

TO_A_PERSON = frozenset({"ask_human", "threat_expose", "anger_vent"})
"""What is never taken for an answer to a question."""

NOT_UNDERSTOOD = frozenset({"nlu_fallback", "out_of_scope", ""})

SMALL = frozenset({"affirm", "deny", "inform_order", "choose_order", "choose", "send_evidence"})
"""Intents that are answers to questions; with nothing found in them, they were not understood."""

POLITE = frozenset({"thanks", "goodbye"})
"""A word of thanks ends a talk; the open question is still there when the customer comes back to it."""

DOUBTFUL = 0.5
"""Below this confidence words open no form (of 7 shop messages with less 4 were meant so, of 100 with more 95),
and inside one, words that ask nothing are an answer that was not understood, not a new matter."""


class Phase(Enum):
    """Why a form's turn is run."""

    OPENING = "opening"
    HEARING = "hearing"
    COMING_BACK = "coming_back"


def phase_of(turn: Turn, form: str) -> Phase:
    """What happened since the customer's message tells (see :mod:`actions.forms.form`)."""
    for event in turn.since:
        if event.get("event") == "active_loop" and event.get("name") == form:
            return Phase.OPENING
        if event.get("event") == "action_execution_rejected" and event.get("name") == form:
            return Phase.COMING_BACK
    return Phase.HEARING


class ValidateForm(SkillAction):
    """``validate_<form>`` of one form."""

    form: ClassVar[Form]
    in_form = True

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        phase = phase_of(turn, self.form.name)
        if phase is Phase.OPENING:
            await self._open(turn)
        elif phase is Phase.COMING_BACK:
            await self._come_back(turn)
        else:
            turn.remember(asides=0.0)
            await self._hear(turn)

    async def _open(self, turn: Turn) -> None:
        turn.remember(asides=0.0)
        doubtful = turn.heard.text and 0 < turn.heard.confidence < DOUBTFUL
        if doubtful and not (self.form.only_on_request and only_asks(turn)):
            # To be led through a form for something one never asked for is worse than one more button.
            turn.say("utter_miss_likely", intents=likely(turn) or [self.form.matter])
            turn.close_form()
            return
        if (left := turn.slot("matter")) not in (None, self.form.matter):
            turn.remember(parked=left)
        turn.remember(**{CONFIRMED: None, "matter": self.form.matter})
        for step in self.form.steps:
            await step.begin(turn)
        if not await self.form.opens(turn):
            turn.close_form()
            return
        if self.form.only_on_request and only_asks(turn) and await answer_in_passing(turn, self.form):
            # Who asks how it goes has not asked for it yet.
            turn.say("utter_form_begin", intents=[self.form.matter])
            turn.close_form()
            return
        for heard in reversed(turn.earlier()):
            for step in self.form.steps:
                if step.looks_back and turn.slot(step.slot) is None:
                    value = await step.read(turn, heard, asked=False)
                    if value is not None and value is not NOTED:
                        turn.remember(**{step.slot: value})
        await self._take(turn, asked=None)
        if await answer_in_passing(turn, self.form) and not turn.in_hand:
            return
        await self._go_on(turn)

    async def _come_back(self, turn: Turn) -> None:
        """Ask again after a question in between: once. Who goes on with other things, or takes leave, is not chased."""
        asides = int(turn.slot("asides") or 0)
        turn.remember(asides=float(asides + 1))
        requested = turn.slot(REQUESTED)
        if requested is not None and (asides or turn.intent in POLITE):
            turn.remember(**{REQUESTED: requested})
            return
        await self._go_on(turn)

    async def _hear(self, turn: Turn) -> None:
        if turn.intent in TO_A_PERSON:
            turn.step_aside()
            return
        if turn.heard.chosen == "drop:yes" or only_gives_up(turn.heard.text):
            self._drop(turn)
            return
        asked = self.form.step(turn.slot(REQUESTED))
        answered = await answer_in_passing(turn, self.form)
        if answered and not turn.in_hand:
            # The answer was that there is nothing to go on with.
            return
        found = bool(turn.heard.text or not answered) and await self._take(turn, asked=asked)
        if found:
            await self._go_on(turn)
        elif answered:
            await self._remind(turn, asked)
        elif gives_up(turn.heard.text):
            self._drop(turn)
        elif asked is not None and asks_what_to_do(turn.heard.text):
            turn.remember(**{REQUESTED: asked.slot})
            await asked.ask(turn, again=False)
        elif asked is not None and self._belongs_here(turn):
            if is_a_question(self._words(turn)):
                await self._answer_question(turn, asked)
            else:
                await self._ask_again(turn, asked)
        else:
            turn.step_aside()

    async def _remind(self, turn: Turn, asked: Step | None) -> None:
        if asked is None:
            await self._go_on(turn)
            return
        # Said anew: else Rasa asks for whatever required slot is empty, one that nobody has to fill, too.
        turn.remember(**{REQUESTED: asked.slot})
        await asked.remind(turn)

    async def _answer_question(self, turn: Turn, asked: Step) -> None:
        """From the knowledge base; what it does not know is said honestly, and the second time a person answers."""
        entry = known(turn, "", turn.heard.text)
        if entry is not None and entry.is_sure:
            quote(turn, entry)
            await self._remind(turn, asked)
            return
        misses = turn.missed + 1
        if calls_a_person(misses):
            turn.hand_off("misunderstood")
            turn.close_form()
            return
        turn.remember(misses=misses)
        turn.say("utter_form_cannot_tell")
        await self._remind(turn, asked)

    def _drop(self, turn: Turn) -> None:
        turn.say("utter_form_dropped")
        turn.close_form()
        offer_parked(turn)

    def _words(self, turn: Turn) -> str:
        """The words without marks at their end where these make no question: 改地址 四川?? is an answer, in doubt."""
        own = {self.form.matter, *self.form.opened_by}
        return turn.heard.text.rstrip("?？ ") if turn.intent in own else turn.heard.text

    def _belongs_here(self, turn: Turn) -> bool:
        """Whether a message with nothing in it for the form was meant for it all the same."""
        own = {self.form.matter, *self.form.opened_by}
        doubtful = turn.heard.confidence < DOUBTFUL and not is_a_question(turn.heard.text)
        return doubtful or turn.intent in NOT_UNDERSTOOD | SMALL | own

    async def _take(self, turn: Turn, *, asked: Step | None) -> bool:
        """Read the message with every step; the values of an order fall when another order is named."""
        found, changed = False, False
        wrong = turn.heard.chosen or (asked.put_right(turn) if isinstance(asked, ConfirmStep) else "")
        for step in self.form.steps:
            if step.slot == CONFIRMED and changed:
                # Whoever puts something right has not said yes to what it was, nor to what it is now.
                continue
            if wrong == f"redo:{step.slot}":
                turn.remember(**{step.slot: None, CONFIRMED: None, "redo": step.slot})
                turn.forget_said([step.slot])
                return True
            before = turn.slot(step.slot)
            value = await step.read(turn, turn.heard, asked=step is asked)
            if value is None:
                # A step may take back what it knew without knowing better: 不是这单.
                found = found or (before is not None and turn.slot(step.slot) is None)
                continue
            found = True
            if value is NOTED:
                continue
            if step.slot == ABOUT and turn.slot(ABOUT) not in (None, value):
                turn.remember(**{other.slot: None for other in self.form.steps if other.after_order})
            if step.slot != CONFIRMED and turn.slot(step.slot) != value:
                changed = True
                turn.remember(**{CONFIRMED: None})
            turn.remember(**{step.slot: value})
        return found

    async def _go_on(self, turn: Turn) -> None:
        """Ask for the next thing that is missing; none missing ends the form, and the rules submit it."""
        while await self._may_go_on(turn):
            step = await self._missing(turn)
            if step is None:
                break
            plain = None if turn.slot("redo") == step.slot else await step.guess(turn)
            if plain is None:
                turn.remember(**{REQUESTED: step.slot, "redo": None})
                await step.ask(turn, again=False)
                return
            turn.remember(**{step.slot: plain})
        turn.close_form()

    async def _may_go_on(self, turn: Turn) -> bool:
        if turn.slot(ABOUT):
            # Also when nothing more is asked about it: it is the order being talked about now.
            turn.remember(order_id=turn.slot(ABOUT))
        return await self.form.ready(turn)

    async def _missing(self, turn: Turn) -> Step | None:
        for step in self.form.steps:
            if turn.slot(step.slot) is None and await step.wanted(turn):
                return step
        return None

    async def _ask_again(self, turn: Turn, asked: Step) -> None:
        """The second answer in a row that is not understood brings a person (playbook D1)."""
        misses = turn.missed + 1
        if calls_a_person(misses):
            turn.hand_off("misunderstood")
            turn.close_form()
            return
        # Said anew: else Rasa asks for whatever required slot is empty, one that nobody has to fill, too.
        turn.remember(**{"misses": misses, REQUESTED: asked.slot})
        await asked.ask(turn, again=True)


class SubmitForm(SkillAction):
    """``action_submit_<matter>``: runs when the form is closed, and does something only when all was confirmed."""

    form: ClassVar[Form]

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        if turn.slot(CONFIRMED) is not True:
            # What the form said when it closed still stands, an offer of a person above all.
            turn.step_aside()
            return
        await self.form.submit(turn)
        self.form.forget(turn)
        offer_parked(turn)


def offer_parked(turn: Turn) -> None:
    """Ask whether to go on with the matter that another one pushed aside."""
    parked = turn.slot("parked")
    if parked in turn.choices:
        turn.say("utter_resume_parked", {"matter": turn.choices[parked]}, intents=[parked])
    turn.remember(parked=None)
