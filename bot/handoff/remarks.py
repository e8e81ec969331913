"""What customers think of the service, in the log: ratings and remarks taken out of an answer (playbook G2).

Staff-only events, as promises are; unlike promises they oblige nobody, so no book is kept of them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.handoff.events import BOT, Draft
from bot.handoff.ports import BotMessage
from bot.kernel.text import clean

log = logging.getLogger("jiezhu.handoff")

SURVEY, FEEDBACK = "survey", "feedback"


def remarks_in(messages: Sequence[BotMessage]) -> list[Draft]:
    """The events for the ratings and remarks of an answer. A part that cannot be read is left out and logged."""
    found = []
    for message in messages:
        if message.kind in REMARKS:
            try:
                data = REMARKS[message.kind](message.data)
                found.append(Draft(BOT, message.kind, clean(str(message.data.get("words") or "")), data, "staff"))
            except (KeyError, TypeError, ValueError) as error:
                log.error("remark.unusable", exc_info=error)
    return found


def _survey(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"score": int(data["score"]), "about": str(data["about"])}


def _feedback(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"sort": str(data["sort"]), "about": str(data["about"])}


REMARKS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {SURVEY: _survey, FEEDBACK: _feedback}
"""Kinds of message parts, and what of their data is kept beside the words."""
