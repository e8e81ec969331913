"""Which of the customers' messages designers can learn from, and how they are kept (playbook I2)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from bot.handoff.core import Parts
from bot.handoff.ports import Lesson, TurnAnswer
from bot.handoff.store_port import Turn
from bot.kernel.errors import StoreUnavailable
from bot.kernel.text import MAX_CHARS_FOR_ENGINE
from bot.language import mask_personal

log = logging.getLogger("jiezhu.handoff")

NOT_UNDERSTOOD = frozenset({"", "nlu_fallback", "out_of_scope"})
FALLBACK = "nlu_fallback"
SURE_FROM = 0.5
"""Below this confidence an answer is a guess that happened to be good enough."""
CLEAR_LEAD = 0.15
"""How far the likeliest intent must be ahead of the second."""
RANKED = 3


def lesson_of_turn(conversation: str, turn: Turn, answer: TurnAnswer) -> Lesson | None:
    """What a turn of the bot teaches; None for a pressed button, and for what was understood well."""
    if not turn.text or not answer.parse:
        return None
    parse = answer.parse
    ranking = likeliest(parse)
    predicted = str(parse.get("intent") or "")
    missed = predicted in NOT_UNDERSTOOD
    if not missed and not is_unsure(ranking):
        return None
    return Lesson(
        conversation=conversation,
        seq=turn.seq,
        at=turn.at,
        text=as_kept(turn.text),
        predicted=predicted,
        confidence=ranking[0][1] if ranking else 0.0,
        ranking=ranking,
        why="missed" if missed else "unsure",
    )


def is_unsure(ranking: list[tuple[str, float]]) -> bool:
    """Whether the likeliest intent is weak, or the second close behind it."""
    best, second = [*(confidence for _, confidence in ranking), 0.0, 0.0][:2]
    return best < SURE_FROM or best - second < CLEAR_LEAD


def likeliest(parse: Mapping[str, Any]) -> list[tuple[str, float]]:
    """The likeliest intents of a parse; a fallback is no intent."""
    ranking = [(str(name), float(confidence)) for name, confidence in parse.get("ranking") or []]
    return [entry for entry in ranking if entry[0] != FALLBACK][:RANKED]


def as_kept(text: str) -> str:
    """A message as it may be stored apart from its conversation: nobody's numbers in it, no longer than is read."""
    return mask_personal(text)[:MAX_CHARS_FOR_ENGINE]


async def keep_quietly(parts: Parts, lesson: Lesson) -> None:
    """Keep a lesson beside the conversation: a database that is away costs the lesson, never the customer's turn."""
    try:
        await parts.lessons.keep(lesson)
    except StoreUnavailable as error:
        log.warning("lesson.not_kept %s %s", lesson.conversation, error.code)
