"""Questions about the matter in hand, answered where they are asked: 运费谁出 while a return is being arranged."""

from __future__ import annotations

from dataclasses import replace

from actions.base import Turn
from actions.forms.form import Form
from bot.commerce.days import shop_day
from bot.commerce.passing_questions import Passing, clauses
from bot.commerce.policy import in_force
from bot.commerce.wording import spoken_term

_MOST = 3


async def answer_in_passing(turn: Turn, form: Form) -> bool:
    """Answer what a message asks about the matter; what is left of the message is what the form reads.

    Returns:
        Whether anything was answered.
    """
    answered: set[Passing] = set()
    rest = []
    for words, about in clauses(turn.heard.text):
        if about is None or len(answered) == _MOST or not (about in answered or await form.answers(turn, about)):
            rest.append(words)
        else:
            answered.add(about)
    if answered:
        # What a question names (退到银行卡要几天) is no answer to ours.
        turn.heard = replace(turn.heard, text="，".join(rest), named=turn.heard.named if rest else {})
    return bool(answered)


def only_asks(turn: Turn) -> bool:
    """Whether a message asks about a matter and says nothing else."""
    parts = clauses(turn.heard.text)
    return bool(parts) and all(about is not None for _, about in parts)


def term_of(turn: Turn, promise: str) -> str:
    """How long a thing takes that the shop promises, as a rule: 24小时."""
    return spoken_term(in_force().promises.promises.need(promise, shop_day(turn.now)))
