"""Ratings and remarks of an answer become staff-only events."""

from __future__ import annotations

import logging

import pytest

from bot.handoff.ports import BotMessage
from bot.handoff.projection import for_customer
from bot.handoff.remarks import remarks_in


def test_a_rating_is_kept_with_the_customers_words_for_staff_only() -> None:
    """The words are the event's text; the customer's stream leaves it out."""
    said = BotMessage("survey", "", {"score": 2, "about": "h_1", "words": "等太久"})

    (draft,) = remarks_in([BotMessage("text", "谢谢", {}), said])

    assert (draft.kind, draft.text, draft.visibility) == ("survey", "等太久", "staff")
    assert draft.data == {"score": 2, "about": "h_1"}
    assert for_customer({"kind": "survey", "visibility": "staff"}) is None


def test_a_remark_keeps_its_sort_and_what_it_is_about() -> None:
    """Praise and suggestions are one kind of event."""
    (draft,) = remarks_in([BotMessage("feedback", "", {"sort": "praise", "about": "客服", "words": "客服真好"})])

    assert (draft.text, draft.data) == ("客服真好", {"sort": "praise", "about": "客服"})


def test_a_part_that_cannot_be_read_is_left_out_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The answer it came with is still shown."""
    with caplog.at_level(logging.ERROR):
        assert remarks_in([BotMessage("survey", "", {"score": "good", "about": ""})]) == []
    assert "remark.unusable" in caplog.text
