"""Not understood: choices once, then a person."""

from __future__ import annotations

from contextlib import suppress

from actions.base import SkillAction, Turn
from actions.decisions import told_what_was_decided
from actions.history import ran
from actions.knowledge import known, quote
from actions.likely import likely
from actions.misses import calls_a_person
from actions.order_telling import tell_order
from actions.picking import own_named
from actions.product_question import answered_after_all
from actions.refund_policy import answered_shortly
from bot.kernel.errors import ShopUnavailable


class ActionMiss(SkillAction):
    """Count misunderstandings in a row; the second in a row brings a person (playbook D1)."""

    title = "action_miss"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        if told_what_was_decided(turn) or answered_shortly(turn) or await _known_after_all(turn):
            return
        if len(named := await own_named(turn)) == 1:
            # Of a line that is not clear otherwise, the order it names is.
            tell_order(turn, named[0])
            return
        # Small talk is answered by rules that set no slot, so the row is read from what happened, not the count.
        misses = turn.missed + 1 if ran(turn.before, self.title) else 1.0
        if calls_a_person(misses):
            turn.hand_off("misunderstood")
            return
        if meanings := likely(turn):
            turn.say("utter_miss_likely", intents=meanings)
        else:
            turn.say("utter_miss_choices")
        turn.remember(misses=misses)


async def _known_after_all(turn: Turn) -> bool:
    """Answer from the shop's pages or the knowledge base what they clearly answer, whatever it was taken for."""
    with suppress(ShopUnavailable):
        if await answered_after_all(turn):
            return True
    found = known(turn, "", turn.heard.text)
    if found is None or not found.is_sure:
        return False
    quote(turn, found)
    return True


class ActionLateChoice(SkillAction):
    """A button of a step that is over does nothing, and says so."""

    title = "action_late_choice"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        turn.say("utter_form_late_choice")
