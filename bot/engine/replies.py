"""Responses that hold today: an expired rule of a campaign is never quoted (playbook A6)."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.nlg.generator import ResponseVariationFilter
from typing_extensions import override

from bot.kernel.clock import Clock, from_ms, in_shop_zone

_FROM, _UNTIL = "valid_from", "valid_until"


class ValidReplies(TemplatedNaturalLanguageGenerator):
    """Rasa's own choice of a wording, out of those whose period (``metadata``, docs/designers.md) has today in it.

    When none holds, nothing is said, and the hub calls a person: better no answer than a wrong promise.
    """

    def __init__(self, responses: dict[str, list[dict[str, Any]]], clock: Clock) -> None:
        super().__init__(responses)
        self._clock = clock

    @override
    def _random_response_for(
        self, utter_action: str, output_channel: str, filled_slots: dict[str, Any]
    ) -> dict[str, Any] | None:
        """See parent (rasa 3.6.21, ``core/nlg/response.py``)."""
        if utter_action not in self.responses:
            return None
        fitting = ResponseVariationFilter(self.responses).responses_for_utter_action(
            utter_action, output_channel, filled_slots
        )
        today = in_shop_zone(from_ms(self._clock.now_ms())).date()
        holding = [response for response in fitting if holds_on(response, today)]
        return holding[np.random.randint(len(holding))] if holding else None


def holds_on(response: dict[str, Any], day: date) -> bool:
    """Whether a wording's period has that day in it; a date that cannot be read is the linter's business."""
    period = response.get("metadata") or {}
    begin, end = _day(period.get(_FROM)), _day(period.get(_UNTIL))
    return (begin is None or begin <= day) and (end is None or day <= end)


def _day(written: Any) -> date | None:
    try:
        return date.fromisoformat(str(written)) if written else None
    except ValueError:
        return None
