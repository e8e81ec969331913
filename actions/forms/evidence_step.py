"""Pictures that show what is wrong (playbook F1)."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from actions.base import Turn
from actions.forms.step import Step
from actions.heard import Heard
from bot.commerce.days import shop_day
from bot.commerce.policies.evidence import Evidence
from bot.commerce.policy import in_force

_NONE_TO_SEND = re.compile(
    r"没有?(?:照片|图|拍|视频)|拍不了|不方便|没法拍|没拍|扔了|传不了|发不了|(?:先)?(?:跳过|不传|不发|不拍)|不用了"
)
_NO_PICTURES = re.compile(r"没有?(?:照片|图片|拍照|视频)|(?:照片|图片|图|视频)[都也还]?(?:没有?拍|没有(?!收)|拍不了)")
"""What says so before anybody asks."""
_MOST_ASKED = 2


class EvidenceStep(Step):
    """Ids of the pictures sent; an empty list when the customer has none: the claim goes on, a person looks at it.

    Args:
        needed: the kinds that are asked for now, none when none is.
    """

    slot = "evidence"
    looks_back = True

    def __init__(self, needed: Callable[[Turn], Awaitable[Sequence[Evidence]]]) -> None:
        self._needed = needed

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        return bool(await self._needed(turn))

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        sent = [one for value in heard.named.get("evidence", ()) for one in str(value).split(",") if one]
        if sent:
            return list(dict.fromkeys([*(turn.slot(self.slot) or []), *sent]))
        if heard.choice_of(self.slot) == "none" or (asked and _NONE_TO_SEND.search(heard.text)):
            return turn.slot(self.slot) or []
        if _NO_PICTURES.search(heard.text) and turn.slot(self.slot) is None:
            return []
        return [] if asked and heard.intent == "deny" else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """Ask for what the chat can take: pictures. Who has a video shows it to a person."""
        day, book = shop_day(turn.now), in_force().refunds.evidence
        needed = [kind for kind in await self._needed(turn) if kind is not Evidence.VIDEO]
        asks = [book.need(kind.value, day).ask for kind in needed[:_MOST_ASKED]]
        response = "utter_form_evidence_again" if again else "utter_form_evidence"
        turn.say(response, {"asks": "；".join(asks)}, choices={"no_pictures": "evidence:none"})

    async def remind(self, turn: Turn) -> None:
        """What to take pictures of stands a few lines further up."""
        turn.say("utter_form_evidence_wait", choices={"no_pictures": "evidence:none"})
