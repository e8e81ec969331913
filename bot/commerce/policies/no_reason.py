"""The no-reason return: the general rule that the law gives every customer of an online shop."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commerce.policies.condition import Condition
from bot.commerce.policies.payer import Payer
from bot.commerce.policies.rule import Rule

STATUTORY_DAYS = 7
"""The least a shop may give (Consumer Rights Protection Law of the PRC, article 25)."""


@dataclass(frozen=True, kw_only=True)
class NoReasonRule(Rule):
    """The general rule (playbook B1, B3).

    Attributes:
        days: days, counted from the day after signing, in which goods may go back.
        freight: who pays for sending back.
        not_when: conditions in which goods are no longer as they were.
        money_back_days: days after the goods came back in order in which the shop pays.
        bank_days: working days a bank may take to show the money.
        page_note_name: what the exceptions noted on a goods page are called in one breath.
    """

    days: int
    freight: Payer
    not_when: tuple[Condition, ...]
    money_back_days: int
    bank_days: int
    page_note_name: str
