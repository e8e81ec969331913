"""Account and membership: the member's own figures from the shop, and how things are done from the knowledge base.

Nothing here asks for a password or a verification code, and nothing here can use one.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.base import SkillAction, Turn
from actions.decisions import told_what_was_decided
from actions.knowledge import known, offer_near, quote, quoted_what_was_chosen
from bot.commerce.member_questions import About, asked_about, wants_own_figures
from bot.commerce.member_wording import coupon_words, member_words
from bot.commerce.membership import AccountState
from bot.kernel.errors import ShopUnavailable

SKILL = "account_member"
INTENT = "ask_account"

_SAID = {
    About.POINTS: "utter_account_points",
    About.EXPIRING: "utter_account_points",
    About.LEVEL: "utter_account_level",
    About.BENEFITS: "utter_account_benefits",
}


class ActionAnswerAccount(SkillAction):
    """Answer what is asked about account and membership."""

    title = "action_answer_account"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        if told_what_was_decided(turn):
            return
        turn.remember(topic=INTENT)
        if quoted_what_was_chosen(turn):
            return
        question = turn.heard.text
        about = asked_about(question)
        if about and wants_own_figures(question):
            await _own_figures(turn, question, about)
        else:
            await _how_it_is(turn, question, about)


async def _own_figures(turn: Turn, question: str, about: Sequence[About]) -> None:
    """The figures alone; a visitor is told where they are seen."""
    if turn.customer_id is None:
        turn.say("utter_account_sign_in")
    elif not await _told_figures(turn, about[:2]):
        await _how_it_is(turn, question, ())


async def _how_it_is(turn: Turn, question: str, about: Sequence[About]) -> None:
    """How things are done, and the member's own figures when they belong to it."""
    found = known(turn, SKILL, question)
    if found is None:
        _unknown(turn, question)
        return
    quote(turn, found)
    if turn.customer_id is None:
        return
    try:
        await _told_figures(turn, [one for one in about if one in _BELONGS])
    except ShopUnavailable:
        # The answer is given; the figures were only to go with it.
        return


_BELONGS = (About.EXPIRING, About.LEVEL, About.BENEFITS, About.LOCK)
"""What a customer who asks for the rule wants to know of themselves as well."""


async def _told_figures(turn: Turn, about: Sequence[About]) -> bool:
    """Say each of the figures; False when the shop has none of them."""
    if turn.customer_id is None or not about:
        return False
    told = False
    member = await turn.shop.membership(turn.customer_id)
    for one in about:
        if one is About.COUPONS:
            lines = coupon_words(await turn.shop.coupons(turn.customer_id), turn.now)
            turn.say("utter_account_coupons" if lines else "utter_account_no_coupons", {"coupons": lines})
            told = True
        elif member is not None and one is About.LOCK:
            if member.state is AccountState.LOCKED:
                turn.say("utter_account_locked")
                turn.offer_human()
                told = True
        elif member is not None:
            turn.say(_SAID[one], member_words(member))
            told = True
    return told


def _unknown(turn: Turn, question: str) -> None:
    if not offer_near(turn, SKILL, INTENT, question):
        turn.say("utter_account_unknown")
        turn.offer_human()
