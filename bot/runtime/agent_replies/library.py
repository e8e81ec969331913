"""Canned replies and the situations they are for. Both have an owner and days, as every rule of the shop has (A6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.commerce.policies.rule import Rule, Rules

Tone = Literal["calm", "upset"]


@dataclass(frozen=True, kw_only=True)
class Situation(Rule):
    """What a conversation is about, and by what it is recognised; nothing of it: only found by looking.

    Attributes:
        intents: what the assistant understood last.
        demands: what the customer wants (codes of :data:`bot.handoff.brief.DEMANDS`).
        orders: states of an order, ``late`` and ``refund`` among them.
        reasons: why a person was called.
        upset: fits while the customer is upset.
        opening: fits until the agent has said something.
    """

    name: str
    intents: frozenset[str] = frozenset()
    demands: frozenset[str] = frozenset()
    orders: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    upset: bool = False
    opening: bool = False


@dataclass(frozen=True, kw_only=True)
class Reply(Rule):
    """One canned reply, with its ways to say it: to a calm customer, and to one who is not (playbook C2)."""

    situation: str
    title: str
    calm: tuple[str, ...]
    upset: tuple[str, ...] = ()

    def texts(self, tone: Tone) -> list[tuple[Tone, str]]:
        """Every way to say it, those in that tone first."""
        both: list[tuple[Tone, str]] = [("calm", text) for text in self.calm]
        both += [("upset", text) for text in self.upset]
        return sorted(both, key=lambda way: way[0] != tone)


@dataclass(frozen=True)
class Library:
    """The whole file."""

    situations: Rules[Situation]
    replies: Rules[Reply]

    def offered(self, day: date) -> list[tuple[Situation, list[Reply]]]:
        """What may be said on a day, in the file's order; a situation without anything to say is left out."""
        replies = list(self.replies.on(day))
        found = [
            (situation, [reply for reply in replies if reply.situation == situation.code])
            for situation in self.situations.on(day)
        ]
        return [(situation, below) for situation, below in found if below]
