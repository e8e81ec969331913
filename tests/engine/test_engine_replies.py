"""Which wordings of a response are said on a day."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.replies import ValidReplies, holds_on
from bot.kernel.clock import FixedClock

pytestmark = pytest.mark.engine

NOW = datetime(2026, 11, 22, 15, 59, tzinfo=timezone.utc)
"""A minute before midnight in the shop."""


def a_wording(text: str, **period: str) -> dict[str, Any]:
    """A variant of a response with its period."""
    return {"text": text, "metadata": period}


async def said(*wordings: dict[str, Any]) -> str | None:
    """What is said of these wordings, of many tries all that ever came."""
    replies = ValidReplies({"utter_sale": list(wordings)}, FixedClock(NOW))
    tracker = DialogueStateTracker("c_1", [])
    texts = {(await replies.generate("utter_sale", tracker, "jiezhu") or {}).get("text") for _ in range(30)}
    assert len(texts) == 1
    return texts.pop()


async def test_of_several_wordings_only_the_one_that_holds_is_said() -> None:
    """The campaign ended yesterday, the next begins tomorrow."""
    over = a_wording("满300减40", valid_until="2026-11-21")
    early = a_wording("年货节见", valid_from="2026-11-23")

    assert await said(over, a_wording("平时的价格"), early) == "平时的价格"


async def test_the_last_day_belongs_to_the_period() -> None:
    """It ends with the shop's midnight, not with that of Greenwich."""
    assert await said(a_wording("最后一天", valid_from="2026-11-22", valid_until="2026-11-22")) == "最后一天"


async def test_when_no_wording_holds_nothing_is_said() -> None:
    """The hub then calls a person."""
    assert await said(a_wording("满300减40", valid_until="2026-11-21")) is None


def test_a_date_that_is_none_does_not_silence_a_wording() -> None:
    """The linter tells the designer; the customer is answered."""
    assert holds_on(a_wording("在的", valid_until="明年"), NOW.date())
