"""Ratings and remarks: asked for once, kept, and never insisted on."""

from __future__ import annotations

from typing import Any

import pytest
from action_bench import heard, run, shop_of

from actions.feedback import ActionSubmitFeedback
from actions.survey import ActionAskSurvey, ActionSubmitSurvey, ValidateSurvey

DECIDED = {"event": "slot", "name": "decision", "value": {"handoff_id": "h_1"}}
SUBMITTED = [
    {"event": "action", "name": "action_submit_cancel_order", "timestamp": 7.0},
    {"event": "slot", "name": "confirmed", "value": None},
]
REFUSED = [SUBMITTED[0], {"event": "slot", "name": "offer", "value": "human"}, SUBMITTED[1]]


@pytest.mark.parametrize(
    "events, slots, asks",
    [
        ([DECIDED], {}, True),
        (SUBMITTED, {}, True),
        (REFUSED, {}, False),
        ([], {}, False),
        ([DECIDED], {"surveyed": ["h_1"]}, False),
        ([DECIDED, *SUBMITTED], {"surveyed": ["h_1"]}, True),
        (SUBMITTED, {"matter": "request_refund"}, False),
    ],
)
async def test_a_rating_is_asked_for_once_for_each_settled_matter(
    events: list[dict[str, Any]], slots: dict[str, Any], asks: bool
) -> None:
    """Not when nothing was settled, not twice, and not in the middle of another matter."""
    answer = await run(ActionAskSurvey, shop_of(), heard("thanks", "谢谢", slots=slots, events=events))

    assert answer.said == (["utter_survey_ask"] if asks else [])


@pytest.mark.parametrize(
    "text, said, kept",
    [("五星", [], 0), ("3分", ["utter_survey_why"], 1), ("一星", ["utter_survey_why_poor"], 1)],
)
async def test_only_a_low_rating_is_asked_why_and_is_kept_before_the_answer(
    text: str, said: list[str], kept: int
) -> None:
    """Who does not answer has rated all the same."""
    opened = [{"event": "user"}, {"event": "active_loop", "name": "survey_form"}]

    answer = await run(ValidateSurvey, shop_of(), heard("rate_service", text, events=opened))

    assert (answer.said, len(answer.cards)) == (said, kept)


async def test_who_turns_to_something_else_is_not_asked_again() -> None:
    """The form is over without a word."""
    back = [{"event": "user"}, {"event": "action_execution_rejected", "name": "survey_form"}]
    slots = {"survey_score": "2", "requested_slot": "survey_why", "matter": "rate_service"}

    answer = await run(ValidateSurvey, shop_of(), heard("ask_logistics", "我的快递呢", slots=slots, events=back))

    assert (answer.said, answer.slots["requested_slot"]) == ([], None)


@pytest.mark.parametrize(
    "score, why, said, offer",
    [
        ("5", None, ["utter_survey_thanks"], None),
        ("3", "页面慢", ["utter_survey_thanks_why"], None),
        ("1", "没人理", ["utter_survey_thanks_poor"], "human"),
        ("1", "", ["utter_survey_no_why"], None),
        ("1", None, [], None),
    ],
)
async def test_the_thanks_fit_the_rating_and_a_poor_one_offers_a_person(
    score: str, why: str | None, said: list[str], offer: str | None
) -> None:
    """What was said of it is kept word for word."""
    slots = {"survey_score": score, "survey_why": why}

    answer = await run(ActionSubmitSurvey, shop_of(), heard("nlu_fallback", "", slots=slots))

    assert answer.said == said
    assert answer.slots.get("offer") == offer
    assert [card["data"]["words"] for card in answer.cards] == ([why or ""] if why or score == "5" else [])


@pytest.mark.parametrize(
    "words, said",
    [
        ("建议包装厚一点", "utter_feedback_suggestion_about"),
        ("客服很专业", "utter_feedback_praise_about"),
        ("希望你们越办越好", "utter_feedback_praise"),
    ],
)
async def test_a_remark_is_kept_and_answered_for_what_it_is(words: str, said: str) -> None:
    """Praise is not thanked for as a suggestion."""
    answer = await run(ActionSubmitFeedback, shop_of(), heard("give_feedback", words, slots={"feedback_words": words}))

    assert answer.said == [said]
    assert answer.cards[0]["kind"] == "feedback"
    assert answer.cards[0]["data"]["words"] == words
