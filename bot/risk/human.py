"""Whether the customer asks for a person, in any wording (playbook D1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.risk.matcher import Places
from bot.risk.scopes import Mention

_CERTAIN = 0.6
_LIVELY_STANCES = frozenset({"said", "supposed"})


@dataclass(frozen=True)
class Wish:
    """Whether a person is asked for, and the mentions it rests on."""

    wanted: bool
    grounds: tuple[Mention, ...]


def asks_for_a_person(mentions: Sequence[Mention], *, in_conversation: bool, urgent: bool) -> Wish:
    """The wish for a person in one message.

    Args:
        mentions: what the lexicon saw, with stances.
        in_conversation: the customer has written before, so "有人吗" is no greeting any more.
        urgent: shouted or upset, which says the same.
    """
    past = Places(mention.hit for mention in mentions if mention.kind == "human.past")
    asked = [
        mention
        for mention in mentions
        if mention.kind == "human.ask"
        and mention.stance in _LIVELY_STANCES
        and not any(hit.end >= mention.hit.end for hit in past.over(mention.hit))
    ]
    grounds = [mention for mention in asked if mention.weight >= _CERTAIN or in_conversation or urgent]
    return Wish(bool(grounds), tuple(grounds))
